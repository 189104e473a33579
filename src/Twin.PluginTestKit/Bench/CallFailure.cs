namespace Twin.PluginTestKit.Bench;

/// <summary>A call after which the engine would set the component aside.</summary>
/// <param name="Where">Behaviour, and the element where it is known.</param>
/// <param name="Message">What it did.</param>
internal sealed record CallFailure(string Where, string Message);
