using Twin.Telemetry.Otlp;

namespace Twin.Telemetry.Tests.Otlp;

/// <summary>A spool in a folder of its own, deleted at the end.</summary>
internal sealed class TestSpool : IDisposable
{
    private readonly ManualClock _clock = new();

    public TestSpool()
    {
        Root = Directory.CreateTempSubdirectory("twin-spool-").FullName;
        Folder = Path.Combine(Root, "metrics");
    }

    public string Root { get; }

    public string Folder { get; }

    public ExportStatistics Statistics { get; private set; } = new(OtlpSignal.Metrics);

    public ListLogger Log { get; } = new();

    /// <summary>Opens the spool, again and again if wanted, as runs after each other do.</summary>
    public Spool Open(long capacityBytes = 1 << 20)
    {
        Statistics = new ExportStatistics(OtlpSignal.Metrics);
        var reports = new ExportReports(OtlpSignal.Metrics, new OtlpDestination(new Uri("http://127.0.0.1:1"), OpenTelemetry.Exporter.OtlpExportProtocol.Grpc), _clock);
        reports.Attach(Log);
        return new Spool(Folder, capacityBytes, Statistics, reports);
    }

    /// <summary>A request that is told from others by its number.</summary>
    public static ExportRequest Request(int number, long items = 1) => new(BitConverter.GetBytes(number), items);

    /// <summary>Takes and removes all that waits.</summary>
    public static IEnumerable<int> Drain(Spool spool)
    {
        while (spool.TryTake(out SpooledRequest? request))
        {
            yield return BitConverter.ToInt32(SpoolFile.Unpack(request.File));
            spool.Remove(request);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
