namespace Twin.Host.Setup;

/// <summary>The standard error, for what must not end a run that cannot write there.</summary>
internal static class StandardError
{
    /// <summary>Writes a line to it, where that is possible.</summary>
    /// <param name="text">The line.</param>
    public static async Task TryWriteLineAsync(string text)
    {
        try
        {
            await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It is a file on a disk that is full, or nobody is there: there is no other place to say so.
        }
    }
}
