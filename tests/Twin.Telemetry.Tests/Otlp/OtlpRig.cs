using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using Twin.Engine.Structure;
using Twin.Telemetry.Otlp;
using Twin.Tests.Otlp;

namespace Twin.Telemetry.Tests.Otlp;

/// <summary>A twin without an engine, a receiver, a clock in the hand of the test and an export between them.</summary>
internal sealed class OtlpRig : IAsyncDisposable
{
    /// <summary>Time between two exports of metrics.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // No part of what is tested takes a tenth of it, even on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("twin-otlp-").FullName;
    private readonly bool _isGrpc;
    private readonly int _port;
    private OtlpReceiver? _receiver;

    private OtlpRig(bool isGrpc, OtlpReceiver receiver)
    {
        _isGrpc = isGrpc;
        _receiver = receiver;
        _port = receiver.Address.Port;
        Energy = Signals.Add("hw.energy", "chassis0/part0", "energy", "J", kind: Contracts.SignalKind.Counter);
        Signals.Add("hw.power", "chassis0/part0", "power");
        Twin = new FakeTwin(Signals.Signals);
    }

    public required ManualClock Clock { get; init; }

    public SignalList Signals { get; } = new();

    public SignalInfo Energy { get; }

    public FakeTwin Twin { get; private set; }

    public ListLogger Log { get; } = new();

    public OtlpReceiver Receiver => _receiver!;

    public OtlpExport Export { get; private set; } = null!;

    public ILoggerFactory Loggers { get; private set; } = null!;

    public Action<OtlpOptions>? Configure { get; set; }

    /// <summary>Long enough for the scaled clock never to end a request that is under way.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromDays(10);

    public bool UsesGzip { get; set; } = true;

    public ExportStatistics Metrics => Export.Statistics.Single(s => s.Signal == OtlpSignal.Metrics);

    /// <summary>Steps of the exports that were taken, in order of arrival.</summary>
    public IReadOnlyList<double> Steps => [.. Receiver.Taken.SelectMany(arrival => arrival.PointsOf("chassis.twin.step")).Select(point => point.Number)];

    public static async Task<OtlpRig> StartAsync(bool isGrpc, Action<OtlpRig>? configure = null)
    {
        var clock = new ManualClock();
        var rig = new OtlpRig(isGrpc, await OtlpReceiver.StartAsync(isGrpc, time: clock)) { Clock = clock };
        configure?.Invoke(rig);
        rig.Open();
        return rig;
    }

    /// <summary>Takes another twin with the signals as they are now; before the start.</summary>
    public void Renew(params EventInfo[] events) => Twin = new FakeTwin(Signals.Signals, events);

    /// <summary>Waits until something holds that other threads bring about.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>Publishes the next step and lets one interval pass; ends once the metrics of that step are in the spool or delivered.</summary>
    public async Task ExportStepAsync()
    {
        Twin.Publish();
        long before = Metrics.Kept;
        Clock.Advance(Interval);

        // What the chassis publishes and what the process counts go in a request each.
        await UntilAsync(() => Metrics.Kept == before + 2);
    }

    /// <summary>Lets waits end, in small steps of time, until something holds. No interval ends meanwhile, so that nothing new is exported.</summary>
    public async Task PassTimeUntilAsync(Func<bool> condition, double stepSeconds = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Clock.Advance(TimeSpan.FromSeconds(stepSeconds), holdsPeriods: true);
            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>Ends the export as the end of a run does, with what waits on disk, and begins the next run.</summary>
    public async Task RestartExportAsync()
    {
        Loggers.Dispose();
        await Export.DisposeAsync();
        Open();
    }

    /// <summary>Takes the receiver off the network.</summary>
    public async Task StopReceiverAsync()
    {
        await Receiver.DisposeAsync();
        _receiver = null;
    }

    /// <summary>Brings another one back at the same address.</summary>
    public async Task ReturnReceiverAsync() => _receiver = await OtlpReceiver.StartAsync(_isGrpc, _port, Clock);

    public async ValueTask DisposeAsync()
    {
        Loggers.Dispose();
        await Export.DisposeAsync();
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Open()
    {
        var options = new OtlpOptions { Interval = Interval, SpoolFolder = _folder, RequestsPerSecond = 1000 };
        string Address(string path) => $"http://127.0.0.1:{_port}{(_isGrpc ? string.Empty : path)}";
        OtlpDestination To(string path) => new(new Uri(Address(path)), _isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf)
        {
            Timeout = Timeout,
            UsesGzip = UsesGzip,
            Headers = [new("x-token", "open sesame")],
        };
        options.Metrics = To("/v1/metrics");
        options.Traces = To("/v1/traces");
        options.Logs = To("/v1/logs");
        Configure?.Invoke(options);
        Export = new OtlpExport(new TelemetryResource(Twin.Chassis, new TwinTelemetryOptions { Scenario = "test", ServiceInstanceId = "one" }), options, Clock, () => 0.5);
        Loggers = LoggerFactory.Create(builder => builder.AddProvider(Export.LoggerProvider));
        Export.Start(Twin, Log);
    }
}
