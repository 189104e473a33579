namespace Twin.Engine.Description;

/// <summary>Says what a controller's sensor input reads.</summary>
/// <param name="Input">The sensor input, such as <c>fan-control.hottest</c>.</param>
/// <param name="Signals">Signal paths relative to the chassis, with globs, such as <c>oe*/junction-sensor</c>; several are separated by commas.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record SensorBinding(ElementReference Input, string Signals, Origin? Origin = null);
