using Twin.Chassis.Shapes;
using Twin.Chassis.Workloads;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Chassis;

/// <summary>The grammar of chassis files: every key, what it may hold, and what holds without it.</summary>
/// <remarks>The limits are those of sense, not of physics: they catch slips (a missing minus, a wrong prefix), and the compiler and the parts have their own.</remarks>
internal static class ChassisShapes
{
    /// <summary>Most ports of a group.</summary>
    public const int MostPorts = 4096;

    /// <summary>What stands in a layer of a package for the die that lies there.</summary>
    public const string DieItself = "die";

    private static readonly ReferenceShape Reference = new();
    private static readonly ReferenceShape Place = new(mayBeBare: true);
    private static readonly NameShape Name = NameShape.Instance;

    // From the coldest inlet an outdoor cabinet sees to beyond what any coolant loop is allowed.
    private static readonly QuantityShape RoomTemperature = new(Dimensions.Temperature, "25 degC", -60, 120);
    private static readonly QuantityShape Period = new(Dimensions.Duration, "10 ms", 1e-6, 60);
    private static readonly QuantityShape Capacity = Positive(Dimensions.HeatCapacity, "800 J/K");
    private static readonly QuantityShape Conductance = Positive(Dimensions.ThermalConductance, "3 W/K");
    private static readonly QuantityShape Film = Positive(Dimensions.HeatTransferCoefficient, "50000 W/m2K");
    private static readonly QuantityShape Loss = new(Dimensions.Decibels, "2.5 dB", 0, 100);
    private static readonly QuantityShape Share = new(Dimensions.Ratio, "50 %", 0, 1);
    private static readonly QuantityShape Bandwidth = Positive(Dimensions.Frequency, "40 GHz");

    private static readonly MapShape Schedule = new(
        Key.Optional("base", Period, "1 ms", "The base step."),
        Key.Optional("link", Period, "10 ms", "Period of the link stage, a whole multiple of the base step."),
        Key.Optional("flow", Period, "100 ms", "Period of the flow stage, a whole multiple of the base step."),
        Key.Optional("control", Period, "100 ms", "Period of the control stage, a whole multiple of the base step."));

    private static readonly MapShape Zone = new(
        Key.Required("capacity", Capacity, "Heat capacity."),
        Key.Optional("surface-loss", new QuantityShape(Dimensions.ThermalConductance, "2 W/K", 0), "0 W/K", "Conductance to the room."));

    private static readonly MapShape Mount = new(
        Key.Required("from", Place, "One or more mounts."),
        Key.Required("to", Place, "As many mounts, or one mount or zone for all of them."),
        Key.Required("conductance", Conductance, "Conductance of each joint."));

    private static readonly QuantityShape Extent = Positive(Dimensions.Length, "75 mm", 1);
    private static readonly QuantityShape Position = new(Dimensions.Length, "24 mm", 0, 1);
    private static readonly QuantityShape Thickness = Positive(Dimensions.Length, "100 um", 0.1);
    private static readonly QuantityShape Conductivity = Positive(Dimensions.ThermalConductivity, "5 W/mK", 1e5);
    private static readonly QuantitiesShape Rectangle = new(["x", "y", "width", "height"], [Position, Position, Extent, Extent]);

    private static readonly MapShape Material = new(
        Key.Required("conductivity", new QuantitiesShape(["x", "y", "z"], [Conductivity, Conductivity, Conductivity], mayBeSingle: true), "Conductivity, alike in all directions or along each."),
        Key.Required("heat-capacity", Positive(Dimensions.VolumetricHeatCapacity, "2.4e6 J/m3K", 1e8), "Heat capacity for each volume."));

    private static readonly MapShape Ring = new(
        Key.Required("width", Extent, "From the edge of the package inwards."),
        Key.Required("material", Name, "What it is made of."));

    private static readonly MapShape Patch = new(
        Key.Required("material", Name, "What it is made of."),
        Key.Required("area", Rectangle, "Where it lies."));

    private static readonly MapShape PackageLayer = new(
        Key.Required("name", Name, "Its name, unique in the package."),
        Key.Required("thickness", Thickness, "Thickness."),
        Key.Required("material", Name, "What fills it, a material of this package or a built-in one."),
        Key.Optional("at-dies", Name, null, "What it is made of where a die lies: a material, or 'die' for the die itself."),
        Key.Optional("ring", Ring, null, "A ring along the edge of the package, such as the foot of a lid."),
        Key.Optional("patches", new ListShape(Patch), null, "Rectangles of other materials."));

    private static readonly MapShape PlacedDie = new(
        Key.Required("die", Reference, "One die."),
        Key.Required("at", new QuantitiesShape(["x", "y"], [Position, Position]), "Lower left corner of the die as it lies."),
        Key.Optional("turn", new CountShape(0, 270, 90), "0", "Turn in degrees, counter-clockwise."),
        Key.Optional("mirror", SwitchShape.Instance, "false", "Whether its own x runs backwards before it is turned: for a die drawn from the side of its bumps."));

    private static readonly MapShape Channels = new(
        Key.Required("stream", Name, "The stream whose coolant flows in them."),
        Key.Required("from", Name, "Junction at their inlet; 'inlet' is the world outside."),
        Key.Required("to", Name, "Junction at their outlet; 'outlet' is the world outside."),
        Key.Required("along", new WordShape(("+x", ChannelDirection.East), ("-x", ChannelDirection.West), ("+y", ChannelDirection.North), ("-y", ChannelDirection.South)), "Direction from inlet to outlet."),
        Key.Optional("strips", new CountShape(1, PackageChannelsDescription.MostStrips), "8", "Strips along the flow, of one coolant temperature each."),
        Key.Optional("bands", new CountShape(1, PackageChannelsDescription.MostStrips), "5", "Bands side by side, whose coolant mixes at the outlet only."),
        Key.Required("drop", Positive(Dimensions.Pressure, "40 kPa"), "Pressure drop of all channels at the rated flow."),
        Key.Required("flow", Positive(Dimensions.VolumeFlow, "2 L/min"), "The rated flow through all channels together."),
        Key.Optional("laminar-share", Share, "0 %", "Share of the drop at the rated flow that goes with the flow rather than its square."),
        Key.Required("capacity", Capacity, "Heat capacity of the coolant in them, with walls and cover."));

    private static readonly MapShape PackageFilm = new(
        Key.Optional("to", Place, null, "The mount, zone or junction of a stream it touches. Give this or 'channels'."),
        Key.Optional("channels", Channels, null, "Channels in which coolant flows over it. Give this or 'to'."),
        Key.Required("film", Film, "Conductance for each area of the joint."),
        Key.Optional("area", Rectangle, null, "Which part of the face; the whole of it without."),
        Key.Optional("name", Name, null, "Its name, unique in the package; 'top' or 'bottom' without, numbered when there are several."));

    private static readonly MapShape Package = new(
        Key.Required("size", new QuantitiesShape(["width", "height"], [Extent, Extent]), "Edges of the package along x and y."),
        Key.Optional("grid", new CountShape(1, 1000), null, "Square cells along x. Give this or 'cell'."),
        Key.Optional("cell", Extent, null, "Edge of the square cells. Give this or 'grid'."),
        Key.Optional("follow-edges", SwitchShape.Instance, "false", "Whether cells end at every edge of dies, blocks, patches and faces; 'cell' is then the largest edge of one."),
        Key.Optional("materials", new NamesShape(Material, "materials"), null, "Materials of this package; they go before built-in ones of the same name."),
        Key.Required("layers", new ListShape(PackageLayer, isFilled: true), "The layers from the top down."),
        Key.Required("sources", Name, "The layer in which the blocks of the dies release their power."),
        Key.Required("dies", new ListShape(PlacedDie, isFilled: true), "The dies and their places."),
        Key.Optional("top", new OneOrListShape(PackageFilm), null, "What the top face touches; adiabatic without."),
        Key.Optional("bottom", new OneOrListShape(PackageFilm), null, "What the bottom face touches; adiabatic without."));

    private static readonly MapShape StreamElement = new(
        Key.Required("elements", Reference, "One or more flow elements of components, in parallel."),
        Key.Required("from", Name, "Junction at their inlets; 'inlet' is the world outside."),
        Key.Required("to", Name, "Junction at their outlets; 'outlet' is the world outside."));

    private static readonly MapShape Passage = new(
        Key.Required("name", Name, "Its name, unique in the stream."),
        Key.Required("from", Name, "One junction."),
        Key.Required("to", Name, "The other."),
        Key.Required("drop", Positive(Dimensions.Pressure, "100 Pa"), "Pressure drop at the rated flow."),
        Key.Required("flow", Positive(Dimensions.VolumeFlow, "20 CFM"), "The rated flow."));

    private static readonly MapShape Stream = new(
        Key.Required("fluid", new WordShape(("air", Fluid.Air), ("water", Fluid.Water), ("propylene-glycol-25", Fluid.PropyleneGlycol25)), "What flows."),
        Key.Required("inlet-temperature", RoomTemperature, "Temperature of what comes in from outside."),
        Key.Required("elements", new ListShape(StreamElement, isFilled: true), "Flow elements of components between junctions."),
        Key.Optional("passages", new ListShape(Passage), null, "Passages that belong to no component: bypasses, leaks, grilles."));

    private static readonly MapShape Rail = new(
        Key.Required("sources", Reference, "The converters that feed it."),
        Key.Required("loads", Reference, "The loads it feeds."),
        Key.Optional("resistance", new QuantityShape(Dimensions.Resistance, "0.05 mohm", 0), "0 ohm", "Path resistance between sources and loads."),
        Key.Optional("loss-zone", Name, null, "Zone that takes the loss in the path; needed with a resistance."));

    private static readonly MapShape Channel = new(
        Key.Required("from", Reference, "Electrical transmitters."),
        Key.Required("to", Reference, "As many lanes of electrical receivers."),
        Key.Required("nyquist-loss", Loss, "Insertion loss at the Nyquist frequency of the lanes."),
        Key.Optional("loss-spread", Loss, "0 dB", "How far the loss of the first and the last lane lies from the middle, at most the loss itself."),
        Key.Optional("crosstalk", Share, "0 %", "Integrated crosstalk noise relative to the outer amplitude at the receiver, rms."),
        Key.Required("skin-effect-share", Share, "Share of the loss at Nyquist that goes with the square root of frequency; the rest goes with frequency."),
        Key.Required("length", new QuantityShape(Dimensions.Length, "9.5 mm", 0, 100), "Length, for latency."));

    private static readonly MapShape LightPath = new(
        Key.Required("from", Reference, "Outputs of light sources."),
        Key.Required("to", Reference, "Light inputs, 'split' times as many."),
        Key.Required("loss", Loss, "Loss from output to input without the split itself."),
        Key.Optional("split", new CountShape(1, 4096), "1", "How many inputs each output feeds."),
        Key.Optional("loss-zone", Name, null, "Zone that takes the lost light as heat; without it the light is lost outside."));

    private static readonly MapShape FarEnd = new(
        Key.Required("transmitters", Reference, "Optical transmitters of the chassis."),
        Key.Required("receivers", Reference, "As many lanes of optical receivers of the chassis."),
        Key.Required("partner", new WordShape(("nominal", Partner.Nominal), ("worst-case", Partner.WorstCase), ("loopback", Partner.Loopback)), "What is at the other end."),
        Key.Required("loss", Loss, "Loss of fibre, connectors and multiplexers each way."),
        Key.Required("fibre-length", new QuantityShape(Dimensions.Length, "500 m", 0, 200e3), "Length, for latency and dispersion."),
        PartnerKey("transmit-oma", Positive(Dimensions.Power, "1 dBm", 10), "Outer modulation amplitude that the partner launches."),
        PartnerKey("transmit-extinction", Positive(Dimensions.Decibels, "4.5 dB", 40), "Extinction ratio of the partner's transmitter."),
        PartnerKey("transmit-bandwidth", Bandwidth, "3 dB bandwidth of the partner's transmitter."),
        PartnerKey("transmit-rin", new QuantityShape(Dimensions.RelativeIntensityNoise, "-142 dB/Hz", -220, -80), "Relative intensity noise of the partner's transmitter."),
        PartnerKey("receive-responsivity", Positive(Dimensions.Responsivity, "0.8 A/W", 10), "Responsivity of the partner's receiver."),
        PartnerKey("receive-noise", new QuantityShape(Dimensions.NoiseCurrentDensity, "18 pA/rtHz", 0, 1e-6), "Input noise current density of the partner's receiver."),
        PartnerKey("receive-bandwidth", Bandwidth, "3 dB bandwidth of the partner's receiver."),
        PartnerKey("receive-implementation-loss", new QuantityShape(Dimensions.Decibels, "1.5 dB", 0, 20), "What the partner's slicer loses against the ideal one."));

    private static readonly MapShape PortGroup = new(
        Key.Required("count", new CountShape(1, MostPorts), "Number of ports; their names get numbers from 0, zero-padded."),
        Key.Required("lanes", new CountShape(1, 1024), "Lanes of each port."),
        Key.Required("rate", Positive(Dimensions.BitRate, "800 Gb/s"), "Payload rate of each port."),
        Key.Required("transmitters", Reference, "Transmitters where the lanes start, 'count' times 'lanes'."),
        Key.Required("receivers", Reference, "As many receivers, where the lanes from the far end finish."),
        Key.Required("fec", new WordShape(("kp4", ErrorCorrection.Kp4), ("kr4", ErrorCorrection.Kr4)), "Forward error correction of the port."),
        Key.Optional("enabled", SwitchShape.Instance, "true", "Whether the ports are configured up at the start."));

    private static readonly MapShape Sensor = new(
        Key.Required("input", Reference, "The sensor input of a controller."),
        Key.Required("signals", SignalsShape.Instance, "What it reads."));

    private static readonly MapShape Actuator = new(
        Key.Required("output", Reference, "The actuator output of a controller."),
        Key.Required("actuators", Reference, "What it moves."));

    private static readonly MapShape Control = new(
        Key.Optional("sensors", new ListShape(Sensor), null, "What controllers read."),
        Key.Optional("actuators", new ListShape(Actuator), null, "What controllers move."));

    /// <summary>A whole file.</summary>
    public static MapShape File { get; } = new(
        Key.Required("model", Name, "Name of the model, such as cpo-51t."),
        Key.Optional("title", new LineShape("a title"), null, "One line for people."),
        Key.Optional("instance", Name, "chassis0", "First element of every path."),
        Key.Optional("room", RoomTemperature, "25 degC", "Temperature of the room around the chassis."),
        Key.Optional("altitude", new QuantityShape(Dimensions.Length, "0 m", -500, 9000), "0 m", "Height above sea level, which thins the air."),
        Key.Optional("initial", new WordShape(("steady", InitialCondition.Steady), ("ambient", InitialCondition.Ambient)), "steady", "Where a run starts: settled, or cold with the power just switched on."),
        Key.Optional("seed", new CountShape(0, ulong.MaxValue), "1", "Seed of the spread between parts and of all noise."),
        Key.Optional("spread", SwitchShape.Instance, "true", "Whether parts differ as their parameters say."),
        Key.Optional("schedule", Schedule, null, "Rates of the stages."),
        Key.Required("components", new NamesShape(ComponentShape.Instance, "components"), "The components."),
        Key.Optional("zones", new NamesShape(Zone, "zones"), null, "Lumps of the chassis itself: board zones, walls."),
        Key.Optional("mounts", new ListShape(Mount), null, "Thermal joints."),
        Key.Optional("packages", new NamesShape(Package, "packages"), null, "Stacks of layers with dies in them."),
        Key.Optional("streams", new NamesShape(Stream, "streams"), null, "Flow networks of air or coolant."),
        Key.Optional("rails", new NamesShape(Rail, "rails"), null, "Power rails."),
        Key.Optional("channels", new ListShape(Channel), null, "Electrical channels."),
        Key.Optional("light-paths", new ListShape(LightPath), null, "Fibres for unmodulated light."),
        Key.Optional("far-ends", new ListShape(FarEnd), null, "What the optical lanes are joined to."),
        Key.Optional("ports", new NamesShape(PortGroup, "ports"), null, "Port groups, as an operator sees them."),
        Key.Optional("control", Control, null, "What controllers read and move."),
        Key.Optional("workloads", new NamesShape(WorkloadShape.Instance, "workloads"), null, "Workloads that can be chosen by name."),
        Key.Optional("workload", new LineShape("a workload"), null, "The workload without another choice: a name, or a text such as 'all-reduce: period 400 ms'."));

    /// <summary>Keys of a far end that a partner needs, unless it is a loop back.</summary>
    public static IReadOnlyList<Key> PartnerKeys { get; } =
        [.. FarEnd.Keys.Where(key => key.Name.StartsWith("transmit-", StringComparison.Ordinal) || key.Name.StartsWith("receive-", StringComparison.Ordinal))];

    private static QuantityShape Positive(Dimension dimension, string example, double most = double.MaxValue) =>
        new(dimension, example, 0, most, isAbove: true);

    private static Key PartnerKey(string name, Shape shape, string description) =>
        Key.Optional(name, shape, null, description + " Needed unless the partner is 'loopback'.");
}
