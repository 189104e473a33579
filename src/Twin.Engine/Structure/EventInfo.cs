using Twin.Contracts;

namespace Twin.Engine.Structure;

/// <summary>An event or alarm that a chassis can raise.</summary>
/// <param name="Id">Its position in <see cref="CompiledChassis.Events"/>.</param>
/// <param name="Path">Its path, such as <c>chassis0/els03/bias-high</c>.</param>
/// <param name="Component">Index of the component it belongs to, or -1 for the chassis itself.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Text">Text for people; <c>{0}</c> and <c>{1}</c> stand for the numbers.</param>
/// <param name="IsAlarm">Whether it is raised and cleared, rather than happening once.</param>
/// <param name="Signal">For an alarm the signal it watches, else -1.</param>
public sealed record EventInfo(int Id, string Path, int Component, AlarmSeverity Severity, string Text, bool IsAlarm, int Signal)
{
    /// <summary>For an alarm the value below which it is raised, in the unit of its signal; negative infinity where it has no lower limit.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>For an alarm the value above which it is raised, in the unit of its signal; positive infinity where it has no upper limit.</summary>
    public double High { get; init; } = double.PositiveInfinity;
}
