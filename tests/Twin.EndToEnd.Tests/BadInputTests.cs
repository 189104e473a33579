namespace Twin.EndToEnd.Tests;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("run --chasis cpo-51t", "--chasis")]
    [InlineData("call list --address nowhere", "--address: 'nowhere' is not an address with a port")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("run --chassis cpo-51", "--chassis: There is no chassis 'cpo-51'. Did you mean 'cpo-51t'?")]
    [InlineData("run --chassis no/such.yaml", "There is no file 'no/such.yaml'")]
    [InlineData("run --workload all-reduse", "'all-reduse' is neither a workload of this chassis nor a pattern of traffic. Did you mean 'all-reduce'?")]
    [InlineData("run --workload rubbish", "idle, full, constant, ramp, all-reduce, all-to-all, mixture-of-experts, moe, random, trace")]
    [InlineData("run --speed 5000", "--speed: '5000' is neither a number from 0.1 to 1000 nor 'max'.")]
    [InlineData("run --duration 60W", "--duration: '60W'")]
    [InlineData("run --duration 0s", "--duration: '0s' is not above zero.")]
    [InlineData("run --initial warm", "--initial: 'warm' is neither 'steady' nor 'ambient'.")]
    [InlineData("run --seed -1", "--seed: '-1' is not a whole number")]
    [InlineData("run --grpc 0.0.0.0:50051", "--grpc: '0.0.0.0:50051' can be reached from other machines.")]
    [InlineData("run --http nowhere", "--http: 'nowhere' is not an address with a port")]
    [InlineData("run --grpc ::1:5000", "--grpc: '::1:5000' is not an address with a port")]
    [InlineData("run --http localhost:70000", "--http: 'localhost:70000' is not an address with a port")]
    [InlineData("run --grpc 127.0.0.1:50999 --http 127.0.0.1:50999", "--http: 127.0.0.1:50999 is also the address of --grpc")]
    [InlineData("run --plugins no-such-folder", "--plugins: There is no directory 'no-such-folder'.")]
    [InlineData("simulate --signals nothing/here", "--signals: 'nothing/here' matches no signal.")]
    [InlineData("simulate --signals oe{0", "--signals: 'oe{0' has a '{' without '}'")]
    [InlineData("simulate --out no/such/folder/run.csv", "--out: 'no/such/folder/run.csv' cannot be written")]
    [InlineData("simulate --every 0s --out run.csv", "--every: '0s' is not above zero.")]
    [InlineData("package solve cpo-51t-reference --dt 0.01 --end 1", "--end: A steady state has no time. Leave it out, or choose --case step or --case trace.")]
    [InlineData("validate no/such.yaml", "There is no file 'no/such.yaml'")]
    [InlineData("plugin check no-such-folder", "FOLDER: There is no directory 'no-such-folder'.")]
    [InlineData("plugin check . --seed x --budget 5W", "--seed: 'x' is not a whole number from 0 to 18446744073709551615.")]
    [InlineData("plugin check . --most 0", "--most: '0' is not a whole number from 1 to 1000000.")]
    public async Task Invoke_BadInput_SaysWhatIsWrongAndExitsWithTwo(string arguments, string message)
    {
        string[] all = arguments.Split(' ');
        if (all[0] == "run")
        {
            all = [.. all, .. !all.Contains("--grpc") ? ["--grpc", "127.0.0.1:0"] : Array.Empty<string>(), .. !all.Contains("--http") ? ["--http", "127.0.0.1:0"] : Array.Empty<string>()];
        }

        (int exitCode, string output, string error) = await TwinProcess.RunAsync(all);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Run_SeveralMistakes_AllAreSaidAtOnce()
    {
        (int exitCode, _, string error) = await TwinProcess.RunAsync(
            "run", "--chassis", "cpo-51", "--speed", "fast", "--grpc", "10.0.0.1:1", "--http", "127.0.0.1:0", "--plugins", "nowhere", "--duration", "1");
        Assert.Equal(2, exitCode);
        Assert.Equal(5, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(["--chassis: ", "--speed: ", "--grpc: ", "--plugins: ", "--duration: "], flag => Assert.Contains(flag, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Simulate_OutputOverItsChassisFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        string shipped = Path.Combine(TwinProcess.Folder, "chassis", "pluggable-51t.yaml");
        string file = folder.Write("mine.yaml", await File.ReadAllTextAsync(shipped));
        (int exitCode, _, string error) = await TwinProcess.RunAsync("simulate", "--chassis", file, "--out", file);
        Assert.Equal(2, exitCode);
        Assert.Contains($"--out: '{file}' is what the run is made of.", error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(shipped), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Run_FolderThatIsNoPlugin_SaysWhichFileIsMissing()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("not-a-plugin"));
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("run", "--plugins", folder.Path, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        Assert.Equal(2, exitCode);
        Assert.Contains("TW0202 not-a-plugin:", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Run_FolderAsChassis_SaysSo()
    {
        (int exitCode, _, string error) = await TwinProcess.RunAsync("run", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--chassis", Path.GetTempPath());
        Assert.Equal(2, exitCode);
        Assert.Contains("is a folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ManyMistakes_ListsEachWithItsPosition()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("bad.yaml", """
            modell: x
            room: 25 W
            components:
              a: {knd: v.p}
            """);
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("validate", file);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains($"{file}:1:1: TW0104 modell:", error, StringComparison.Ordinal);
        Assert.Contains($"{file}:2:7: TW0109 room:", error, StringComparison.Ordinal);
        Assert.Contains($"{file}:4:7: TW0104 components.a.knd:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_UnknownKind_IsFoundByTheCompiler()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("unknown.yaml", "model: x\ncomponents:\n  fan: etesian.fann\n");
        (int exitCode, _, string error) = await TwinProcess.RunAsync("validate", file);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"{file}:3:", error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'etesian.fan'?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ShippedChassis_SaysOkWithCounts()
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("validate", Path.Combine(TwinProcess.Folder, "chassis", "cpo-102t.yaml"));
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Matches(@"^ok: cpo-102t, \d+ components, 64 ports, \d+ signals, ", output);
    }

    [Fact]
    public async Task ChassisList_ShippedChassis_NamesTitleComponentsAndPorts()
    {
        (int exitCode, string output, _) = await TwinProcess.RunAsync("chassis", "list");
        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["cpo-102t", "cpo-51t", "hybrid-25t", "pluggable-51t"], lines.Select(line => line.Split(' ')[0]));
        Assert.All(lines, line => Assert.Matches(@"^\S+ +\d+ components +64 ports  \S", line));
    }

    [Theory]
    [InlineData("--help", "Usage:")]
    [InlineData("--version", "0.1.0")]
    public async Task Invoke_HelpOrVersion_PrintsIt(string flag, string text)
    {
        (int exitCode, string output, _) = await TwinProcess.RunAsync(flag);
        Assert.Equal(0, exitCode);
        Assert.Contains(text, output, StringComparison.Ordinal);
    }
}
