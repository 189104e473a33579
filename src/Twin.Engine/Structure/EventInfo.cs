using System.Globalization;
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
/// <param name="Low">For an alarm with limits, raised below this, in the unit of the signal (SI, temperatures in degC); negative infinity for none.</param>
/// <param name="High">For an alarm with limits, raised above this; positive infinity for none.</param>
public sealed record EventInfo(
    int Id, string Path, int Component, AlarmSeverity Severity, string Text, bool IsAlarm, int Signal,
    double Low = double.NegativeInfinity, double High = double.PositiveInfinity)
{
    /// <summary>The text with its numbers filled in. It is a plugin's: braces that do not fit are shown as they are.</summary>
    /// <param name="first">What <c>{0}</c> stands for.</param>
    /// <param name="second">What <c>{1}</c> stands for.</param>
    public string Fill(double first, double second)
    {
        try
        {
            return string.Format(CultureInfo.InvariantCulture, Text, first, second);
        }
        catch (FormatException)
        {
            return Text;
        }
    }
}
