namespace Grpc.Core;

/// <summary>Outcome of a call as carried in the <c>grpc-status</c> trailer; the numbers are the wire values.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error of which nothing more is known, such as an exception in a handler.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended.</summary>
    DeadlineExceeded = 4,

    /// <summary>The thing that was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>The thing that was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and is not allowed to do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached: message size, quota, space.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the server does not permit the call.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was given up because of a conflict with another one.</summary>
    Aborted = 10,

    /// <summary>A position lies outside the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The service, method or message encoding is not implemented.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the server or of the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached or is stopping; a retry may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller has not shown who he is.</summary>
    Unauthenticated = 16,
}
