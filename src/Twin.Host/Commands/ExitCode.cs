namespace Twin.Host.Commands;

/// <summary>Exit codes of all commands.</summary>
internal static class ExitCode
{
    /// <summary>Done, or ended by the user.</summary>
    public const int Success = 0;

    /// <summary>A defect of the program.</summary>
    public const int Failure = 1;

    /// <summary>A plugin does not keep to the contract.</summary>
    public const int Findings = 1;

    /// <summary>Flags, files, plugins or addresses are wrong; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>A difference is larger than the limit that was given.</summary>
    public const int Different = 3;

    /// <summary>A call ended with another status than OK.</summary>
    public const int CallFailed = 4;

    /// <summary>A server cannot be reached, or does not say what it serves.</summary>
    public const int Unreachable = 5;

    /// <summary>An offline simulation or a call was interrupted before its end, as shells say it (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
