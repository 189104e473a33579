using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Structure;

/// <summary>A quantity that a running chassis publishes.</summary>
/// <param name="Id">Its position in <see cref="CompiledChassis.Signals"/>, stable for one dictionary version.</param>
/// <param name="Path">Its path, such as <c>chassis0/oe03/lane17/heater-power</c>: what globs match.</param>
/// <param name="Element">Path of what it belongs to, without lane: <c>hw.id</c> in telemetry, such as <c>chassis0/oe03</c> or <c>chassis0/asic0/pipe0</c>.</param>
/// <param name="Name">Last part of the path, such as <c>heater-power</c>.</param>
/// <param name="Lane">Number of the lane, or null.</param>
/// <param name="Component">Index of the component it belongs to, or -1 for the chassis itself.</param>
/// <param name="Dimension">What it measures, or null for states and counts.</param>
/// <param name="Unit">UCUM unit of the published number, such as <c>W</c> or <c>Cel</c>; <c>1</c> for states.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Minimum">Lowest value that makes sense.</param>
/// <param name="Maximum">Highest value that makes sense.</param>
/// <param name="Metric">OpenTelemetry name, or null.</param>
/// <param name="HardwareType">Value of <c>hw.type</c>.</param>
/// <param name="Description">One line for people.</param>
/// <param name="States">Names of the states for a status, else empty.</param>
/// <param name="Attributes">Further attributes of the metric (<c>direction</c>, <c>hw.sensor_location</c>, ...), without <c>hw.*</c> identity and lane.</param>
/// <param name="Word">Where its value lies in the state block.</param>
public sealed record SignalInfo(
    int Id,
    string Path,
    string Element,
    string Name,
    int? Lane,
    int Component,
    Dimension? Dimension,
    string Unit,
    SignalKind Kind,
    double Minimum,
    double Maximum,
    string? Metric,
    string HardwareType,
    string Description,
    IReadOnlyList<string> States,
    IReadOnlyList<KeyValuePair<string, string>> Attributes,
    int Word);
