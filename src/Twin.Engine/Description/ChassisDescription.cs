using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A chassis: which components it has, where they sit and what is joined to what. What the compiler turns into a model.</summary>
public sealed record ChassisDescription
{
    /// <summary>Name of the model, such as <c>cpo-51t</c>.</summary>
    public required string Model { get; init; }

    /// <summary>One line for people.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>First element of every path.</summary>
    public string Instance { get; init; } = "chassis0";

    /// <summary>Temperature of the room around the chassis, for surface losses; may be changed while the chassis runs.</summary>
    public Temperature Room { get; init; } = Temperature.FromCelsius(25);

    /// <summary>Height above sea level, which thins the air.</summary>
    public Length Altitude { get; init; }

    /// <summary>Rates of the stages.</summary>
    public ScheduleDescription Schedule { get; init; } = ScheduleDescription.Default;

    /// <summary>Where a run starts.</summary>
    public InitialCondition Initial { get; init; } = InitialCondition.Steady;

    /// <summary>Seed of the spread between parts and of all noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether parts differ as their parameters say; otherwise all are nominal.</summary>
    public bool Spread { get; init; } = true;

    /// <summary>The components, in file order with repetitions expanded.</summary>
    public IReadOnlyList<ComponentDescription> Components { get; init; } = [];

    /// <summary>Lumps of the chassis itself.</summary>
    public IReadOnlyList<ZoneDescription> Zones { get; init; } = [];

    /// <summary>Thermal joints.</summary>
    public IReadOnlyList<MountDescription> Mounts { get; init; } = [];

    /// <summary>Packages.</summary>
    public IReadOnlyList<PackageDescription> Packages { get; init; } = [];

    /// <summary>Flow networks.</summary>
    public IReadOnlyList<StreamDescription> Streams { get; init; } = [];

    /// <summary>Rails.</summary>
    public IReadOnlyList<RailDescription> Rails { get; init; } = [];

    /// <summary>Electrical channels.</summary>
    public IReadOnlyList<ChannelDescription> Channels { get; init; } = [];

    /// <summary>Fibres for unmodulated light.</summary>
    public IReadOnlyList<LightPathDescription> LightPaths { get; init; } = [];

    /// <summary>Far ends of the optical lanes.</summary>
    public IReadOnlyList<FarEndDescription> FarEnds { get; init; } = [];

    /// <summary>Ports.</summary>
    public IReadOnlyList<PortGroupDescription> Ports { get; init; } = [];

    /// <summary>What controllers read.</summary>
    public IReadOnlyList<SensorBinding> Sensors { get; init; } = [];

    /// <summary>What controllers move.</summary>
    public IReadOnlyList<ActuatorBinding> Actuators { get; init; } = [];
}
