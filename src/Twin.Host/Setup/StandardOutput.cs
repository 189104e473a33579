using Microsoft.Win32.SafeHandles;

namespace Twin.Host.Setup;

/// <summary>Standard output that tells when nobody reads it any more.</summary>
/// <remarks>The runtime's own takes no notice of a pipe that was closed, so that a stream into <c>head</c> would go on for ever.</remarks>
internal static class StandardOutput
{
    private const int Handle = 1;

    /// <summary>Opens it.</summary>
    /// <returns>A writer that throws <see cref="IOException"/> once the other end of a pipe is closed.</returns>
    public static TextWriter Open() => IsPipe()
        ? new StreamWriter(new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0)) { AutoFlush = true }
        : Console.Out;

    /// <summary>Writes a line to it.</summary>
    /// <param name="text">The line.</param>
    /// <returns>False when nobody reads it any more.</returns>
    public static async Task<bool> TryWriteLineAsync(string text)
    {
        try
        {
            await Open().WriteLineAsync(text).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
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
