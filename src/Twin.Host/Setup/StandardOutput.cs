using Microsoft.Win32.SafeHandles;

namespace Twin.Host.Setup;

/// <summary>Standard output that tells when nobody reads it any more.</summary>
/// <remarks>The runtime's own takes no notice of a pipe that was closed, so that a stream into <c>head</c> would go on for ever.</remarks>
internal static class StandardOutput
{
    private const int Handle = 1;

    // EPIPE, the same number on Linux and macOS; the runtime hands it on as it is.
    private const int BrokenPipe = 32;

    /// <summary>Opens it.</summary>
    /// <returns>A writer that throws <see cref="IOException"/> once the other end of a pipe is closed.</returns>
    public static TextWriter Open() => IsPipe()
        ? new StreamWriter(new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0)) { AutoFlush = true }
        : Console.Out;

    /// <summary>Whether a write failed because nobody reads any more; else it is a full disk, say, and no reason to end a run.</summary>
    public static bool IsGone(IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.HResult == BrokenPipe;
    }

    /// <summary>Writes a line to it. Says so on the standard error when it cannot be written for another reason than that nobody reads it any more.</summary>
    /// <param name="text">The line.</param>
    /// <returns>False when nobody reads it any more.</returns>
    public static async Task<bool> TryWriteLineAsync(string text)
    {
        try
        {
            await Open().WriteLineAsync(text).ConfigureAwait(false);
            return true;
        }
        catch (IOException exception) when (IsGone(exception))
        {
            return false;
        }
        catch (IOException exception)
        {
            await StandardError.TryWriteLineAsync($"The standard output cannot be written: {exception.Message}").ConfigureAwait(false);
            return true;
        }
    }

    private static bool IsPipe()
    {
        try
        {
            return OperatingSystem.IsLinux() && File.ResolveLinkTarget($"/proc/self/fd/{Handle}", returnFinalTarget: false)?.Name.StartsWith("pipe:", StringComparison.Ordinal) == true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
