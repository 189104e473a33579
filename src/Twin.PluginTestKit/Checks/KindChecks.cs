using System.Globalization;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.PluginTestKit.Bench;
using Twin.PluginTestKit.Cases;
using Twin.PluginTestKit.Declarations;

namespace Twin.PluginTestKit.Checks;

/// <summary>Runs all checks that concern one kind, case by case.</summary>
internal sealed class KindChecks(KindUnderTest kind, KindDeclarations declarations, ConformanceOptions options, FindingList findings, Progress progress)
{
    /// <summary>Cases whose description is compared in another load context: the defaults and this many random ones.</summary>
    private const int ComparedRandomCases = 2;

    /// <summary>Cases that are timed: the defaults and this many random ones.</summary>
    private const int TimedRandomCases = 2;

    /// <summary>What may be missing in the books: rounding of what passed through them, and a billionth of a watt.</summary>
    private const double EnergyRounding = 1e-9;

    private const int Repeats = 5;
    private const int MoreRepeats = 20;
    private const double FarOver = 2;

    private static readonly Behavior[] Behaviors = Enum.GetValues<Behavior>();

    private readonly Dictionary<int, string[]> _descriptions = [];
    private readonly double[] _sumUs = new double[Behaviors.Length];
    private readonly double[] _worstUs = new double[Behaviors.Length];
    private readonly int[] _calls = new int[Behaviors.Length];
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);
    private ParameterCases _cases = new([], MapParameter.Empty, 0, 0);
    private bool _followed;
    private int _ran;
    private int _refused;
    private long _steps;

    /// <summary>What is wrong with the vendor's declarations of this kind.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Runs the cases.</summary>
    public KindReport Run()
    {
        if (TryFindCases())
        {
            IEnumerable<int> numbers = options.Case is { } one ? [one] : Enumerable.Range(0, _cases.Count);
            foreach (int number in numbers)
            {
                progress.Begin(kind.Name, number);
                RunCase(number);
            }

            if (options.Case is null)
            {
                ReportUnmoved();
            }
        }

        BehaviorTime[] times =
        [
            .. Behaviors.Where(behavior => _calls[(int)behavior] > 0)
                .Select(behavior => new BehaviorTime(behavior.ToString(), _sumUs[(int)behavior] / _calls[(int)behavior], _worstUs[(int)behavior])),
        ];
        int directions = declarations.Directions.Sum(direction => direction.Rises.Count + direction.Falls.Count);
        return new KindReport(kind.Name, _ran, _refused, _steps, directions, times);
    }

    /// <summary>Descriptions of some cases, to be compared with those of the same kind in another load context.</summary>
    public IReadOnlyDictionary<int, string[]> Descriptions => _descriptions;

    /// <summary>Compares descriptions with those that another load context gave.</summary>
    /// <param name="others">Descriptions by case.</param>
    public void CompareDescriptions(IReadOnlyDictionary<int, string[]> others)
    {
        if (!TryFindCases())
        {
            return;
        }

        foreach ((int number, string[] other) in others)
        {
            progress.Begin(kind.Name, number);
            ParameterCase set = _cases.At(number);
            if (DescribedComponent.Make(kind, _cases.ParametersOf(set), set.SpreadSeed, out _, out _) is not { } described
                || DescriptionText.Difference(other, DescriptionText.Of(described)) is not { } difference)
            {
                continue;
            }

            findings.Add(
                ConformanceCheck.Describes, kind.Name, "Describe", $"In a freshly loaded copy of the plugin it describes itself differently: {difference} A description follows from parameters alone.", number, set.ToString());
        }
    }

    private bool TryFindCases()
    {
        try
        {
            _cases = new ParameterCases([.. ParameterAxis.Of(kind.ParametersType)], declarations.Parameters, options.Seed, options.RandomCases);
            return true;
        }
#pragma warning disable CA1031 // Whatever a plugin throws is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            findings.Add(ConformanceCheck.Describes, kind.Name, kind.ParametersType.Name, $"The parameter record cannot be made: {ExceptionText.Of(exception)}.");
            return false;
        }
    }

    private void RunCase(int number)
    {
        if (Make(number) is not { } made)
        {
            return;
        }

        (ParameterCase set, DescribedComponent first) = made;
        var here = new Place(this, set);
        if (Again(set) is not { } second)
        {
            here.Found(ConformanceCheck.Describes, "Describe", "It described itself once and failed when a second component was made with the same parameters.");
            return;
        }

        string[] description = DescriptionText.Of(first);
        if (DescriptionText.Difference(description, DescriptionText.Of(second)) is { } difference)
        {
            here.Found(ConformanceCheck.Describes, "Describe", $"Two components with the same parameters describe themselves differently: {difference}");
            return;
        }

        bool isRandom = set.SpreadSeed is not null;
        int random = number - (_cases.Count - options.RandomCases);
        if (number == 0 || options.Case is not null || (isRandom && random < ComparedRandomCases))
        {
            _descriptions[number] = description;
        }

        var problems = new List<string>();
        InputElement[] elements = InputList.Of(first.Builder, BlockLayout.Of(first.Builder), options, declarations, problems);
        double[] initial = first.InitialWords(kind.Name, set.SpreadSeed);
        var scenario = new Scenario(elements, Hash64.Mix(options.Seed) + (ulong)number, number == 0, options.RandomInputs);
        ComponentBench Bench(DescribedComponent described) => new(described, elements, initial) { Calling = progress.Calling };

        // 1. Once, with everything looked at.
        ComponentBench bench = Bench(first);
        Trace trace = Observe(bench, scenario, elements, here);
        _ran++;
        if (bench.Failure is not null)
        {
            _problems.UnionWith(problems);
            return;
        }

        // 2. Another component from the start, then one that is put into the middle, then the first one put back.
        ComponentBench other = Bench(second);
        ComponentBench? Fresh() => Again(set) is { } fresh ? Bench(fresh) : null;
        bool isPure = IsRepeated(other, Fresh, scenario, trace, elements, here) && Fresh() is { } third
            && IsRestored(third, Fresh, trace.Early, "another component", scenario, trace, elements, here)
            && IsRestored(bench, Fresh, trace.Late, "the same component", scenario, trace, elements, here);

        // 3. What calls cost.
        CountAllocations(other, scenario, here);
        if (number == 0 || options.Case is not null || (isRandom && random < TimedRandomCases))
        {
            MeasureTime(other, scenario, elements, here);
        }

        // 4. Declared directions, which say nothing of a component that answers as it did before.
        if (isPure)
        {
            FollowDirections(other, elements, scenario, problems, here);
        }

        _problems.UnionWith(problems);
    }

    private void FollowDirections(ComponentBench bench, InputElement[] elements, Scenario scenario, List<string> problems, Place here)
    {
        _followed = true;
        var directions = new DirectionCheck(bench, elements, scenario);
        foreach (DirectionDeclaration declaration in declarations.Directions)
        {
            directions.Run(
                declaration, problems, (answer, message, inputs, share) => here.Found(ConformanceCheck.GoesTheDeclaredWay, answer, message, inputs, share), _moved);
        }

        if (bench.Failure is { } failure)
        {
            here.Found(ConformanceCheck.StaysInRange, failure.Where, failure.Message, "while one input was moved from low to high");
        }
    }

    // A component may refuse what ranges cannot say. Then fewer of the values are tried together, until it takes them.
    private (ParameterCase Set, DescribedComponent Described)? Make(int number)
    {
        bool wasRefused = false;
        for (int halvings = 0; ; halvings++)
        {
            ParameterCase set = _cases.At(number, halvings);
            DescribedComponent? described = DescribedComponent.Make(kind, _cases.ParametersOf(set), set.SpreadSeed, out IReadOnlyList<CallFailure> problems, out bool isRefused);
            if (described is not null)
            {
                return (set, described);
            }

            bool areDefaults = number == 0;
            if (!isRefused || areDefaults)
            {
                foreach (CallFailure problem in problems)
                {
                    string message = areDefaults && isRefused ? $"It refuses its own defaults: {problem.Message}" : problem.Message;
                    findings.Add(ConformanceCheck.Describes, kind.Name, problem.Where, message, number, set.ToString());
                }

                return null;
            }

            _refused += wasRefused ? 0 : 1;
            wasRefused = true;
            if (_cases.At(number).Values.Count >> (halvings + 1) == 0)
            {
                return null;
            }
        }
    }

    private DescribedComponent? Again(ParameterCase set) => DescribedComponent.Make(kind, _cases.ParametersOf(set), set.SpreadSeed, out _, out _);

    private Trace Observe(ComponentBench bench, Scenario scenario, InputElement[] elements, Place here)
    {
        int steps = scenario.Steps;
        var trace = new Trace(steps);
        var rules = new RangeRules(bench);
        (double Share, EnergyBooks Books, InputPhase? Phase) worst = default;
        bench.Start(scenario.Phases[0]);
        rules.Start();
        int step = 0;
        foreach (InputPhase phase in scenario.Phases)
        {
            for (int k = 0; k < phase.Steps && bench.Failure is null; k++)
            {
                bench.Step(phase);
                rules.Look(phase);
                EnergyBooks books = bench.Books;
                double share = Math.Abs(books.ImbalanceW) / ((EnergyRounding * books.TurnoverW) + EnergyRounding);
                if (share > 1 && share > worst.Share && !phase.IsSettling && bench.Failure is null)
                {
                    worst = (share, books, phase);
                }

                trace.Take(step++, bench);
            }

            if (bench.Failure is { } failure)
            {
                here.Found(ConformanceCheck.StaysInRange, failure.Where, failure.Message, phase.Text(elements));
                break;
            }
        }

        _steps += step;
        foreach (RangeRules.Violation violation in rules.Violations)
        {
            here.Found(ConformanceCheck.StaysInRange, WordNames.Of(bench.Builder, bench.Block, violation.Rule.Word), violation.Message, violation.Phase.Text(elements), violation.Excess);
        }

        if (worst.Phase is { } guilty)
        {
            EnergyBooks books = worst.Books;
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Abs(books.ImbalanceW):G4} W {(books.ImbalanceW > 0 ? "vanish" : "come from nothing")}: drawn {books.DrawnW:G6} W + light in {books.LightInW:G6} W - light out {books.LightOutW:G6} W - to fluids {books.HydraulicW:G6} W, but heat posted {books.HeatW:G6} W.");
            here.Found(ConformanceCheck.ClosesEnergy, "StepPower and StepLight", message, guilty.Text(elements), Math.Abs(books.ImbalanceW));
        }

        return trace;
    }

    private static bool IsRepeated(ComponentBench bench, Func<ComponentBench?> fresh, Scenario scenario, Trace trace, InputElement[] elements, Place here)
    {
        bench.Start(scenario.Phases[0]);
        if (FirstDifference(bench, scenario, trace, 0) is not { } step)
        {
            return true;
        }

        here.Found(
            ConformanceCheck.Repeats, Differing(bench, fresh(), scenario, step),
            $"With the same parameters and inputs it gives other bits than before, first in step {step}. What a step does follows from its inputs and state alone: no clock, no static that changes, random numbers from a RandomStream.",
            PhaseOf(scenario, step).Text(elements));
        return false;
    }

    private static bool IsRestored(
        ComponentBench bench, Func<ComponentBench?> fresh, (double[] Words, int Step) snapshot, string into, Scenario scenario, Trace trace, InputElement[] elements, Place here)
    {
        bench.Restore(snapshot.Words, snapshot.Step);
        if (FirstDifference(bench, scenario, trace, snapshot.Step) is not { } step)
        {
            return true;
        }

        here.Found(
            ConformanceCheck.Restores, Differing(bench, fresh(), scenario, step),
            $"The state after step {snapshot.Step - 1}, put back into {into}, goes on with other bits than the first time, from step {step} on. What changes belongs into a StateVariable or StateArray, not into a field.",
            PhaseOf(scenario, step).Text(elements));
        return false;
    }

    // The step after which the block first differs from the first run, or null.
    private static int? FirstDifference(ComponentBench bench, Scenario scenario, Trace trace, int from)
    {
        int step = 0;
        foreach (InputPhase phase in scenario.Phases)
        {
            for (int k = 0; k < phase.Steps; k++, step++)
            {
                if (step < from)
                {
                    continue;
                }

                bench.Step(phase);
                if (bench.Failure is not null || bench.Hash() != trace.Hashes[step])
                {
                    return step;
                }
            }
        }

        return null;
    }

    // The first word that differs from that of a fresh component that ran from the start: outputs before private state.
    private static string Differing(ComponentBench bench, ComponentBench? fresh, Scenario scenario, int step)
    {
        if (bench.Failure is { } failure)
        {
            return failure.Where;
        }

        if (fresh is null)
        {
            return "unknown";
        }

        fresh.Start(scenario.Phases[0]);
        int done = 0;
        foreach (InputPhase phase in scenario.Phases)
        {
            for (int k = 0; k < phase.Steps && done <= step; k++, done++)
            {
                fresh.Step(phase);
            }
        }

        for (int word = bench.Block.Posts; word < bench.Words.Length; word++)
        {
            if (BitConverter.DoubleToInt64Bits(bench.Words[word]) != BitConverter.DoubleToInt64Bits(fresh.Words[word]))
            {
                return WordNames.Of(bench.Builder, bench.Block, word);
            }
        }

        return "differs from run to run";
    }

    private static InputPhase PhaseOf(Scenario scenario, int step)
    {
        foreach (InputPhase phase in scenario.Phases)
        {
            if (step < phase.Steps)
            {
                return phase;
            }

            step -= phase.Steps;
        }

        return scenario.Phases[^1];
    }

    // A collection that another thread starts charges this thread the unused rest of its allocation quantum: what repeats with the same inputs is the component's own.
    private static void CountAllocations(ComponentBench bench, Scenario scenario, Place here)
    {
        long[] least = [.. Behaviors.Select(_ => long.MaxValue)];
        for (int repeat = 0; repeat < Repeats && Array.Exists(least, bytes => bytes > 0); repeat++)
        {
            GC.Collect(0);
            Run(bench, scenario);
            foreach (Behavior behavior in Behaviors)
            {
                least[(int)behavior] = Math.Min(least[(int)behavior], bench.Allocated(behavior));
            }
        }

        foreach (Behavior behavior in Behaviors.Where(behavior => least[(int)behavior] > 0))
        {
            here.Found(
                ConformanceCheck.AllocatesNothing, behavior.ToString(),
                $"It allocates {least[(int)behavior]} bytes in the calls of {scenario.Steps} steps, every time again. Look for boxing, closures, LINQ, strings, arrays and iterators.", severity: least[(int)behavior]);
        }
    }

    private void MeasureTime(ComponentBench bench, Scenario scenario, InputElement[] elements, Place here)
    {
        var times = new CallTimes();
        double budget = (declarations.Budget ?? options.Budget).Nanoseconds * 1e-3;
        bench.Timed = times.Add;
        for (int repeat = 0; repeat < Repeats + MoreRepeats; repeat++)
        {
            // What is a little over may be the machine; what is far over five times is not.
            double worst = Behaviors.Max(behavior => times.Worst(behavior).Microseconds);
            if (repeat >= Repeats && (worst <= budget || worst > FarOver * budget))
            {
                break;
            }

            times.Begin();
            Run(bench, scenario);
        }

        bench.Timed = null;
        foreach (Behavior behavior in Behaviors)
        {
            (int calls, double sum) = times.Sum(behavior);
            (double worst, int call) = times.Worst(behavior);
            _calls[(int)behavior] += calls;
            _sumUs[(int)behavior] += sum;
            _worstUs[(int)behavior] = Math.Max(_worstUs[(int)behavior], worst);
            if (worst > budget)
            {
                string message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"A call takes {worst:0.0} us, the shortest of {times.Repeats} repeats with the same state and inputs; the budget is {budget:0.0} us. Its calls take {sum / calls:0.0} us on average.");
                here.Found(ConformanceCheck.KeepsTime, behavior.ToString(), message, $"those of call {call} of the scenario ({elements.Length} inputs)", worst);
            }
        }
    }

    private static void Run(ComponentBench bench, Scenario scenario)
    {
        bench.Start(scenario.Phases[0]);
        foreach (InputPhase phase in scenario.Phases)
        {
            for (int k = 0; k < phase.Steps; k++)
            {
                bench.Step(phase);
            }
        }
    }

    // A declaration that nothing bears out would pass for ever.
    private void ReportUnmoved()
    {
        foreach (DirectionDeclaration declaration in declarations.Directions)
        {
            foreach (string pattern in declaration.Rises.Concat(declaration.Falls).Where(pattern => !_moved.Contains(pattern) && _followed))
            {
                findings.Add(
                    ConformanceCheck.GoesTheDeclaredWay, kind.Name, pattern, $"It is declared to follow {declaration.When}, and no case moved it by more than rounding. Mend the declaration, its range, or the component.");
            }
        }
    }

    /// <summary>A case, as the place of what is found in it.</summary>
    private readonly record struct Place(KindChecks Checks, ParameterCase Set)
    {
        public void Found(ConformanceCheck check, string where, string message, string inputs = "", double severity = 0) =>
            Checks.AddFinding(check, where, message, Set, inputs, severity);
    }

    private void AddFinding(ConformanceCheck check, string where, string message, ParameterCase set, string inputs, double severity) =>
        findings.Add(check, kind.Name, where, message, set.Number, set.ToString(), inputs, severity);
}
