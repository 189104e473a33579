namespace Twin.Host.Calling;

/// <summary>Why a call was not made or did not end well, in words for who typed it.</summary>
/// <param name="exitCode">One of <see cref="Commands.ExitCode"/>.</param>
/// <param name="message">One line or several.</param>
internal sealed class CallException(int exitCode, string message) : Exception(message)
{
    /// <summary>Exit code of the command.</summary>
    public int ExitCode { get; } = exitCode;
}
