namespace Twin.Engine.Compiling;

/// <summary>Keeps reduced packages from one compilation to the next: building one takes seconds, reading it milliseconds.</summary>
/// <remarks>
/// What is read is never trusted: it carries its fingerprint and a checksum, and is built again when either does not fit. Failures to read or
/// write are the store's own; the compiler only goes on without it.
/// </remarks>
public interface IReducedPackageStore
{
    /// <summary>Where it keeps them, for messages: a folder, say.</summary>
    string Place { get; }

    /// <summary>Opens what was kept.</summary>
    /// <param name="fingerprint">Fingerprint of package, grid and options, in hexadecimal digits.</param>
    /// <returns>The bytes, to be disposed by the caller, or null when there are none or they cannot be read.</returns>
    Stream? TryOpen(string fingerprint);

    /// <summary>Keeps a reduced package: all of it or nothing.</summary>
    /// <param name="fingerprint">Its fingerprint.</param>
    /// <param name="write">Writes it.</param>
    /// <returns>Null, or why it could not be kept.</returns>
    string? TrySave(string fingerprint, Action<Stream> write);
}
