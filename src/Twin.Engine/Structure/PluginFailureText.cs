namespace Twin.Engine.Structure;

/// <summary>One line for what code of a plugin threw.</summary>
internal static class PluginFailureText
{
    private const int Longest = 500;

    /// <summary>Type and message of an exception.</summary>
    /// <param name="exception">What was thrown. Its message is code of the plugin too: it may throw, be null, or fill pages.</param>
    public static string Of(Exception exception)
    {
        string? message;
        try
        {
            message = exception.Message;
        }
#pragma warning disable CA1031 // Whatever it is, it is the plugin's.
        catch (Exception second)
#pragma warning restore CA1031
        {
            message = $"(its message threw {second.GetType().Name})";
        }

        message = new string([.. (message ?? string.Empty).Take(Longest).Select(c => char.IsControl(c) ? ' ' : c)]);
        return $"{exception.GetType().Name}: {message}";
    }
}
