using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Twin.EndToEnd.Tests;

/// <summary>The clients that a newcomer copies, each against a running twin.</summary>
public sealed class ClientExamplesTests : IAsyncLifetime
{
    private TwinProcess _twin = null!;
    private string _address = string.Empty;

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public async Task InitializeAsync()
    {
        // Faster than the clock, so that simulated seconds cost little of it; idle, so that there is something to heat up.
        (_twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t", "--workload", "idle", "--speed", "4"]);
        _address = grpc.Authority;
    }

    public Task DisposeAsync()
    {
        _twin.Dispose();
        return Task.CompletedTask;
    }

    [ToolsFact(
        "the packages python3-grpcio, python3-protobuf, python3-matplotlib, protobuf-compiler and protobuf-compiler-grpc (Debian)",
        "protoc", "grpc_python_plugin", "python3:grpc", "python3:matplotlib")]
    public async Task HeatUp_Python_PlotsTemperaturesThatRise()
    {
        using var folder = new TemporaryFolder();
        string proto = Path.Combine(ClientPrograms.Repository, "proto");
        (string plugin, _) = await ClientPrograms.RunAsync("sh", ["-c", "command -v grpc_python_plugin"]);
        await ClientPrograms.RunAsync(
            "protoc", ["-I", proto, "--python_out", folder.Path, "--grpc_out", folder.Path, "--plugin=protoc-gen-grpc=" + plugin.Trim(), .. Directory.GetFiles(Path.Combine(proto, "twin/v1"), "*.proto")]);
        string picture = folder.File("heat_up.png");
        (string output, _) = await ClientPrograms.RunAsync(
            RealClientsFactAttribute.Python, [ClientPrograms.Client("python/heat_up.py"), "--address", _address, "--seconds", "20", "--out", picture],
            ("PYTHONPATH", folder.Path), ("MPLCONFIGDIR", folder.Path));

        (double before, double after) = Change(output, "chassis0/asic0/pipe0/temperature");
        Assert.True(after > before + 5, $"The chip should heat up by 5 K and more: {before} to {after} degC.");
        Assert.Matches(@"(?m)^\d+ samples in ", output);
        byte[] png = await File.ReadAllBytesAsync(picture);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal((900, 500), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [ToolsFact("nodejs, and 'npm ci' in tests/Twin.EndToEnd.Tests/clients/node", "node", "node_modules:tests/Twin.EndToEnd.Tests/clients/node")]
    public async Task Temperatures_Node_PrintsCsvAndTheAlarmOfTheFault()
    {
        (string output, string error) = await ClientPrograms.RunAsync("node", [ClientPrograms.Client("node/temperatures.js"), "--address", _address, "--samples", "5"]);
        string[] lines = output.Trim().Split('\n');
        Assert.Equal("time_s," + string.Join(',', Enumerable.Range(0, 6).Select(fan => $"chassis0/fan{fan}/motor/temperature [Cel]")), lines[0]);
        Assert.Equal(5, lines.Length - 1);
        double[][] rows = [.. lines[1..].Select(line => line.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(rows, row => Assert.Equal(7, row.Length));
        Assert.All(rows.Zip(rows[1..]), pair => Assert.True(pair.Second[0] > pair.First[0], "time goes on"));
        Assert.All(rows.SelectMany(row => row[1..]), temperature => Assert.InRange(temperature, 20, 80));
        Assert.Matches(@"(?m)^fault fan0/stuck from step \d+$", error);
        Assert.Matches(@"(?m)^alarm at step \d+: chassis0/fan0/state-\w+: The rotor ", error);
    }

    [Fact]
    public async Task FansUp_CSharp_TellsThatTheChassisCools()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.Combine(ClientPrograms.Repository, "tests/Twin.Examples.CSharp/bin", here.Parent!.Name, here.Name, "Twin.Examples.CSharp.dll");
        (string output, _) = await ClientPrograms.RunAsync(Dotnet, [program, "http://" + _address, "20"]);
        Assert.StartsWith("cpo-51t: 51.2T switch", output, StringComparison.Ordinal);
        Assert.Equal(6, Regex.Count(output, @"(?m)^chassis0/fan\d/speed \d+ % -> 100 % from step \d+$"));
        (double before, double after) = Change(output, "chassis0/oe0/eic/temperature");
        Assert.True(after < before - 0.5, $"The engine should cool: {before} to {after} degC.");
    }

    [Fact]
    public async Task Tour_TwinCall_ShowsKnobFaultAndAlarm()
    {
        string twin = $"{Dotnet} {Path.Combine(TwinProcess.Folder, "twin.dll")}";
        (string output, _) = await ClientPrograms.RunAsync("bash", [ClientPrograms.Client("shell/tour.sh"), _address], ("TWIN", twin));
        Assert.Contains("twin.v1.ControlService\n", output, StringComparison.Ordinal);
        Assert.Contains("rpc OverrideActuator(OverrideActuatorRequest) returns (CommandResult);", output, StringComparison.Ordinal);
        Assert.Contains("\"workload\": \"idle\"", output, StringComparison.Ordinal);
        Assert.Contains("\"newValue\": 0.8", output, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(output, @"(?m)^{""samples"":"));
        Assert.Contains("\"path\": \"chassis0/els00/state-laser-lost\"", output, StringComparison.Ordinal);
    }

    private static (double Before, double After) Change(string output, string path)
    {
        Match match = Regex.Match(output, $"(?m)^{Regex.Escape(path)} ([-0-9.]+) -> ([-0-9.]+) degC$");
        Assert.True(match.Success, output);
        return (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }
}
