using Twin.Units;

namespace Twin.Contracts;

/// <summary>A point of a fan or pump curve.</summary>
/// <param name="Flow">Volume flow, zero or more.</param>
/// <param name="Rise">Static pressure rise at that flow.</param>
public readonly record struct PressureFlowPoint(VolumeFlow Flow, Pressure Rise);
