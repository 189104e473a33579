namespace Twin.Engine.Description;

/// <summary>Says what a controller's output moves.</summary>
/// <param name="Output">The actuator output, such as <c>fan-control.fans</c>.</param>
/// <param name="Actuators">The actuators, such as <c>fan*.speed</c>.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ActuatorBinding(ElementReference Output, ElementReference Actuators, Origin? Origin = null);
