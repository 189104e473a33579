using System.Collections.Concurrent;
using Twin.Engine.Compiling;

namespace Twin.Engine.Tests.Bench;

/// <summary>Keeps reduced packages in memory, so that tests of one package reduce it once.</summary>
internal sealed class KeptPackages : IReducedPackageStore
{
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    /// <summary>The one that tests share.</summary>
    public static KeptPackages Instance { get; } = new();

    public string Place => "memory";

    public Stream? TryOpen(string fingerprint) => _kept.TryGetValue(fingerprint, out byte[]? bytes) ? new MemoryStream(bytes) : null;

    public string? TrySave(string fingerprint, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        _kept[fingerprint] = stream.ToArray();
        return null;
    }
}
