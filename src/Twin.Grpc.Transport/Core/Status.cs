namespace Grpc.Core;

/// <summary>How a call ended: a code and a text for humans.</summary>
public struct Status
{
    /// <summary>Success with an empty detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancellation with an empty detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    private readonly string? _detail;

    /// <summary>Makes a status.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Text for humans; any Unicode text, percent-encoded on the wire.</param>
    public Status(StatusCode statusCode, string detail) : this(statusCode, detail, null) { }

    /// <summary>Makes a status that remembers the local cause.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Text for humans.</param>
    /// <param name="debugException">Cause on this side of the wire; never sent.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        _detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public readonly StatusCode StatusCode { get; }

    /// <summary>Text for humans; empty if there is none.</summary>
    public readonly string Detail => _detail ?? "";

    /// <summary>Local cause of the failure, if one is known; never sent.</summary>
    public readonly Exception? DebugException { get; }

    /// <inheritdoc/>
    public override readonly string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
