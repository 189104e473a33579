using Twin.Chassis.Shapes;
using Twin.Units;

namespace Twin.Chassis.Packages;

/// <summary>The grammar of <c>package.yaml</c>.</summary>
internal static class PackageShapes
{
    /// <summary>Most of <c>conductivity-exponent</c>, either way.</summary>
    private const double MostExponent = 3;

    private static readonly QuantityShape Length = new(Dimensions.Length, "12 mm");
    private static readonly QuantityShape Positive = new(Dimensions.Length, "75 mm", 0, isAbove: true);
    private static readonly QuantityShape Gap = new(Dimensions.Length, "200 um", 0, isAbove: true);
    private static readonly QuantityShape Temperature = new(Dimensions.Temperature, "40 degC", -273.15, isAbove: true);
    private static readonly QuantityShape Coefficient = new(Dimensions.HeatTransferCoefficient, "43400 W/m2K", 0, isAbove: true);
    private static readonly LabelShape Layer = new("a layer");

    private static readonly MapShape Probe = new(
        Key.Required("name", new LabelShape("a probe"), "Its name."),
        Key.Required("layer", Layer, "The layer that it is in."),
        Key.Required("x", Length, "Where, from the left edge."),
        Key.Required("y", Length, "Where, from the lower edge."));

    private static readonly MapShape Microchannel = new(
        Key.Required("layer", Layer, "The layer of layers.csv that is the cavity."),
        Key.Required("channel", Gap, "Width of a channel."),
        Key.Required("wall", Gap, "Width of a wall between channels."),
        Key.Required("wall_material", new LabelShape("a material"), "What the walls are made of."),
        Key.Required("flow", new QuantityShape(Dimensions.VolumeFlow, "2 L/min", 0), "Coolant through all channels together."),
        Key.Optional("direction", new WordShape(("+y", 1.0), ("-y", -1.0)), "+y", "Where the coolant flows to."),
        Key.Required("heat_capacity", new QuantityShape(Dimensions.VolumetricHeatCapacity, "4.12e6 J/m3K", 0, isAbove: true), "Of the coolant, for its volume."),
        Key.Required("inlet", Temperature, "Temperature of the coolant where it enters."),
        Key.Required("h_bottom", Coefficient, "Effective film coefficient at the floor, for the plan area."),
        Key.Required("h_top", Coefficient, "Effective film coefficient at the ceiling, for the plan area."));

    /// <summary>The whole file.</summary>
    public static MapShape File { get; } = new(
        Key.Optional("title", new LineShape("one line of text"), null, "One line for people."),
        Key.Required("size", new TupleShape(Positive, "75 mm", "75 mm"), "Width along x and height along y."),
        Key.Required("sources", Layer, "The layer in which the blocks lie."),
        Key.Optional("top", FaceShape.Instance, "adiabatic", "How the top face is cooled."),
        Key.Optional("bottom", FaceShape.Instance, "adiabatic", "How the bottom face is cooled."),
        Key.Required("initial", Temperature, "Uniform temperature at the start of a transient."),
        Key.Optional("microchannel", Microchannel, null, "A layer with coolant."),
        Key.Optional("probes", new ListShape(Probe), null, "Points of interest."),
        Key.Optional("conductivity-exponent", new LabelsShape(new QuantityShape(Dimensions.Ratio, "1.3", -MostExponent, MostExponent), "exponents"), null, "n of k(T) = k (T / 300 K)^-n for each material named."));
}
