using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using Twin.Host.Hosting;
using Twin.Host.Setup;
using Twin.Telemetry.Otlp;

namespace Twin.Host.Tests.Hosting;

public sealed class OtlpSettingsTests
{
    [Fact]
    public void Read_NothingSet_SendsNothing()
    {
        (OtlpOptions options, string[] problems) = Read([]);
        Assert.Empty(problems);
        Assert.False(options.IsUsed);
        Assert.Equal(TimeSpan.FromSeconds(10), options.Interval);
    }

    [Fact]
    public void Read_StandardVariables_MeanWhatTheyMeanElsewhere()
    {
        (OtlpOptions options, string[] problems) = Read(
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318/base/"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc, x-tenant = lab"),
                ("OTEL_EXPORTER_OTLP_TIMEOUT", "2500"),
                ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
                ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4317"),
                ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc"),
                ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1000"),
                ("OTEL_LOGS_EXPORTER", "none"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "5000"),
            ]);
        Assert.Empty(problems);
        Assert.Equal(new Uri("http://127.0.0.1:4318/base/v1/metrics"), options.Metrics!.Endpoint);
        Assert.Equal(OtlpExportProtocol.HttpProtobuf, options.Metrics.Protocol);
        Assert.Equal([new("authorization", "Bearer abc"), new("x-tenant", "lab")], options.Metrics.Headers);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.Metrics.Timeout);
        Assert.False(options.Metrics.UsesGzip);
        Assert.Equal(new Uri("http://127.0.0.1:4317"), options.Traces!.Endpoint);
        Assert.Equal(OtlpExportProtocol.Grpc, options.Traces.Protocol);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Traces.Timeout);
        Assert.Null(options.Logs);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Interval);
    }

    [Fact]
    public void Read_OwnSettings_WinOverVariables()
    {
        (OtlpOptions options, string[] problems) = Read(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "5000")],
            ("OtlpEndpoint", "http://127.0.0.1:2"), ("OtlpProtocol", "grpc"), ("OtlpInterval", "3 s"), ("SpoolSize", "64 MiB"), ("SpoolRate", "7"));
        Assert.Empty(problems);
        Assert.Equal(new Uri("http://127.0.0.1:2"), options.Metrics!.Endpoint);
        Assert.Equal(OtlpExportProtocol.Grpc, options.Metrics.Protocol);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Interval);
        Assert.Equal(64 << 20, options.SpoolBytes);
        Assert.Equal(7, options.RequestsPerSecond);
    }

    [Fact]
    public void Read_SdkDisabled_SendsNothing() =>
        Assert.False(Read([("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_SDK_DISABLED", "TRUE")]).Options.IsUsed);

    [Fact]
    public void Read_GrpcWithoutScheme_TlsUnlessInsecure()
    {
        Assert.Equal(new Uri("https://localhost:4317"), Read([("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317")]).Options.Metrics!.Endpoint);
        Assert.Equal(new Uri("http://localhost:4317"), Read([("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317"), ("OTEL_EXPORTER_OTLP_INSECURE", "true")]).Options.Metrics!.Endpoint);
    }

    [Fact]
    public void Read_BadValues_AreAllReportedWithTheirPlaceAndWithoutSecrets()
    {
        (_, string[] problems) = Read(
            [
                ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "nowhere"),
                ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://user:word@127.0.0.1:4317/v1/traces"),
                ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://127.0.0.1:4318/v1/logs"),
                ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json"),
                ("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "fine=1,secret words"),
                ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"),
                ("OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "soon"),
                ("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "zip"),
                ("OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE", "/no/such/file.pem"),
                ("OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY", "/no/such/key.pem"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "1"),
            ],
            ("SpoolSize", "12"), ("SpoolRate", "0"));
        string[] places =
        [
            "OTEL_METRIC_EXPORT_INTERVAL", "Telemetry:SpoolSize", "Telemetry:SpoolRate", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION",
            "OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE", "OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY",
        ];
        Assert.Equal(places, problems.Select(problem => problem[..problem.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.DoesNotContain(problems, problem => problem.Contains("word", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://192.0.2.7:4317")]
    [InlineData("http://collector:4317")]
    public void Read_HeadersWithoutTlsForAnotherMachine_AreRefusedUnlessToldSo(string address)
    {
        (string, string)[] variables = [("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc"), ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none")];
        string problem = Assert.Single(Read(variables, ("OtlpEndpoint", address)).Problems);
        Assert.Equal(
            $"OTEL_EXPORTER_OTLP_HEADERS: Headers are not sent to {new Uri(address).Authority} without TLS, where others can read them: an address with https:// is right, or Telemetry:OtlpInsecure (OTEL_EXPORTER_OTLP_INSECURE) 'true' allows it.",
            problem);
        Assert.Empty(Read(variables, ("OtlpEndpoint", address), ("OtlpInsecure", "true")).Problems);
        Assert.Empty(Read([.. variables, ("OTEL_EXPORTER_OTLP_INSECURE", "true")], ("OtlpEndpoint", address)).Problems);
        Assert.Empty(Read(variables, ("OtlpEndpoint", address.Replace("http:", "https:", StringComparison.Ordinal))).Problems);
        Assert.Empty(Read(variables[1..], ("OtlpEndpoint", address)).Problems);
    }

    [Fact]
    public void Read_AddressOfOneKindForAll_IsRefused() =>
        Assert.Contains("is the address of one kind", Assert.Single(Read([("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none")], ("OtlpEndpoint", "http://127.0.0.1:4318/v1/metrics")).Problems), StringComparison.Ordinal);

    [Fact]
    public void Read_WordForAnAddress_IsRefused() =>
        Assert.Contains("'nonsense' is not an address such as", Assert.Single(Read([("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none")], ("OtlpEndpoint", "nonsense")).Problems), StringComparison.Ordinal);

    private static (OtlpOptions Options, string[] Problems) Read((string Name, string Value)[] variables, params (string Key, string Value)[] settings)
    {
        string folder = Directory.CreateTempSubdirectory("twin-settings-").FullName;
        try
        {
            IConfiguration configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([new("Telemetry:SpoolFolder", folder), .. settings.Select(setting => KeyValuePair.Create("Telemetry:" + setting.Key, (string?)setting.Value))])
                .Build();
            var report = new ProblemReport();
            Dictionary<string, string> environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
            TelemetrySettings read = TelemetrySettings.Read(configuration, report, environment.GetValueOrDefault);
            return (read.Options.Otlp, [.. report.Lines]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
