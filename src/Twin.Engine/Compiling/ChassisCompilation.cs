using System.Runtime.InteropServices;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Engine.Compiling;

/// <summary>One run of the compiler. Steps: 1 describe components, 2 lay out their words, 3 thermal and flow, 4 rails, 5 light, 6 links, 7 control, 8 dictionary, 9 packages reduced.</summary>
internal sealed partial class ChassisCompilation(ChassisDescription description, IReadOnlyDictionary<string, ComponentKind> kinds, IReducedPackageStore? store, IProgress<string>? progress, DescribingProgress? describing = null)
{
    private readonly ProblemList _problems = new();
    private readonly List<string> _log = [];
    private readonly List<ComponentDraft> _components = [];
    private readonly List<PackagePlan> _packages = [];
    private readonly List<PackageSignal> _packageSignals = [];

    // Names of components with problems of their own. They stay known, so that who refers to them hears nothing.
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly List<double> _words = [];
    private readonly List<StateRange> _ranges = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly List<SignalInfo> _signals = [];
    private readonly List<KnobInfo> _parameters = [];
    private readonly List<KnobInfo> _actuators = [];
    private readonly List<KnobInfo> _faults = [];
    private readonly List<EventInfo> _events = [];
    private readonly List<PortInfo> _ports = [];
    private ReferenceResolver _resolver = null!;
    private ChassisModel? _origin;

    private string Instance => description.Instance;

    /// <summary>Compiles.</summary>
    /// <param name="reduces">False to stop before packages are reduced, without a model.</param>
    public CompileResult Run(bool reduces)
    {
        CheckSchedule();
        CheckRanges();
        DescribeComponents();
        int described = _problems.Count;
        _resolver = new ReferenceResolver(_components, _failed, _problems);

        Allocate("header", HeaderWords.Count);
        _words[HeaderWords.Room] = description.Room.Celsius;
        LayOutComponents();

        ThermalParts thermal = CompileThermal();
        (StreamModel[] streams, ThermalModel? network) = CompileStreams(thermal);
        RailParts rails = CompileRails(thermal);
        LightModel light = CompileLight(thermal);
        LinkModel links = CompileLinks();
        AddChassisKnobs(streams);
        AddEvent($"{Instance}/unsettled", -1, AlarmSeverity.Warning, "No steady state was found in {0} iterations; temperatures still moved by {1:G3} K. The run starts from there.");
        AddEvent($"{Instance}/{RunNotices.NameOf(RunNotice.Restored)}", -1, AlarmSeverity.Warning, "The run was set to step {0:0} of a snapshot and goes on from there in a new epoch; it was at step {1:0}.");
        AddEvent($"{Instance}/{RunNotices.NameOf(RunNotice.Forked)}", -1, AlarmSeverity.Information, "A what-if run was made of step {0:0}, in epoch {1:0} of its own.");
        AddEvent($"{Instance}/{RunNotices.NameOf(RunNotice.Reloaded)}", -1, AlarmSeverity.Warning, "Plugins were reloaded between two steps: the run goes on from step {1:0} in a new epoch; components that began anew: {0:0}.");
        AddEvent($"{Instance}/{RunNotices.NameOf(RunNotice.SnapshotTaken)}", -1, AlarmSeverity.Information, "A snapshot of step {0:0} was taken.");
        AddEvent($"{Instance}/{RunNotices.NameOf(RunNotice.ThreadLost)}", -1, AlarmSeverity.Critical, "A component did not return from a call within {0:0} ms and was quarantined; its thread was given up and takes up to a core until the call returns or the twin is restarted. Threads given up so far: {1:0}.");
        AddSignals(thermal, rails, streams);
        ControlModel control = CompileControl();
        CheckPaths();
        if (_failed.Count > 0)
        {
            _problems.DropConsequences(described);
        }

        if (_problems.Count > 0 || network is null)
        {
            return new CompileResult(null, _problems.Problems, _log) { Packages = _packages };
        }

        var chassis = new CompiledChassis
        {
            Model = description.Model,
            Title = description.Title,
            Instance = Instance,
            DictionaryVersion = Hash64.Of(string.Join('\n', _signals.Select(signal => $"{signal.Path} {signal.Unit}"))),
            Components = [.. _components.Select(Info)],
            Signals = _signals,
            Parameters = _parameters,
            Actuators = _actuators,
            Faults = _faults,
            Ports = _ports,
            Events = _events,
        };
        if (!reduces)
        {
            return new CompileResult(null, [], _log) { Packages = _packages, Chassis = chassis };
        }

        if (!TryReduce(thermal.Packages))
        {
            return new CompileResult(null, _problems.Problems, _log) { Packages = _packages };
        }

        for (int i = 0; i < network.Packages.Length; i++)
        {
            network.Packages[i] = Couple(thermal.Packages[i], network.Pattern);
        }

        PluginBuild[] buildOfComponent = [.. _components.Select(draft => draft.Kind.Build ?? new PluginBuild(draft.Kind.Plugin, string.Empty, string.Empty))];
        PluginBuild[] builds = [.. buildOfComponent.Distinct().OrderBy(build => build.Id, StringComparer.Ordinal)];
        StateLayout layout = LayOut(_ranges, [.. _words], [.. _ports.Select(port => port.GroupIndex)], description, chassis.DictionaryVersion, builds);
        var parts = new ModelParts
        {
            Layout = layout,
            Components = FinishComponents(),
            Thermal = network,
            Streams = streams,
            Rails = rails.Rails,
            Loads = rails.Loads,
            Sources = rails.Sources,
            InletInputs = rails.InletInputs,
            Light = light,
            Links = links,
            Control = control,
            BaseStepNs = description.Schedule.BaseStep.Nanoseconds,
            LinkEvery = Every(description.Schedule.Link),
            FlowEvery = Every(description.Schedule.Flow),
            ControlEvery = Every(description.Schedule.Control),
            StartsSteady = description.Initial == InitialCondition.Steady,
            GroupOfPort = layout.GroupOfPort,
            Builds = buildOfComponent,
            PortGroups = [.. description.Ports.Select(group => group.Name)],
            Seed = description.Seed,
            UnsettledEvent = EventId($"{Instance}/unsettled"),
            NoticeEvents = [.. Enum.GetValues<RunNotice>().Select(notice => EventId($"{Instance}/{RunNotices.NameOf(notice)}"))],
        };
        var model = new ChassisModel(
            chassis,
            parts,
            _origin?.Layout ?? layout,
            Again(description, UsedKinds(), store),
            _origin);
        return new CompileResult(model, [], _log) { Packages = _packages, Chassis = chassis };
    }

    // By itself: what its delegate captures must not hold the kinds, which a delegate that is made beside it would bring in.
    private static StateLayout LayOut(
        IReadOnlyList<StateRange> ranges, double[] initialWords, int[] groupOfPort, ChassisDescription description, ulong dictionary, IReadOnlyList<PluginBuild> builds) =>
        new(ranges, initialWords, groupOfPort, layout => ChassisIdentity.Of(description, dictionary, layout, builds));

    // By itself for the same reason: what it needs is in the parameters.
    private static Func<ChassisModel?, IReadOnlyDictionary<string, ComponentKind>?, DescribingProgress?, CompileResult> Again(
        ChassisDescription description, Dictionary<string, ComponentKind> used, IReducedPackageStore? store) =>
        (origin, others, describing) => new ChassisCompilation(description, others ?? used, store, null, describing) { _origin = origin }.Run(reduces: true);

    // Those alone that the chassis has components of: a plugin that it does not use can be unloaded while it runs.
    private Dictionary<string, ComponentKind> UsedKinds() =>
        description.Components.Select(component => component.Kind).Distinct(StringComparer.Ordinal).ToDictionary(kind => kind, kind => kinds[kind], StringComparer.Ordinal);

    private int Every(Duration period) => (int)(period.Nanoseconds / description.Schedule.BaseStep.Nanoseconds);

    private int Allocate(string key, int count, double initial = 0)
    {
        int first = _words.Count;
        _words.AddRange(Enumerable.Repeat(initial, count));
        Note(key, first, count);
        return first;
    }

    /// <summary>Lays out as many words for each of several things, one thing behind the other.</summary>
    private int AllocateEach(string key, IEnumerable<string> things, int count = 1, double initial = 0)
    {
        int first = _words.Count;
        foreach (string thing in things)
        {
            Allocate($"{key}/{thing}", count, initial);
        }

        return first;
    }

    /// <summary>Lays out words that mean something only as long as all things of a list are the same, in the same order.</summary>
    private int AllocateTogether(string key, IEnumerable<string> things, int count, double initial = 0) =>
        Allocate(FormattableString.Invariant($"{key}/{Hash64.Of(string.Join('\n', things)):x16}"), count, initial);

    private void Note(string key, int first, int count, int component = -1, bool isGiven = false)
    {
        if (count == 0)
        {
            return;
        }

        ref int times = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, key, out _);
        times++;
        _ranges.Add(new StateRange(times == 1 ? key : FormattableString.Invariant($"{key}#{times}"), first, count, component, isGiven));
    }

    private void CheckSchedule()
    {
        ScheduleDescription schedule = description.Schedule;
        long step = schedule.BaseStep.Nanoseconds;
        if (step <= 0)
        {
            _problems.Add("TW0504", "schedule.base", $"The base step is {schedule.BaseStep}.", "It must be greater than zero; 1 ms is usual.");
            return;
        }

        foreach ((string name, Duration period) in new[] { ("link", schedule.Link), ("flow", schedule.Flow), ("control", schedule.Control) })
        {
            if (period.Nanoseconds < step || period.Nanoseconds % step != 0)
            {
                _problems.Add("TW0504", $"schedule.{name}", $"{period} is no whole multiple of the base step of {schedule.BaseStep}.");
            }
        }
    }

    private void DescribeComponents()
    {
        var binder = new ParameterBinder(_problems);
        var described = new Dictionary<string, List<(object Parameters, ComponentDraft Draft)>>(StringComparer.Ordinal);
        foreach (ComponentDescription part in description.Components)
        {
            string where = $"components.{part.Name}";
            if (_components.Any(draft => draft.Description.Name == part.Name))
            {
                _problems.Add("TW0308", where, $"The name '{part.Name}' is used twice.", null, part.Origin);
                continue;
            }

            if (!kinds.TryGetValue(part.Kind, out ComponentKind? kind))
            {
                _failed.Add(part.Name);
                _problems.Add("TW0309", where, $"No plugin offers the kind '{part.Kind}'.", Spelling.Hint(part.Kind, kinds.Keys), part.Origin);
                continue;
            }

            describing?.Begin($"{Instance}/{part.Name}");
            int before = _problems.Count;
            SpreadSource? spread = description.Spread ? new SpreadSource(description.Seed, part.Kind, part.Name) : null;
            try
            {
                object parameters = binder.Bind(kind.ParametersType, part.Parameters, where, part.Origin, spread);
                if (_problems.Count > before)
                {
                    _failed.Add(part.Name);
                    continue;
                }

                IComponent component = kind.Create(parameters);
                var builder = new ComponentBuilder(part, $"{Instance}/{part.Name}", component is ILinkBehavior, _problems, _log);
                component.Describe(builder);
                var draft = new ComponentDraft(_components.Count, part, kind, component, builder);
                CheckSameDescription(draft, parameters, described);
                _components.Add(draft);
                if (_problems.Count > before)
                {
                    _failed.Add(part.Name);
                }

                CheckControlPeriod(draft, where);
            }
            catch (DescriptionLimitException)
            {
                _failed.Add(part.Name);
            }
#pragma warning disable CA1031 // Whatever a plugin throws is a problem of that component and must not end the compilation.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failed.Add(part.Name);
                _problems.Add("TW0409", where, $"The kind '{part.Kind}' of plugin '{kind.Plugin}' failed while describing itself: {PluginFailureText.Of(exception)}", null, part.Origin);
            }
        }

        describing?.End();
    }

    // A description is a function of the parameters alone: on that rests that a fork, a snapshot or a rebuilt chassis has the same words. Two parts with equal parameters show at no
    // cost whether it is.
    private void CheckSameDescription(ComponentDraft draft, object parameters, Dictionary<string, List<(object Parameters, ComponentDraft Draft)>> described)
    {
        string kind = draft.Description.Kind;
        if (!described.TryGetValue(kind, out List<(object Parameters, ComponentDraft Draft)>? different))
        {
            described.Add(kind, different = []);
        }

        foreach ((object other, ComponentDraft first) in different)
        {
            // A record with lists equals no other one, but without spread the same text gives the same values.
            bool isSame = (!description.Spread && ReferenceEquals(first.Description.Parameters, draft.Description.Parameters)) || other.Equals(parameters);
            if (!isSame)
            {
                continue;
            }

            if (first.Builder.DifferenceTo(draft.Builder) is { } difference)
            {
                _failed.Add(draft.Description.Name);
                _problems.Add(
                    "TW0416", $"components.{draft.Description.Name}", $"The kind '{kind}' of plugin '{draft.Kind.Plugin}' describes '{draft.Description.Name}' otherwise than '{first.Description.Name}', with the same parameters: {difference}.",
                    "This is a defect of the plugin: Describe depends on the parameters alone.", draft.Description.Origin);
            }

            return;
        }

        different.Add((parameters, draft));
    }

    private void CheckControlPeriod(ComponentDraft draft, string where)
    {
        long step = description.Schedule.BaseStep.Nanoseconds;
        if (draft.Builder.Period is Duration period && step > 0 && (period.Nanoseconds < step || period.Nanoseconds % step != 0))
        {
            _problems.Add("TW0412", where, $"Its controller runs every {period}, which is no whole multiple of the base step of {description.Schedule.BaseStep}.", "Change the base step of the schedule, or the controller's period.", draft.Description.Origin);
        }
    }

    private void LayOutComponents()
    {
        foreach (ComponentDraft draft in _components)
        {
            draft.Words = Allocate($"component/{draft.Path}", ComponentWords.Count);
            bool isPresent = draft.Description.Present;
            _words[draft.Words + ComponentWords.Presence] = (int)(isPresent ? Presence.Present : Presence.Absent);
            _words[draft.Words + ComponentWords.Condition] = (int)(isPresent ? ComponentCondition.Ok : ComponentCondition.Absent);
            if (!isPresent && draft.Builder.InsertionTime is null)
            {
                _problems.Add("TW0310", $"components.{draft.Description.Name}.present", $"'{draft.Description.Kind}' is not replaceable and cannot be left out.", null, draft.Description.Origin);
            }

            _words[draft.Words + ComponentWords.Health] = isPresent ? 0 : ComponentWords.HealthAbsent;
            foreach (Section section in Enum.GetValues<Section>())
            {
                draft.Sections[(int)section] = _words.Count;
                foreach (double word in draft.Builder.Initial(section))
                {
                    _words.Add(word);
                }

                foreach (ElementWords element in draft.Builder.Elements(section))
                {
                    Note($"{draft.Path}/{section}/{element.Name}", draft.Sections[(int)section] + element.Offset, element.Count, draft.Index, element.IsGiven);
                }
            }

            draft.End = _words.Count;
            DrawLaneParameters(draft);
        }
    }

    private void DrawLaneParameters(ComponentDraft draft)
    {
        if (!description.Spread)
        {
            return;
        }

        var spread = new SpreadSource(description.Seed, draft.Description.Kind, draft.Description.Name);
        foreach (LaneParameterDraft parameter in draft.Builder.LaneParameters)
        {
            double scale = parameter.Variation.IsRelative ? Math.Abs(parameter.Nominal) : 1;
            double common = (parameter.Variation.Lot * spread.Lot(parameter.Name)) + (parameter.Variation.Part * spread.Part(parameter.Name));
            for (int i = 0; i < parameter.Count; i++)
            {
                double offset = common + (parameter.Variation.Lane * spread.Lane(parameter.Name, i));
                _words[draft.Input(parameter.Input) + i] = parameter.Nominal + (scale * offset);
            }
        }
    }

    private ComponentInfo Info(ComponentDraft draft) => new(
        draft.Index,
        draft.Path,
        draft.Description.Name,
        draft.Description.Kind,
        draft.Kind.Plugin,
        draft.Builder.Hardware,
        draft.Builder.InsertionTime is not null,
        _signals.FindIndex(signal => signal.Word == draft.Words + ComponentWords.Condition));

    private ComponentModel[] FinishComponents()
    {
        var models = new ComponentModel[_components.Count];
        foreach (ComponentDraft draft in _components)
        {
            ComponentBuilder builder = draft.Builder;
            var model = new ComponentModel
            {
                Info = Info(draft),
                Component = draft.Component,
                Words = draft.Words,
                Inputs = draft.Sections[0],
                Posts = draft.Sections[1],
                Outputs = draft.Sections[2],
                Raw = draft.Sections[3],
                End = draft.End,
                Seed = Hash64.Mix(description.Seed ^ Hash64.Of(draft.Path)),
                ControlPeriodSteps = builder.Period is Duration period ? Every(period) : Every(description.Schedule.Control),
                InsertionS = builder.InsertionTime?.Seconds ?? 0,
                Events = [.. builder.Events.Select(item => (draft.Raw(item.Raw), EventId($"{draft.Path}/{item.Name}")))],
                Ranges = RangesOf(draft),
                QuarantineEvent = EventId($"{draft.Path}/quarantined"),
                PresenceEvent = builder.InsertionTime is null ? -1 : EventId($"{draft.Path}/presence"),
            };
            model.BindBehaviors();
            models[draft.Index] = model;
        }

        return models;
    }

    // Of what the component itself writes: its signals, and its draws, which are zero to the maximum of their load.
    private RangeModel[] RangesOf(ComponentDraft draft)
    {
        IEnumerable<RangeModel?> signals = _signals
            .Where(signal => signal.Component == draft.Index && signal.Word >= draft.Sections[(int)Section.Posts] && signal.Word < draft.Sections[(int)Section.Raw])
            .Select(signal => RangeModel.Of(signal.Word, signal.Minimum, signal.Maximum));
        IEnumerable<RangeModel?> draws = draft.Builder.Loads.Select(load => RangeModel.Of(draft.Post(load.Post), 0, load.Maximum.Watts));
        return RangeModel.Join(signals.Concat(draws).OfType<RangeModel>().DistinctBy(range => range.Word));
    }

    private int EventId(string path) => _events.FindIndex(item => item.Path == path);

    private int AddEvent(
        string path, int component, AlarmSeverity severity, string text, bool isAlarm = false, int signal = -1,
        double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        _events.Add(new EventInfo(_events.Count, path, component, severity, text, isAlarm, signal, low, high));
        return _events.Count - 1;
    }

    private void CheckPaths()
    {
        foreach (IGrouping<string, SignalInfo> group in _signals.GroupBy(signal => signal.Path).Where(group => group.Count() > 1))
        {
            _problems.Add(
                "TW0410", group.Key, "Two signals have this path.", "A component must not publish a signal of a name that the engine gives its elements (power, energy, condition, imbalance, temperature, ...).");
        }
    }
}
