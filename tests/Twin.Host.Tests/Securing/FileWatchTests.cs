using Microsoft.Extensions.Logging;
using Twin.Host.Securing;

namespace Twin.Host.Tests.Securing;

public sealed class FileWatchTests : IDisposable
{
    private readonly TestCertificates _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Look_ReloadThatThrows_IsLoggedAndTheOthersAreLookedAt()
    {
        string first = _files.Write("first", "a");
        string second = _files.Write("second", "a");
        var broken = new Subject(first, () => throw new InvalidOperationException("not foreseen"));
        var good = new Subject(second, () => { });
        var log = new ListLogger<FileWatch>();
        using var watch = new FileWatch([broken, good], TimeProvider.System, log);
        watch.Look();
        Assert.Equal((0, 0), (broken.Reloads, good.Reloads));

        _files.Write("first", "b");
        _files.Write("second", "b");
        watch.Look();
        Assert.Equal((1, 1), (broken.Reloads, good.Reloads));
        Assert.Equal([(LogLevel.Error, $"{first} cannot be read anew, and what was in use stays: not foreseen")], log.Lines);

        // Once for each change, and again after the next.
        watch.Look();
        _files.Write("first", "c");
        watch.Look();
        Assert.Equal((2, 2), (broken.Reloads, log.Lines.Count));
    }

    private sealed class Subject(string file, Action reload) : IReloaded
    {
        public int Reloads { get; private set; }

        public IEnumerable<string> Files => [file];

        public byte[] Fingerprint { get; } = FileWatch.FingerprintOf([file]);

        public void Reload()
        {
            Reloads++;
            reload();
        }
    }
}
