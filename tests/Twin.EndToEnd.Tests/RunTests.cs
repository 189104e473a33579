using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.V1;
using Xunit.Abstractions;

namespace Twin.EndToEnd.Tests;

public sealed class RunTests(ITestOutputHelper log)
{
    private static readonly SubscribeRequest EveryTenMilliseconds = new()
    {
        Selection = new Selection { Globs = { "inlet-power", "asic0/**/temperature" } },
        Sampled = new Sampled { PeriodMs = 10 },
    };

    [Fact]
    public async Task Run_Defaults_ServesGrpcMetricsAndHealth()
    {
        long started = TimeProvider.System.GetTimestamp();
        (TwinProcess twin, Uri grpc, Uri http) = await TwinProcess.ServeAsync([]);
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);

        using var stream = new SignalService.SignalServiceClient(channel).Subscribe(EveryTenMilliseconds, deadline: Deadline());
        Samples first = await ReadSamplesAsync(stream, 1);
        log.WriteLine($"first sample {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F2} s after the start of the process");
        Assert.All(first.Values, value => Assert.True(double.IsFinite(value)));
        Samples later = await ReadSamplesAsync(stream, 5);
        Assert.True(later.Position.Step > first.Position.Step);

        GetChassisResponse chassis = await new ChassisService.ChassisServiceClient(channel).GetChassisAsync(new GetChassisRequest(), deadline: Deadline());
        Assert.Equal("cpo-51t", chassis.Model);
        RunStatus status = await new ControlService.ControlServiceClient(channel).GetStatusAsync(new GetStatusRequest(), deadline: Deadline());
        Assert.Equal("all-reduce", status.Workload);

        using var client = new HttpClient { BaseAddress = http, Timeout = TwinProcess.Limit };
        string metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("\nchassis_twin_step", metrics, StringComparison.Ordinal);
        Assert.Contains("\nhw_temperature_celsius{", metrics, StringComparison.Ordinal);
        Assert.Contains("\nchassis_twin_streams 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nchassis_twin_subscriptions{kind=\"signals\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nchassis_twin_subscriptions{kind=\"events\"} 0\n", metrics, StringComparison.Ordinal);
        using HttpResponseMessage health = await client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.StartsWith("running", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("/metrics", await client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Empty(twin.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_GrpcInterop_ServesTheInteroperabilityTestsOnlyWhenAsked(bool asked)
    {
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(asked ? ["--grpc-interop"] : []);
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        // An empty message either way, so that bytes will do.
        Marshaller<byte[]> bytes = Marshallers.Create(value => value, value => value);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "grpc.testing.TestService", "EmptyCall", bytes, bytes);
        using AsyncUnaryCall<byte[]> call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(deadline: Deadline()), []);
        if (asked)
            Assert.Empty(await call);
        else
            Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Run_Signal_EndsStreamsWithStatusAndExitsWithZero(string signal)
    {
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t"]);
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        using var signals = new SignalService.SignalServiceClient(channel).Subscribe(EveryTenMilliseconds, deadline: Deadline());
        using var events = new EventService.EventServiceClient(channel).Subscribe(new SubscribeEventsRequest(), deadline: Deadline());
        await ReadSamplesAsync(signals, 2);
        Assert.True(await events.ResponseStream.MoveNext(CancellationToken.None));

        await twin.SignalAsync(signal);

        RpcException ended = await Assert.ThrowsAsync<RpcException>(() => ReadSamplesAsync(signals, int.MaxValue));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await events.ResponseStream.MoveNext(CancellationToken.None))
            {
                // What had happened before the signal still comes.
            }
        });
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Equal(0, await twin.WaitForExitAsync());
        Assert.Empty(twin.Error);
    }

    [Fact]
    public async Task Run_LogOfCommands_SimulateRepeatsItBitForBit()
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("commands.jsonl");
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t", "--workload", "random", "--log", log]);
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        var control = new ControlService.ControlServiceClient(channel);
        await control.OverrideActuatorAsync(new OverrideActuatorRequest { Path = "fan0/speed", Value = new Quantity { Text = "100 %" } }, deadline: Deadline());
        await control.InjectFaultAsync(new InjectFaultRequest { Path = "els03/laser-dead2" }, deadline: Deadline());
        await control.SetParameterAsync(new SetParameterRequest { Path = "air/inlet-temperature", Value = new Quantity { Text = "35 degC" } }, deadline: Deadline());
        await control.SetPresenceAsync(new SetPresenceRequest { Path = "els05", Present = false }, deadline: Deadline());
        await control.ChooseWorkloadAsync(new ChooseWorkloadRequest { Name = "full" }, deadline: Deadline());
        await twin.SignalAsync("INT");
        Assert.Equal(0, await twin.WaitForExitAsync());

        string[] last = twin.Output.Split('\n').Single(line => line.StartsWith("5 commands in ", StringComparison.Ordinal)).Split(' ');
        string hash = last[^3];
        long step = long.Parse(last[^1], CultureInfo.InvariantCulture);
        Assert.Equal(6, (await File.ReadAllLinesAsync(log)).Length);

        (int exitCode, string output, string error) = await TwinProcess.RunAsync(
            "simulate", "--chassis", "cpo-51t", "--workload", "random", "--duration", $"{step} ms", "--commands", log, "--hash");
        Assert.Equal(string.Empty, error);
        Assert.Equal(0, exitCode);
        Assert.Equal($"hash {hash} step {step}", output.Trim());

        (exitCode, _, error) = await TwinProcess.RunAsync("simulate", "--chassis", "cpo-102t", "--duration", "1 s", "--commands", log, "--hash");
        Assert.Equal(2, exitCode);
        Assert.Contains("commands.jsonl:1: the log belongs to 'cpo-51t', the chassis is 'cpo-102t'.", error, StringComparison.Ordinal);

        // No single build does what a run did whose plugins were reloaded.
        await File.AppendAllTextAsync(log, """{"step":999,"command":"reload","path":"acme.inp-laser","before":"acme.inp-laser 1.0.0 (aa)","after":"acme.inp-laser 1.1.0 (bb)"}""" + "\n");
        (exitCode, _, error) = await TwinProcess.RunAsync("simulate", "--chassis", "cpo-51t", "--duration", "1 s", "--commands", log, "--hash");
        Assert.Equal(2, exitCode);
        Assert.Contains("commands.jsonl:7: at step 999 plugins were reloaded (acme.inp-laser 1.0.0 (aa) gave way to acme.inp-laser 1.1.0 (bb))", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KilledWhileItWritesItsLog_SimulateRepeatsWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("commands.jsonl");
        string[] chassis = ["--chassis", "cpo-51t", "--initial", "ambient"];
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync([.. chassis, "--log", log]);
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        var control = new ControlService.ControlServiceClient(channel);
        var snapshots = new SnapshotService.SnapshotServiceClient(channel);
        await control.OverrideActuatorAsync(new OverrideActuatorRequest { Path = "fan0/speed", Value = new Quantity { Text = "100 %" } }, deadline: Deadline());
        await snapshots.TakeAsync(new TakeSnapshotRequest { Name = "before" }, deadline: Deadline());
        await control.InjectFaultAsync(new InjectFaultRequest { Path = "els03/laser-dead2" }, deadline: Deadline());
        await snapshots.RestoreAsync(new RestoreSnapshotRequest { Name = "before" }, deadline: Deadline());
        await WaitForLinesAsync(log, 4);
        await twin.SignalAsync("KILL");
        Assert.NotEqual(0, await twin.WaitForExitAsync());

        string[] lines = await File.ReadAllLinesAsync(log);
        Assert.Equal(["override-actuator", "inject-fault", "restore"], lines[1..].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("command").GetString()));
        string[] simulate = ["simulate", .. chassis, "--duration", "10 s", "--commands", log, "--hash"];
        (int exitCode, string whole, string error) = await TwinProcess.RunAsync(simulate);
        Assert.Equal((0, string.Empty), (exitCode, error));

        // A line that was under way is left out, and that is said.
        await File.AppendAllTextAsync(log, """{"step":99999,"command":"set-par""");
        (exitCode, string torn, error) = await TwinProcess.RunAsync(simulate);
        Assert.Equal((0, $"{log}:5: is cut off and left out: the run was ended while it was written. What came before is repeated."), (exitCode, error.Trim()));
        Assert.Equal(whole, torn);

        // Elsewhere it is no line of a log.
        await File.AppendAllTextAsync(log, "\n" + lines[1] + "\n");
        (exitCode, _, error) = await TwinProcess.RunAsync(simulate);
        Assert.Equal(2, exitCode);
        Assert.Contains("commands.jsonl:5: is no command: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ComponentsOverTheirBudget_AreQuarantinedByTheLogAndSimulateRepeatsIt()
    {
        // The ASIC takes more than a microsecond of each step on any machine.
        using var folder = new TemporaryFolder();
        string log = folder.File("commands.jsonl");
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(
            "run", "--chassis", "cpo-51t", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--speed", "max", "--duration", "1 s", "--component-budget", "1us", "--log", log);
        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] last = output.Split('\n').Single(line => line.Contains(" commands in ", StringComparison.Ordinal)).Split(' ');
        string text = await File.ReadAllTextAsync(log);
        Assert.Contains("\"command\":\"quarantine-component\",\"path\":\"chassis0/asic0\",\"reason\":\"It took more than its budget of 1 us in 100 steps in a row, ", text, StringComparison.Ordinal);

        (exitCode, output, error) = await TwinProcess.RunAsync("simulate", "--chassis", "cpo-51t", "--duration", "1 s", "--commands", log, "--hash");
        Assert.Equal(0, exitCode);
        Assert.Contains("chassis0/asic0", error, StringComparison.Ordinal);
        Assert.Equal($"hash {last[^3]} step {last[^1].Trim()}", output.Trim());
    }

    [Fact]
    public async Task Run_Duration_EndsByItself()
    {
        (TwinProcess twin, Uri _, Uri _) = await TwinProcess.ServeAsync(["--duration", "50 ms", "--speed", "max", "--initial", "ambient"]);
        using TwinProcess process = twin;
        Assert.Equal(0, await twin.WaitForExitAsync());
    }

    [Fact]
    public async Task Run_ReaderOfTheOutputGoes_EndsInOrder()
    {
        // The shell says with which code the twin ended; what it prints of its own goes elsewhere than into the pipe.
        using var folder = new TemporaryFolder();
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string script = $"{{ '{dotnet}' '{Path.Combine(TwinProcess.Folder, "twin.dll")}' run --grpc 127.0.0.1:0 --http 127.0.0.1:0 --initial ambient --log '{folder.File("log")}' 2>'{folder.File("error")}'; echo $? >'{folder.File("code")}'; }} | head -n 1";
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.StartsWith("cpo-51t: ", await shell.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
        using var limit = new CancellationTokenSource(TwinProcess.Limit);
        await shell.WaitForExitAsync(limit.Token);
        Assert.Equal("0\n", await File.ReadAllTextAsync(folder.File("code")));
        Assert.DoesNotContain((await File.ReadAllLinesAsync(folder.File("error"))), line => !line.StartsWith("reducing ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_FlagAndEnvironment_FlagWinsOverEnvironmentOverDefault()
    {
        (TwinProcess twin, Uri _, Uri _) = await TwinProcess.ServeAsync(["--workload", "idle"], ("TWIN_CHASSIS", "cpo-102t"), ("TWIN_WORKLOAD", "full"));
        using TwinProcess process = twin;
        Assert.StartsWith("cpo-102t: ", twin.Output, StringComparison.Ordinal);
        Assert.Contains("workload idle;", twin.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--grpc")]
    [InlineData("--http")]
    public async Task Run_BusyPort_SaysSoAndStartsNothing(string flag)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        string other = flag == "--grpc" ? "--http" : "--grpc";

        (int exitCode, string output, string error) = await TwinProcess.RunAsync("run", flag, $"127.0.0.1:{port}", other, "127.0.0.1:0");

        Assert.Equal(2, exitCode);
        Assert.Equal($"{flag}: port {port} on 127.0.0.1 is in use; choose another with {flag}.\n", error);
        Assert.Empty(output);
    }

    private static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + TwinProcess.Limit;

    private static async Task WaitForLinesAsync(string path, int count)
    {
        using var limit = new CancellationTokenSource(TwinProcess.Limit);
        while ((await File.ReadAllTextAsync(path, limit.Token)).Count(letter => letter == '\n') < count)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task<Samples> ReadSamplesAsync(AsyncServerStreamingCall<SubscribeResponse> stream, int count)
    {
        Samples? last = null;
        for (int i = 0; i < count;)
        {
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
            if (stream.ResponseStream.Current.Samples is { } samples)
            {
                last = samples;
                i++;
            }
        }

        return last!;
    }
}
