using System.Reflection;
using Twin.Engine.Structure;

namespace Twin.PluginTestKit.Bench;

/// <summary>Exceptions of a plugin as text: the objects themselves would keep the plugin in memory.</summary>
internal static class ExceptionText
{
    /// <summary>Type, message and the first place in the plugin's own code.</summary>
    public static string Of(Exception exception)
    {
        Exception inner = exception is TargetInvocationException { InnerException: { } cause } ? cause : exception;
        string? place = inner.StackTrace?.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => !line.Contains(" System.", StringComparison.Ordinal) && !line.Contains(" Twin.", StringComparison.Ordinal));
        return $"{PluginFailureText.Of(inner)}{(place is null ? string.Empty : $" ({place})")}";
    }
}
