namespace Twin.Host.Watching;

/// <summary>What a twin says of its chassis, arranged for looking at it. Immutable; ids index signals.</summary>
internal sealed class ChassisOutline
{
    private const string FarMargin = "far-margin";

    private readonly string _own;

    /// <summary>Arranges the description.</summary>
    /// <param name="chassis">The chassis.</param>
    /// <param name="signals">All its signals, in order of id.</param>
    /// <param name="kinds">Its kinds of events.</param>
    /// <param name="ports">Its ports.</param>
    /// <param name="workloads">Names of its workloads.</param>
    public ChassisOutline(
        V1.GetChassisResponse chassis, IReadOnlyList<V1.Signal> signals, IEnumerable<V1.EventKind> kinds, IEnumerable<V1.Port> ports, IEnumerable<string> workloads)
    {
        (Chassis, Signals, Workloads, _own) = (chassis, signals, [.. workloads], chassis.Instance + "/");
        Dictionary<string, int> idOf = signals.ToDictionary(signal => signal.Path, signal => (int)signal.Id, StringComparer.Ordinal);
        int Find(string path) => idOf.GetValueOrDefault(path, -1);

        (InletPower, EnergyPerBit, HeatingMargin) = (Find(_own + "inlet-power"), Find(_own + "energy-per-bit"), Find(_own + "heating-margin"));
        Components =
        [
            .. chassis.Components.Select(component => new WatchedComponent(
                component.Path, component.Name, component.Kind, component.Plugin, Find(component.Path + "/health"), Find(component.Path + "/power"))),
        ];
        Groups = Grouped(Components);
        Ports =
        [
            .. ports.Select(port => new WatchedPort(
                Short(port.Path), (int)port.StateSignal, Find(port.Path + "/margin"), Find(port.Path + "/limiting-term"), Find(port.Path + "/limiting-direction"))),
        ];

        ILookup<uint, V1.EventKind> limits = kinds.Where(kind => kind.IsAlarm && kind.HasSignal && kind.HasRaisedAbove).ToLookup(kind => kind.Signal);
        Temperatures =
        [
            .. signals.Where(signal => signal is { Metric: "hw.temperature", Kind: V1.SignalKind.Truth }).Select(signal => new WatchedTemperature(
                (int)signal.Id, Trimmed(signal, "/temperature"), signal.Component, [.. limits[signal.Id].Select(kind => kind.RaisedAbove).Order()])),
        ];
        Throttles = [.. signals.Where(signal => signal.Metric == "chassis.asic.throttle.ratio").Select(signal => (int)signal.Id)];
        Rails =
        [
            .. signals.Where(signal => signal.Metric == "hw.voltage" && signal.Component == chassis.Instance)
                .Select(signal => new WatchedRail(Short(signal.Element), (int)signal.Id, Find(signal.Element + "/power"))),
        ];
        Rotors =
        [
            .. signals.Where(signal => signal.Metric is "hw.fan.speed" or "chassis.pump.speed").Select(signal => new WatchedRotor(
                Short(signal.Component), signal.Metric == "chassis.pump.speed", (int)signal.Id, Find(signal.Component + "/speed-ratio"), FlowThrough(signal.Component))),
        ];
        Fluids = [.. signals.Where(signal => signal.Unit == "Cel" && LastOf(signal.Path) == "temperature" && signal.Component == chassis.Instance).Select(signal => (int)signal.Id)];

        Dictionary<(string, uint), int> light = [];
        foreach (V1.Signal signal in signals.Where(IsSentLight))
        {
            light.TryAdd((signal.Component, signal.Lane), (int)signal.Id);
        }

        Lanes =
        [
            .. signals.Where(signal => signal is { Unit: "dB", HasLane: true } && LastOf(signal.Path) is "margin" or FarMargin).Select(signal => new WatchedLane(
                (int)signal.Id, LaneName(signal), signal.Component, LastOf(signal.Path) == FarMargin,
                LastOf(signal.Path) == FarMargin ? light.GetValueOrDefault((signal.Component, signal.Lane), -1) : -1)),
        ];
        OverviewSignals = [.. SignalsOfOverview().Where(id => id >= 0).Distinct().Order()];

        int FlowThrough(string component) => signals.FirstOrDefault(signal => signal.Component == component && signal.Unit == "m3/s" && LastOf(signal.Path) == "flow") is { } flow ? (int)flow.Id : -1;
    }

    /// <summary>The chassis as it was described.</summary>
    public V1.GetChassisResponse Chassis { get; }

    /// <summary>All signals; the index is the id.</summary>
    public IReadOnlyList<V1.Signal> Signals { get; }

    /// <summary>Names of the workloads.</summary>
    public IReadOnlyList<string> Workloads { get; }

    /// <summary>The components, in the order of the chassis.</summary>
    public IReadOnlyList<WatchedComponent> Components { get; }

    /// <summary>Components whose names differ only in a number, together, in the order of the first of each.</summary>
    public IReadOnlyList<ComponentFamily> Groups { get; }

    /// <summary>The ports.</summary>
    public IReadOnlyList<WatchedPort> Ports { get; }

    /// <summary>Temperatures of bodies and fluids as the model has them.</summary>
    public IReadOnlyList<WatchedTemperature> Temperatures { get; }

    /// <summary>Ids of the shares of the clock that throttles take away.</summary>
    public IReadOnlyList<int> Throttles { get; }

    /// <summary>The rails.</summary>
    public IReadOnlyList<WatchedRail> Rails { get; }

    /// <summary>Fans and pumps.</summary>
    public IReadOnlyList<WatchedRotor> Rotors { get; }

    /// <summary>Ids of the temperatures that belong to no component: air, coolant, board.</summary>
    public IReadOnlyList<int> Fluids { get; }

    /// <summary>Where something decides the bits of a lane, here or at the far end.</summary>
    public IReadOnlyList<WatchedLane> Lanes { get; }

    /// <summary>Id of the power drawn from outside, or -1.</summary>
    public int InletPower { get; }

    /// <summary>Id of the energy per bit, or -1.</summary>
    public int EnergyPerBit { get; }

    /// <summary>Id of the smallest distance of a temperature to its warning limit, or -1.</summary>
    public int HeatingMargin { get; }

    /// <summary>Ids of all that the first page shows, ascending.</summary>
    public IReadOnlyList<int> OverviewSignals { get; }

    /// <summary>A path without the chassis in front.</summary>
    /// <param name="path">The path.</param>
    public string Short(string path) => path.StartsWith(_own, StringComparison.Ordinal) ? path[_own.Length..] : path;

    /// <summary>Ids of all signals of a component, those of lanes last.</summary>
    /// <param name="path">Path of the component.</param>
    public IEnumerable<int> SignalsOf(string path) => Signals.Where(signal => signal.Component == path).OrderBy(signal => signal.HasLane).ThenBy(signal => signal.Id).Select(signal => (int)signal.Id);

    private static List<ComponentFamily> Grouped(IEnumerable<WatchedComponent> components) =>
    [
        .. components.GroupBy(component => (component.Name.TrimEnd("0123456789".ToCharArray()), component.Kind)).Select(group => new ComponentFamily(group.Key.Item1, [.. group])),
    ];

    private static bool IsSentLight(V1.Signal signal) =>
        signal is { HasLane: true, Metric: "chassis.lane.optical.power" } && signal.Attributes.GetValueOrDefault("direction") == "transmit";

    private static string LastOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private string Trimmed(V1.Signal signal, string end) => Short(signal.Path.EndsWith(end, StringComparison.Ordinal) ? signal.Path[..^end.Length] : signal.Path);

    // chassis0/oe3/lane17/line-tx/far-margin: oe3/lane17.
    private string LaneName(V1.Signal signal)
    {
        string[] parts = Short(signal.Path).Split('/');
        int lane = Array.FindIndex(parts, part => part.StartsWith("lane", StringComparison.Ordinal));
        return lane < 0 ? Trimmed(signal, "/" + LastOf(signal.Path)) : string.Join('/', parts[..(lane + 1)]);
    }

    private IEnumerable<int> SignalsOfOverview() =>
    [
        InletPower, EnergyPerBit, HeatingMargin, .. Throttles, .. Fluids,
        .. Components.SelectMany(component => new[] { component.Health, component.Power }),
        .. Ports.SelectMany(port => new[] { port.State, port.Margin, port.Term, port.Direction }),
        .. Temperatures.Select(temperature => temperature.Signal),
        .. Rails.SelectMany(rail => new[] { rail.Voltage, rail.Power }),
        .. Rotors.SelectMany(rotor => new[] { rotor.Speed, rotor.Ratio, rotor.Flow }),
        .. Lanes.SelectMany(lane => new[] { lane.Margin, lane.Light }),
    ];
}
