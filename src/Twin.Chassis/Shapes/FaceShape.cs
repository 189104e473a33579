using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;
using Twin.Units;

namespace Twin.Chassis.Shapes;

/// <summary>How a face of a package is cooled: <c>adiabatic</c>, one film over all of it, or zones; reads to a list of <see cref="MapReading"/>, one for each film.</summary>
internal sealed class FaceShape : Shape
{
    private const string Adiabatic = "adiabatic";
    private static readonly QuantityShape Coefficient = new(Dimensions.HeatTransferCoefficient, "9000 W/m2K", 0, isAbove: true);
    private static readonly QuantityShape Length = new(Dimensions.Length, "12 mm");
    private static readonly QuantityShape Temperature = new(Dimensions.Temperature, "40 degC", -273.15, isAbove: true);

    private static readonly MapShape Whole = new(
        Key.Required("h", Coefficient, "Heat transfer coefficient."),
        Key.Required("temperature", Temperature, "Of what lies beyond."));

    private static readonly MapShape Zone = new(
        Key.Required("name", new LabelShape("a zone"), "Its name."),
        Key.Required("area", new TupleShape(Length, "x", "y", "width", "height"), "Where it lies."),
        Key.Required("h", Coefficient, "Heat transfer coefficient."),
        Key.Required("temperature", Temperature, "Of what lies beyond."));

    private static readonly MapShape Zones = new(Key.Required("zones", new ListShape(Zone, isFilled: true), "Cooled parts; the rest of the face is adiabatic."));

    /// <summary>The only one.</summary>
    public static FaceShape Instance { get; } = new();

    /// <inheritdoc/>
    public override string Noun => "'adiabatic', '{h: ..., temperature: ...}' or '{zones: [...]}'";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        switch (node)
        {
            case YamlScalar { Text: Adiabatic }:
                return new List<MapReading>();
            case YamlScalar { IsEmpty: false } scalar:
                problems.Add(ProblemCodes.WrongWord, path, $"'{Quote.Short(scalar.Text)}' is not a way to cool a face.", $"Write {Noun}.", scalar.Origin);
                return null;
            case YamlMap map when map.Entries.Exists(entry => entry.Key == "zones"):
                return Zones.Read(node, path, problems) is MapReading zones ? zones.Items("zones").Select(zone => (MapReading)zone.Value).ToList() : null;
            case YamlMap:
                return Whole.Read(node, path, problems) is MapReading whole ? new List<MapReading> { whole } : null;
            default:
                Refuse(node, path, problems, $"Write {Noun}.");
                return null;
        }
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(new JsonObject { ["const"] = Adiabatic }, Whole.Schema(), Zones.Schema()) };
}
