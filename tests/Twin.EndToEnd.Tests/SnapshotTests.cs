using System.Globalization;
using System.Text.Json;

namespace Twin.EndToEnd.Tests;

/// <summary>Snapshots through <c>twin run</c>, <c>twin call</c>, <c>twin snapshot</c> and <c>twin simulate</c>.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Snapshots_OfARunningTwin_AreKeptRestoredAndRepeated()
    {
        using var folder = new TemporaryFolder();
        string snapshots = folder.File("snapshots");
        string log = folder.File("commands.jsonl");
        string[] chassis = ["--chassis", "cpo-51t", "--initial", "ambient", "--workload", "random"];
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync([.. chassis, "--snapshots", snapshots, "--log", log]);
        using TwinProcess process = twin;
        JsonElement taken = await CallAsync(grpc, "Take", """{"name":"before","description":"as it was"}""");
        long step = long.Parse(taken.GetProperty("position").GetProperty("step").GetString()!, CultureInfo.InvariantCulture);
        Assert.True(taken.GetProperty("isUsable").GetBoolean());
        await CallAsync(grpc, "OverrideActuator", """{"path":"fan0/speed","value":{"text":"100 %"}}""");
        await CallAsync(grpc, "Fork", """{"name":"slow-fans","commands":[{"overrideActuator":{"path":"fan0/speed","value":{"text":"40 %"}}}]}""");
        JsonElement restored = await CallAsync(grpc, "Restore", """{"name":"before"}""");
        Assert.Equal(step.ToString(CultureInfo.InvariantCulture), restored.GetProperty("position").GetProperty("step").GetString());
        Assert.NotEqual("0", restored.GetProperty("position").GetProperty("epoch").GetString());
        await CallAsync(grpc, "InjectFault", """{"path":"els03/laser-dead2"}""");
        JsonElement comparison = await CallAsync(grpc, "Compare", """{"first":{"snapshot":"before"},"second":{"fork":"slow-fans"},"order":"COMPARE_ORDER_ABSOLUTE","limit":3}""");
        Assert.True(comparison.GetProperty("isSameChassis").GetBoolean());
        (int exitCode, string ahead, string error) = await TwinProcess.RunAsync(
            "call", "RunAhead", "--compact", "--address", grpc.Authority, "--data", """{"from":{"fork":"slow-fans"},"seconds":0.5,"selection":{"globs":["inlet-power"]},"periodMs":100}""");
        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] messages = ahead.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("""{"start":""", messages[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"end":""", messages[^1], StringComparison.Ordinal);
        (exitCode, _, error) = await TwinProcess.RunAsync("call", "Take", "--address", grpc.Authority, "--data", """{"name":"before"}""");
        Assert.Equal(4, exitCode);
        Assert.Contains("ALREADY_EXISTS (6): There is a snapshot 'before' already", error, StringComparison.Ordinal);
        await twin.SignalAsync("INT");
        Assert.Equal(0, await twin.WaitForExitAsync());

        // The log has the restore and its state beside it: the run is repeated without the folder of snapshots.
        string[] last = twin.Output.Split('\n').Single(line => line.StartsWith("3 commands in ", StringComparison.Ordinal)).Split(' ');
        (exitCode, string output, error) = await TwinProcess.RunAsync(["simulate", .. chassis, "--duration", $"{last[^1]} ms", "--commands", log, "--hash"]);
        Assert.Equal((string.Empty, 0, $"hash {last[^3]} step {last[^1]}"), (error, exitCode, output.Trim()));

        // The file is one that another process reads, and a simulation that goes on from it is the one that came to it and went on.
        string file = Path.Combine(snapshots, "before.twinsnap");
        (exitCode, output, error) = await TwinProcess.RunAsync("snapshot", "show", file);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Contains("description  as it was\n", output, StringComparison.Ordinal);
        string whole = await HashAsync(["simulate", .. chassis, "--duration", $"{step + 50} ms", "--hash"]);
        Assert.Equal(whole, await HashAsync(["simulate", .. chassis, "--from", file, "--duration", "50 ms", "--hash"]));
        Assert.Equal(whole, await HashAsync(["simulate", .. chassis, "--snapshots", snapshots, "--from", "before", "--duration", "50 ms", "--hash"]));

        // What differs is said, and nothing is run.
        (exitCode, output, error) = await TwinProcess.RunAsync(["simulate", .. chassis, "--seed", "77", "--from", file, "--hash"]);
        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.StartsWith("--from: The snapshot 'before' is of another description of 'cpo-51t'", error, StringComparison.Ordinal);

        // Damaged and foreign files are listed with the reason and left alone.
        byte[] bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(Path.Combine(snapshots, "cut.twinsnap"), bytes[..^1000]);
        await File.WriteAllTextAsync(Path.Combine(snapshots, "foreign.twinsnap"), "something else");
        (exitCode, output, _) = await TwinProcess.RunAsync("snapshot", "list", snapshots);
        Assert.Equal(2, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"before   cpo-51t  step {step}  ", lines[0], StringComparison.Ordinal);
        Assert.Contains("cannot be used: ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("it is cut off.", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("it is no snapshot of a twin.", lines[2], StringComparison.Ordinal);

        (TwinProcess second, grpc, _) = await TwinProcess.ServeAsync([.. chassis, "--snapshots", snapshots]);
        using TwinProcess secondProcess = second;
        JsonElement[] listed = [.. (await CallAsync(grpc, "SnapshotService/List", "{}", "--defaults")).GetProperty("snapshots").EnumerateArray()];
        Assert.Equal([true, false, false], listed.Select(item => item.GetProperty("isUsable").GetBoolean()));
        (exitCode, _, error) = await TwinProcess.RunAsync("call", "Restore", "--address", grpc.Authority, "--data", """{"name":"cut"}""");
        Assert.Equal(4, exitCode);
        Assert.Contains("FAILED_PRECONDITION (9): The snapshot 'cut' cannot be used: it is cut off.", error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(snapshots, "cut.twinsnap")));

        // Until it is deleted, which needs no reading.
        await CallAsync(grpc, "SnapshotService/Delete", """{"name":"cut"}""");
        await CallAsync(grpc, "SnapshotService/Delete", """{"name":"foreign"}""");
        Assert.Equal(["before.twinsnap"], Directory.GetFiles(snapshots).Select(Path.GetFileName));
        (exitCode, _, error) = await TwinProcess.RunAsync("call", "SnapshotService/Delete", "--address", grpc.Authority, "--data", """{"name":"cut"}""");
        Assert.Equal(4, exitCode);
        Assert.Contains("NOT_FOUND (5): There is no snapshot 'cut'.", error, StringComparison.Ordinal);
        restored = await CallAsync(grpc, "Restore", """{"name":"before"}""");
        Assert.Equal(step.ToString(CultureInfo.InvariantCulture), restored.GetProperty("position").GetProperty("step").GetString());
        await CallAsync(grpc, "SnapshotService/Delete", """{"name":"before"}""");
        Assert.False(File.Exists(file));
        Assert.Empty(Directory.GetFiles(snapshots, ".*"));
    }

    [Fact]
    public async Task Run_StatesOfRestoresThatCannotBeWritten_KeepsTheCommandsAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("commands.jsonl");
        await File.WriteAllTextAsync(log + ".snapshots", "a file where the folder of states would be");
        (TwinProcess twin, Uri grpc, Uri _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t", "--initial", "ambient", "--log", log]);
        using TwinProcess process = twin;
        await CallAsync(grpc, "Take", """{"name":"before"}""");
        await CallAsync(grpc, "InjectFault", """{"path":"els03/laser-dead2"}""");
        await CallAsync(grpc, "Restore", """{"name":"before"}""");
        await twin.SignalAsync("INT");
        Assert.Equal(2, await twin.WaitForExitAsync());
        Assert.Contains($"--log: '{log}.snapshots' cannot be the folder of snapshots: ", twin.Error, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(log);
        Assert.Equal(3, lines.Length);
        Assert.Contains("els03/laser-dead2", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"command\":\"restore\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderOfSnapshotsThatCannotBe_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("file");
        await File.WriteAllTextAsync(file, string.Empty);
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("run", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--snapshots", file);
        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.StartsWith($"--snapshots: '{file}' cannot be the folder of snapshots: ", error, StringComparison.Ordinal);
    }

    private static async Task<string> HashAsync(string[] arguments)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(arguments);
        Assert.Equal((0, string.Empty), (exitCode, error));
        return output;
    }

    private static async Task<JsonElement> CallAsync(Uri grpc, string method, string data, params string[] flags)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(["call", method, "--address", grpc.Authority, "--data", data, .. flags]);
        Assert.Equal((0, string.Empty), (exitCode, error));
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
