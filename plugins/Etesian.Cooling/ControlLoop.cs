using Twin.Units;

namespace Etesian.Cooling;

/// <summary>One temperature that a controller holds.</summary>
/// <param name="Name">Name of the sensor input.</param>
/// <param name="SetPoint">Temperature held at the start; may change live under the name of the input with <c>-set-point</c>.</param>
/// <param name="Description">Whose temperature it is.</param>
internal sealed record ControlLoop(string Name, Temperature SetPoint, string Description);
