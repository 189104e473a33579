using System.Runtime.InteropServices;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <summary>What of a state goes on when a chassis is compiled with other builds of its plugins, worked out before it is needed. Plain numbers: refers to neither model.</summary>
/// <remarks>
/// <para>
/// A component that says the same of all its words goes on with them. One that does not starts from its initial words; what the engine gives it (temperatures, voltages, light), its settings as far
/// as somebody changed them, its presence and its heat stay.
/// </para>
/// <para>
/// Words of the engine go on by name: nodes, rails, flows, ports, alarms. Lists that mean something only as a whole (what is in the factorised matrix) start anew when an entry differs, and are filled in
/// the first step.
/// </para>
/// </remarks>
internal sealed class StateTransfer
{
    private readonly (int From, int To, int Count)[] _spans;
    private readonly (int From, int To, double OldInitial, KnobInfo Knob)[] _settings;
    private readonly (int Words, double OldInitial, KnobInfo Knob)[] _actuators;
    private readonly bool _areLeaksSame;

    /// <summary>Works out what goes on.</summary>
    /// <param name="from">The chassis that runs.</param>
    /// <param name="to">The same chassis with other builds.</param>
    public StateTransfer(ChassisModel from, ChassisModel to)
    {
        bool[] isSame = SameComponents(from.Layout, to.Layout, to.Parts.Components.Length);
        Reinitialized = [.. Enumerable.Range(0, isSame.Length).Where(component => !isSame[component])];
        IsRebuilt = [.. Enumerable.Range(0, isSame.Length).Select(component => IsOther(from.Parts, to.Parts, component))];
        var old = from.Layout.Ranges.ToDictionary(range => range.Key, StringComparer.Ordinal);
        var spans = new List<(int From, int To, int Count)>();
        foreach (StateRange range in to.Layout.Ranges)
        {
            bool mayGoOn = range.Component < 0 || isSame[range.Component] || range.IsGiven;
            if (mayGoOn && old.TryGetValue(range.Key, out StateRange before) && before.Count == range.Count)
            {
                Join(spans, (before.First, range.First, range.Count));
            }
        }

        _spans = [.. spans];
        IsWhole = from.WordCount == to.WordCount && _spans is [{ From: 0, To: 0 }] && _spans[0].Count == to.WordCount;
        _areLeaksSame = to.Layout.Ranges.First(range => range.First == to.Parts.Thermal.Loop.Ahead).Key is var loop && old.ContainsKey(loop);
        StartsPackageAnew = [.. to.Parts.Thermal.Packages.Select(package => package.Package.Order > 0 && !old.ContainsKey(to.Layout.Ranges.First(range => range.First == package.State).Key))];
        _settings = [.. Settings(from.Chassis.Parameters, to.Chassis.Parameters, isSame), .. Settings(from.Chassis.Faults, to.Chassis.Faults, isSame)];
        Dictionary<string, KnobInfo> oldActuators = from.Chassis.Actuators.ToDictionary(knob => knob.Path, StringComparer.Ordinal);
        _actuators =
        [
            .. to.Chassis.Actuators.Zip(to.Parts.Control.Actuators)
                .Where(pair => oldActuators.TryGetValue(pair.First.Path, out KnobInfo? before) && IsToBeChecked(before, pair.First, isSame))
                .Select(pair => (pair.Second.Words, oldActuators[pair.First.Path].Initial, pair.First)),
        ];
        IsSameStructure = from.WordCount == to.WordCount && to.Chassis.IsSameAs(from.Chassis);
        Dictionary<string, int> kinds = from.Chassis.Events.ToDictionary(item => item.Path, item => item.Id, StringComparer.Ordinal);
        Events = [.. to.Chassis.Events.Select(item => kinds.GetValueOrDefault(item.Path, -1))];
    }

    /// <summary>Whether every word goes on, each at its place.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether readers of the one structure can go on with the other and notice nothing.</summary>
    public bool IsSameStructure { get; }

    /// <summary>Components that start from their initial words.</summary>
    public int[] Reinitialized { get; }

    /// <summary>For each component whether it is of another build, or may be, or of the same one loaded once more.</summary>
    public bool[] IsRebuilt { get; }

    /// <summary>For each package whether it was reduced anew: its temperatures start from the mean of those at its ports.</summary>
    public bool[] StartsPackageAnew { get; }

    /// <summary>For each event of the new structure that of the old one, or -1.</summary>
    public int[] Events { get; }

    /// <summary>Copies what goes on. Allocates nothing.</summary>
    /// <param name="from">A whole state block of the chassis that ran.</param>
    /// <param name="to">A block of the other one at its initial words.</param>
    public void Copy(ReadOnlySpan<double> from, Span<double> to)
    {
        foreach ((int first, int target, int count) in _spans)
        {
            from.Slice(first, count).CopyTo(to[target..]);
        }

        // Settings that nobody touched follow the new build; those that are out of its range, too.
        foreach ((int word, int target, double oldInitial, KnobInfo knob) in _settings)
        {
            double value = from[word];
            to[target] = value != oldInitial && value >= knob.Minimum && value <= knob.Maximum ? value : knob.Initial;
        }

        foreach ((int words, double oldInitial, KnobInfo knob) in _actuators)
        {
            ref double held = ref to[words + ControlModel.OverrideValue];
            ref double automatic = ref to[words + ControlModel.AutomaticValue];
            to[words + ControlModel.OverrideFlag] = held >= knob.Minimum && held <= knob.Maximum ? to[words + ControlModel.OverrideFlag] : 0;
            automatic = automatic == oldInitial ? knob.Initial : Math.Clamp(automatic, knob.Minimum, knob.Maximum);
            to[knob.Word] = to[words + ControlModel.OverrideFlag] > 0 ? held : automatic;
        }

        if (!_areLeaksSame)
        {
            to[HeaderWords.LoopElement] = 0;
        }
    }

    // The type of a component is another one with each loading.
    private static bool IsOther(ModelParts from, ModelParts to, int component) =>
        from.Builds[component] != to.Builds[component] || to.Builds[component].ContentHash.Length == 0
        || from.Components[component].Component.GetType() != to.Components[component].Component.GetType();

    private static bool[] SameComponents(StateLayout from, StateLayout to, int count)
    {
        ILookup<int, StateRange> before = from.Ranges.ToLookup(range => range.Component);
        ILookup<int, StateRange> after = to.Ranges.ToLookup(range => range.Component);
        return [.. Enumerable.Range(0, count).Select(component =>
            before[component].Count() == after[component].Count() && before[component].Zip(after[component]).All(pair => IsSame(pair.First, pair.Second)))];

        bool IsSame(StateRange first, StateRange second) =>
            first.Key == second.Key && first.Count == second.Count
            && MemoryMarshal.AsBytes(from.InitialWords.AsSpan(first.First, first.Count)).SequenceEqual(MemoryMarshal.AsBytes(to.InitialWords.AsSpan(second.First, second.Count)));
    }

    private static void Join(List<(int From, int To, int Count)> spans, (int From, int To, int Count) next)
    {
        if (spans.Count > 0 && spans[^1] is var last && last.From + last.Count == next.From && last.To + last.Count == next.To)
        {
            spans[^1] = last with { Count = last.Count + next.Count };
        }
        else
        {
            spans.Add(next);
        }
    }

    private static IEnumerable<(int From, int To, double OldInitial, KnobInfo Knob)> Settings(IReadOnlyList<KnobInfo> from, IReadOnlyList<KnobInfo> to, bool[] isSame)
    {
        Dictionary<string, KnobInfo> old = from.ToDictionary(knob => knob.Path, StringComparer.Ordinal);
        return to.Where(knob => old.TryGetValue(knob.Path, out KnobInfo? before) && IsToBeChecked(before, knob, isSame)).Select(knob => (old[knob.Path].Word, knob.Word, old[knob.Path].Initial, knob));
    }

    private static bool IsToBeChecked(KnobInfo before, KnobInfo after, bool[] isSame) =>
        after.Dimension == before.Dimension
        && after.Component >= 0 && (!isSame[after.Component] || before.Initial != after.Initial || before.Minimum != after.Minimum || before.Maximum != after.Maximum);
}
