using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Twin.Tests.Otlp;
using Twin.V1;

namespace Twin.EndToEnd.Tests;

/// <summary>Telemetry of the built executable, at receivers of ours and of other makers.</summary>
public sealed class OtlpTests
{
    private const string ClientTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientSpan = "b7ad6b7169203331";
    private static readonly string[] Signals = ["metrics", "traces", "logs"];

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Run_Otlp_SendsMetricsTracesAndLogsAndTheLastOfThemAtTheEnd(string protocol)
    {
        using var folder = new TemporaryFolder();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(protocol == "grpc");
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(
            ["--otlp", receiver.Address.ToString(), "--otlp-protocol", protocol],
            ("TWIN_TELEMETRY__SPOOLFOLDER", folder.Path), ("TWIN_TELEMETRY__OTLPINTERVAL", "1 h"), ("TWIN_TELEMETRY__SCENARIO", "acceptance"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=lab,service.version=mine"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-token=open%20sesame"));
        using TwinProcess process = twin;
        Assert.DoesNotContain(receiver.Taken, arrival => arrival.IsMetrics);
        await CommandAsync(grpc);
        await twin.SignalAsync("TERM");
        Assert.Equal(0, await twin.WaitForExitAsync());

        // One call was refused, of which the console tells too.
        Assert.StartsWith("warn: Twin.Audit", Assert.Single(twin.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        OtlpArrival[] arrivals = [.. receiver.Taken];
        Assert.All(arrivals, arrival => Assert.Equal("open sesame", arrival.Headers["x-token"]));
        ResourceMetrics first = arrivals.SelectMany(arrival => arrival.Metrics).First();
        Dictionary<string, string> resource = first.Resource.Attributes.ToDictionary(a => a.Key, a => a.Value.Text);
        Assert.Equal("lab", resource["deployment.environment.name"]);
        Assert.Equal("mine", resource["service.version"]);
        Assert.Equal("cpo-51t", resource["chassis.model"]);
        Assert.Equal("acceptance", resource["chassis.scenario"]);
        Assert.Equal("https://opentelemetry.io/schemas/1.44.0", first.SchemaUrl);
        NumberPoint step = Assert.Single(arrivals.SelectMany(arrival => arrival.PointsOf("chassis.twin.step")));
        Assert.True(step.Number > 0);
        Assert.NotEmpty(arrivals.SelectMany(arrival => arrival.PointsOf("hw.temperature")));

        global::Twin.Tests.Otlp.Span call = Assert.Single(receiver.Spans, span => span.Name == "twin.v1.ControlService/OverrideActuator");
        global::Twin.Tests.Otlp.Span command = Assert.Single(receiver.Spans, span => span.Name == "command OverrideActuator");
        Assert.Equal(ClientTrace, Convert.ToHexStringLower(call.TraceId.Span));
        Assert.Equal(ClientSpan, Convert.ToHexStringLower(call.ParentSpanId.Span));
        Assert.Equal(call.SpanId, command.ParentSpanId);
        Assert.Equal(2, call.Kind);
        Assert.Equal("grpc", Text(call, "rpc.system.name"));
        Assert.Equal("twin.v1.ControlService/OverrideActuator", Text(call, "rpc.method"));
        Assert.Equal("OK", Text(call, "rpc.response.status_code"));
        Assert.Equal("127.0.0.1", Text(call, "client.address"));
        Assert.Equal("fan0/speed", Text(command, "chassis.command.path"));
        Assert.Equal(1, command.Attributes.Single(a => a.Key == "chassis.command.new_value").Value.Number);
        Assert.Equal(call.Attributes.Single(a => a.Key == "chassis.twin.step").Value.Whole, command.Attributes.Single(a => a.Key == "chassis.twin.step").Value.Whole);
        global::Twin.Tests.Otlp.Span refused = Assert.Single(receiver.Spans, span => span.Name == "twin.v1.ControlService/ClearFault");
        Assert.Equal("NOT_FOUND", Text(refused, "rpc.response.status_code"));
        Assert.Equal("NOT_FOUND", Text(refused, "error.type"));
        Assert.DoesNotContain(receiver.Spans, span => span.Name == "twin.v1.ControlService/GetStatus");
        Assert.Contains(receiver.LogRecords, record => record.EventName.StartsWith("chassis.", StringComparison.Ordinal));
        LogRecord audit = Assert.Single(AuditOf(receiver), record => record.Body.Text.Contains("OverrideActuator", StringComparison.Ordinal));
        Assert.Equal(9, audit.Severity);
        Assert.Equal(call.TraceId, audit.TraceId);
        // An event of the last milliseconds may wait as a log record for the next run; nothing else does.
        Assert.DoesNotContain(Directory.GetFiles(folder.Path, "*.otlp", SearchOption.AllDirectories), file => !file.Contains("/logs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_CallWithoutTheRole_IsASpanAndAWarningOfTheAudit()
    {
        using var folder = new TemporaryFolder();
        (_, string output, _) = await TwinProcess.RunAsync("token", "new", "--name", "plotter", "--role", "read");
        string[] token = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await File.WriteAllTextAsync(folder.File("tokens"), token[1] + "\n");
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(isGrpc: true);
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(
            ["--otlp", receiver.Address.ToString(), "--tokens", folder.File("tokens")],
            ("TWIN_TELEMETRY__SPOOLFOLDER", folder.File("spool")), ("TWIN_TELEMETRY__OTLPINTERVAL", "1 h"));
        using TwinProcess process = twin;
        using (GrpcChannel channel = GrpcChannel.ForAddress(grpc))
        {
            var headers = new Metadata { { "authorization", "Bearer " + token[0] } };
            RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await new ControlService.ControlServiceClient(channel).PauseAsync(
                new PauseRequest(), headers, TimeProvider.System.GetUtcNow().UtcDateTime + TwinProcess.Limit));
            Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        }

        await twin.SignalAsync("TERM");
        Assert.Equal(0, await twin.WaitForExitAsync());

        global::Twin.Tests.Otlp.Span call = Assert.Single(receiver.Spans, span => span.Name == "twin.v1.ControlService/Pause");
        Assert.Equal("PERMISSION_DENIED", Text(call, "rpc.response.status_code"));
        LogRecord audit = Assert.Single(AuditOf(receiver));
        Assert.Equal(13, audit.Severity);
        Assert.Equal(call.SpanId, audit.SpanId);
    }

    [Fact]
    public async Task Run_KilledWhileTheReceiverIsAway_TheNextRunDeliversAllThatWasKept()
    {
        using var folder = new TemporaryFolder();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(isGrpc: true);
        receiver.Answer = _ => OtlpAnswer.Unavailable;
        (string Name, string Value)[] environment = [("TWIN_TELEMETRY__SPOOLFOLDER", folder.Path), ("TWIN_TELEMETRY__OTLPINTERVAL", "100 ms")];
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(["--otlp", receiver.Address.ToString()], environment);
        using (twin)
        {
            await CommandAsync(grpc);
            await UntilAsync(() => Kept("metrics").Length >= 10 && Kept("traces").Length > 0 && Kept("logs").Length > 0);
            await twin.SignalAsync("KILL");
            await twin.WaitForExitAsync();
        }

        byte[][] kept = [.. Signals.SelectMany(signal => Kept(signal).Order(StringComparer.Ordinal)).Select(Body)];
        receiver.Answer = _ => OtlpAnswer.Taken;
        (TwinProcess next, Uri _, Uri _) = await TwinProcess.ServeAsync(["--otlp", receiver.Address.ToString()], environment);
        using (next)
        {
            await UntilAsync(() => receiver.Taken.Count(arrival => arrival.IsMetrics) > kept.Length + 2);
            await next.SignalAsync("TERM");
            Assert.Equal(0, await next.WaitForExitAsync());
        }

        // Each of them once, and those of a kind in their order.
        List<string> arrived = [.. receiver.Taken.Select(arrival => Convert.ToHexString(SHA256.HashData(arrival.Body)))];
        int[] places = [.. kept.Select(body => arrived.IndexOf(Convert.ToHexString(SHA256.HashData(body))))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(arrived.Count, arrived.Distinct().Count());
        int metrics = receiver.Taken.Select((arrival, i) => (arrival, i)).Count(each => places.Contains(each.i) && each.arrival.IsMetrics);
        Assert.Equal(places.Take(metrics).Order(), places.Take(metrics));
        Assert.Contains(receiver.Spans, span => span.Name == "command OverrideActuator");

        string[] Kept(string signal)
        {
            string path = Path.Combine(folder.Path, "0", signal);
            return Directory.Exists(path) ? Directory.GetFiles(path, "*.otlp") : [];
        }

        static byte[] Body(string path)
        {
            const int headerBytes = 52;
            using var gzip = new GZipStream(new MemoryStream(File.ReadAllBytes(path)[headerBytes..]), CompressionMode.Decompress);
            using var body = new MemoryStream();
            gzip.CopyTo(body);
            return body.ToArray();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OtlpOverTls_ShowsItsCertificateAndTrustsTheAuthorityGivenAlone(bool isTrusted)
    {
        using var folder = new TemporaryFolder();
        using var receiverKey = RSA.Create(2048);
        using var clientKey = RSA.Create(2048);
        using X509Certificate2 receiverCertificate = SelfSigned("localhost", receiverKey);
        using X509Certificate2 clientCertificate = SelfSigned("twin of a test", clientKey);
        string authority = folder.File("authority.pem");
        await File.WriteAllTextAsync(authority, (isTrusted ? receiverCertificate : clientCertificate).ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("client.pem"), clientCertificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("client.key"), clientKey.ExportPkcs8PrivateKeyPem());
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(isGrpc: true, tls: options =>
        {
            options.ServerCertificate = X509CertificateLoader.LoadPkcs12(receiverCertificate.Export(X509ContentType.Pkcs12), null);
            options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            options.ClientCertificateValidation = (certificate, _, _) => certificate.Thumbprint == clientCertificate.Thumbprint;
        });
        (TwinProcess twin, Uri _, Uri _) = await TwinProcess.ServeAsync(
            [],
            ("TWIN_TELEMETRY__SPOOLFOLDER", folder.File("spool")), ("OTEL_METRIC_EXPORT_INTERVAL", "100"), ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", authority), ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", folder.File("client.pem")), ("OTEL_EXPORTER_OTLP_CLIENT_KEY", folder.File("client.key")));
        using TwinProcess process = twin;
        if (isTrusted)
        {
            await UntilAsync(() => receiver.Taken.Any(arrival => arrival.IsMetrics));
        }
        else
        {
            await twin.WaitForLineAsync(line => line.Contains("Metrics cannot be sent to https://localhost:", StringComparison.Ordinal));
            Assert.Empty(receiver.Taken);
        }
    }

    [RealClientsFact]
    public async Task Run_PythonReceiver_DecodesMetricsTracesAndLogs()
    {
        using var folder = new TemporaryFolder();
        using var receiver = Process.Start(new ProcessStartInfo(
            RealClientsFactAttribute.Python, [Path.Combine(ClientPrograms.Repository, "tests/Twin.EndToEnd.Tests/clients/python/otlp_receiver.py"), "--out", folder.File("taken.jsonl")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            string? ready = await receiver.StandardOutput.ReadLineAsync();
            int port = int.Parse(ready!.Split(' ')[^1], CultureInfo.InvariantCulture);
            (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(
                ["--chassis", "cpo-102t"],
                ("TWIN_TELEMETRY__SPOOLFOLDER", folder.File("spool")), ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), ("OTEL_SERVICE_NAME", "lab-twin"));
            using TwinProcess process = twin;
            await CommandAsync(grpc);
            await twin.SignalAsync("TERM");
            Assert.Equal(0, await twin.WaitForExitAsync());
            receiver.StandardInput.Close();
            using var limit = new CancellationTokenSource(TwinProcess.Limit);
            await receiver.WaitForExitAsync(limit.Token);
            Assert.Equal(0, receiver.ExitCode);
        }
        finally
        {
            if (!receiver.HasExited)
            {
                receiver.Kill();
            }
        }

        JsonElement[] lines = [.. (await File.ReadAllLinesAsync(folder.File("taken.jsonl"))).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.All(lines, line => Assert.Equal("lab-twin", line.GetProperty("resource").GetProperty("service.name").GetString()));
        Assert.All(lines, line => Assert.Equal("https://opentelemetry.io/schemas/1.44.0", line.GetProperty("schema").GetString()));
        JsonElement[] metrics = [.. Items("metrics")];
        Assert.Contains(metrics, metric => metric.GetProperty("name").GetString() == "chassis.lane.optical.power" && metric.GetProperty("points").GetInt32() >= 1024);
        JsonElement energy = metrics.First(metric => metric.GetProperty("name").GetString() == "hw.host.energy");
        Assert.True(energy.GetProperty("monotonic").GetBoolean());
        Assert.Equal("J", energy.GetProperty("unit").GetString());
        Assert.True(energy.GetProperty("starts")[0].GetUInt64() <= energy.GetProperty("times")[0].GetUInt64());
        JsonElement command = Items("traces").Single(span => span.GetProperty("name").GetString() == "command OverrideActuator");
        Assert.Equal(ClientTrace, command.GetProperty("trace").GetString());
        Assert.Contains(Items("logs"), record => record.GetProperty("attributes").TryGetProperty("chassis.event.path", out _));

        IEnumerable<JsonElement> Items(string signal) =>
            lines.Where(line => line.GetProperty("signal").GetString() == signal).SelectMany(line => line.GetProperty("items").EnumerateArray());
    }

    // A command that succeeds within a client's trace, one that is refused, a read, and a fault whose alarm is an event.
    private static async Task CommandAsync(Uri grpc)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        var control = new ControlService.ControlServiceClient(channel);
        DateTime deadline = TimeProvider.System.GetUtcNow().UtcDateTime + TwinProcess.Limit;
        await control.OverrideActuatorAsync(
            new OverrideActuatorRequest { Path = "fan0/speed", Value = new Quantity { Text = "100 %" } },
            new Metadata { { "traceparent", $"00-{ClientTrace}-{ClientSpan}-01" } }, deadline);
        await Assert.ThrowsAsync<RpcException>(async () => await control.ClearFaultAsync(new ClearFaultRequest { Path = "no/such" }, deadline: deadline));
        await control.GetStatusAsync(new GetStatusRequest(), deadline: deadline);
        using var events = new EventService.EventServiceClient(channel).Subscribe(new SubscribeEventsRequest(), deadline: deadline);

        // The first message says that the stream stands: what happens from now on comes.
        Assert.True(await events.ResponseStream.MoveNext(CancellationToken.None));
        await control.SetPresenceAsync(new SetPresenceRequest { Path = "els05", Present = false }, deadline: deadline);
        while (await events.ResponseStream.MoveNext(CancellationToken.None) && events.ResponseStream.Current.Events.Count == 0)
        {
            // Until the first event has happened.
        }
    }

    private static IEnumerable<LogRecord> AuditOf(OtlpReceiver receiver) =>
        receiver.Taken.SelectMany(arrival => arrival.Logs).SelectMany(resource => resource.Scopes).Where(scope => scope.Scope.Name == "Twin.Audit").SelectMany(scope => scope.Records);

    private static string Text(global::Twin.Tests.Otlp.Span span, string attribute) => span.Attributes.Single(a => a.Key == attribute).Value.Text;

    private static X509Certificate2 SelfSigned(string name, RSA key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TwinProcess.Limit);
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
