namespace Twin.Engine.Running;

/// <summary>Missed deadlines laid at one door.</summary>
/// <param name="Stage">Stage that took longest in those steps, such as <c>link</c>.</param>
/// <param name="Component">Path of the component that took longest in them, such as <c>chassis0/oe03</c>.</param>
/// <param name="Count">How many.</param>
public sealed record MissedDeadlines(string Stage, string Component, long Count);
