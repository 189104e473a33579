using System.Reflection;

namespace Twin.Plugins;

/// <summary>Turns what plugin code threw into one sentence.</summary>
internal static class PluginFailure
{
    /// <summary>Type and message of the exception that matters, on one line of bounded length.</summary>
    public static string Describe(Exception exception)
    {
        Exception cause = Cause(exception);
        string message;
        try
        {
            message = cause.Message;
        }
        catch (Exception second)
        {
            // Message is virtual: a plugin's own exception can throw from it.
            message = $"(its message threw {second.GetType().Name})";
        }

        message = message.ReplaceLineEndings(" ");
        return $"{cause.GetType().Name}: {(message.Length > 500 ? message[..500] + "..." : message)}";
    }

    /// <summary>Tells whether the runtime could not bind something, as opposed to the plugin's own code throwing.</summary>
    public static bool IsBinding(Exception exception) => Cause(exception) switch
    {
        FileNotFoundException missing => missing.FileName?.Contains("PublicKeyToken=", StringComparison.Ordinal) == true,
        FileLoadException or BadImageFormatException or TypeLoadException or MissingMemberException or DllNotFoundException => true,
        _ => false,
    };

    // Reflection and static constructors wrap what happened, and the runtime wraps what a load context throws.
    private static Exception Cause(Exception exception)
    {
        while (exception is TargetInvocationException or TypeInitializationException or FileLoadException && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }
}
