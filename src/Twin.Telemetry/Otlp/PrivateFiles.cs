namespace Twin.Telemetry.Otlp;

/// <summary>Files and folders for their owner alone: what waits to be sent tells of commands and who gave them.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OfFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder with the mode 0700 if there is none. One that somebody else has chosen and made keeps its mode.</summary>
    /// <param name="path">Its path.</param>
    public static void MakeRoot(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OfFolder);
        }
    }

    /// <summary>Makes a folder of the spool's own if there is none; its mode is 0700 also where an earlier version has made it with another.</summary>
    /// <param name="path">Its path.</param>
    public static void MakeFolder(string path)
    {
        MakeRoot(path);
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OfFolder)
        {
            File.SetUnixFileMode(path, OfFolder);
        }
    }

    /// <summary>Opens a file to write; where it is made, its mode is 0600.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Whether one that is there is taken or made anew.</param>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OfFile;
        }

        return new FileStream(path, options);
    }
}
