using Twin.Host.Watching;

namespace Twin.Host.Tests.Watching;

/// <summary>A chassis with one part of each kind that the view knows, and values for it.</summary>
internal static class SmallTwin
{
    public const string Own = "chassis0/";

    private static readonly string[] Health = ["ok", "degraded", "failed", "quarantined", "absent", "inserting"];

    public static ChassisOutline Outline { get; } = Make();

    /// <summary>A model that knows the chassis and these values over the usual ones.</summary>
    public static WatchModel Model(params (string Path, double Value)[] values)
    {
        var model = new WatchModel();
        model.Apply(new WatchUpdate.Connected(Outline));
        model.Apply(Run());
        model.Apply(Values(1000, values));
        return model;
    }

    public static WatchUpdate.Status Run(bool isPaused = false, double speed = 1) => new(new V1.RunStatus
    {
        Position = new V1.Position { Step = 1000 },
        IsPaused = isPaused,
        RequestedSpeed = speed,
        AchievedSpeed = 0.98,
        MissedDeadlines = 7,
        Workload = "all-reduce",
    });

    public static WatchUpdate.Values Values(long step, params (string Path, double Value)[] values)
    {
        Dictionary<string, double> all = new(StringComparer.Ordinal)
        {
            ["inlet-power"] = 785.7,
            ["energy-per-bit"] = 15.35e-12,
            ["core/voltage"] = 0.73,
            ["core/power"] = 210.6,
            ["air/rear/temperature"] = 36.7,
            ["asic0/power"] = 430,
            ["oe0/power"] = 15,
            ["oe1/power"] = 16,
            ["fan0/power"] = 3,
            ["asic0/mmu/temperature"] = 92.4,
            ["oe0/eic/temperature"] = 70,
            ["oe1/eic/temperature"] = 71,
            ["fan0/rotational-speed"] = 50,
            ["fan0/speed-ratio"] = 0.25,
            ["fan0/rotor/flow"] = 0.0075,
            ["port0/state"] = 2,
            ["port0/margin"] = 0.5,
            ["port0/limiting-term"] = 1,
            ["port0/limiting-direction"] = 0,
            ["oe0/lane00/line-tx/power"] = 1e-3,
            ["oe0/lane01/line-tx/power"] = 1e-3,
            ["oe1/lane00/line-tx/power"] = 1e-3,
            ["oe1/lane01/line-tx/power"] = 1e-3,
            ["oe0/lane00/line-tx/far-margin"] = 0.5,
            ["oe0/lane01/line-tx/far-margin"] = 1.5,
            ["oe1/lane00/line-tx/far-margin"] = 1.6,
            ["oe1/lane01/line-tx/far-margin"] = 1.7,
            ["asic0/lane000/rx/margin"] = 2,
        };
        foreach ((string path, double value) in values)
        {
            all[path] = value;
        }

        int[] ids = [.. Outline.Signals.Select(signal => (int)signal.Id)];
        return new WatchUpdate.Values(
            new V1.Position { Step = step, SimulationTimeNs = step * 1_000_000 }, ids, [.. Outline.Signals.Select(signal => all.GetValueOrDefault(signal.Path[Own.Length..], 0))]);
    }

    public static int Id(string path) => (int)Outline.Signals.Single(signal => signal.Path == Own + path).Id;

    public static V1.Event Alarm(long sequence, uint kind, string path, bool isCleared = false, V1.Severity severity = V1.Severity.Critical) => new()
    {
        Sequence = sequence,
        Kind = kind,
        Path = Own + path,
        Severity = severity,
        IsAlarm = true,
        IsCleared = isCleared,
        Text = "The rotor stands still.",
        Position = new V1.Position { Step = 500, SimulationTimeNs = 500_000_000 },
    };

    public static WatchUpdate.Faults Faults(double stuck = 0) => new(
    [
        new V1.Knob { Path = Own + "fan0/stuck", Value = stuck, Description = "Share of the speed that is lost." },
        new V1.Knob { Path = Own + "oe0/fibre-attach", Value = 0, Description = "Fibres lose light." },
        new V1.Knob { Path = Own + "oe1/fibre-attach", Value = 0, Description = "Fibres lose light." },
    ]);

    public static ConsoleKeyInfo Key(char key) => new(key, ConsoleKey.None, shift: false, alt: false, control: false);

    public static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: false);

    private static ChassisOutline Make()
    {
        List<V1.Signal> signals = [];
        void Add(string component, string path, string unit, string metric = "", uint? lane = null, string direction = "", params string[] states)
        {
            var signal = new V1.Signal
            {
                Id = (uint)signals.Count,
                Path = Own + path,
                Component = component,
                Unit = unit,
                Metric = metric,
                Element = Own + string.Join('/', path.Split('/')[..^1]),
                Name = path.Split('/')[^1],
                Kind = states.Length > 0 ? V1.SignalKind.Status : V1.SignalKind.Truth,
                Description = "What " + path + " is.",
            };
            signal.States.AddRange(states);
            if (lane is { } number)
            {
                signal.Lane = number;
            }

            if (direction.Length > 0)
            {
                signal.Attributes["direction"] = direction;
            }

            signals.Add(signal);
        }

        Add("chassis0", "port0/state", "1", "hw.network.up", null, "", "down", "degraded", "up");
        Add("chassis0", "port0/margin", "dB");
        Add("chassis0", "port0/limiting-direction", "1", "", null, "", "transmit", "receive");
        Add("chassis0", "port0/limiting-term", "1", "", null, "", "transmitter-noise", "crosstalk", "relative-intensity-noise");
        Add("chassis0", "inlet-power", "W");
        Add("chassis0", "energy-per-bit", "J/bit");
        Add("chassis0", "core/voltage", "V", "hw.voltage");
        Add("chassis0", "core/power", "W");
        Add("chassis0", "air/rear/temperature", "Cel", "hw.temperature");
        string[] names = ["asic0", "oe0", "oe1", "fan0"];
        foreach (string name in names)
        {
            Add(Own + name, name + "/health", "1", "hw.status", null, "", Health);
            Add(Own + name, name + "/power", "W");
        }

        Add(Own + "asic0", "asic0/mmu/temperature", "Cel", "hw.temperature");
        Add(Own + "asic0", "asic0/throttle", "1", "chassis.asic.throttle.ratio");
        Add(Own + "asic0", "asic0/lane000/rx/margin", "dB", "", 0);
        foreach (string name in names[1..3])
        {
            Add(Own + name, name + "/eic/temperature", "Cel", "hw.temperature");
            for (uint lane = 0; lane < 2; lane++)
            {
                Add(Own + name, $"{name}/lane{lane:00}/line-tx/power", "W", "chassis.lane.optical.power", lane, "transmit");
                Add(Own + name, $"{name}/lane{lane:00}/line-tx/far-margin", "dB", "", lane);
            }
        }

        Add(Own + "fan0", "fan0/rotational-speed", "{revolution}/s", "hw.fan.speed");
        Add(Own + "fan0", "fan0/speed-ratio", "1");
        Add(Own + "fan0", "fan0/rotor/flow", "m3/s", "chassis.air.flow");

        var chassis = new V1.GetChassisResponse { Model = "small", Title = "A small switch", Instance = "chassis0", DictionaryVersion = 1 };
        chassis.Components.AddRange(names.Select(name => new V1.Component { Path = Own + name, Name = name, Kind = "kind." + name.TrimEnd('0', '1'), Plugin = "acme" }));
        var kinds = new[] { ("asic0/mmu/temperature", 105.0), ("asic0/mmu/temperature", 100.0), ("oe0/eic/temperature", 90.0), ("oe1/eic/temperature", 90.0) }
            .Select((limit, i) => new V1.EventKind { Id = (uint)i, IsAlarm = true, Signal = signals.Single(signal => signal.Path == Own + limit.Item1).Id, RaisedAbove = limit.Item2 });
        return new ChassisOutline(chassis, signals, kinds, [new V1.Port { Path = Own + "port0", StateSignal = 0 }], ["idle", "all-reduce"]);
    }
}
