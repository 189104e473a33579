using System.Globalization;

namespace Twin.EndToEnd.Tests;

public sealed class SimulateTests
{
    [Theory]
    [InlineData("cpo-51t")]
    [InlineData("cpo-102t")]
    [InlineData("pluggable-51t")]
    [InlineData("hybrid-25t")]
    public async Task Simulate_Twice_GivesTheSameFingerprint(string chassis)
    {
        (int exitCode, string first, string error) = await TwinProcess.RunAsync("simulate", "--chassis", chassis, "--duration", "300ms", "--hash");
        (_, string second, _) = await TwinProcess.RunAsync("simulate", "--chassis", chassis, "--duration", "300 ms", "--hash");
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Matches("^hash [0-9a-f]{16} step 300\n$", first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Simulate_OtherSeed_GivesAnotherFingerprint()
    {
        (_, string first, _) = await TwinProcess.RunAsync("simulate", "--duration", "10ms", "--hash", "--seed", "1");
        (_, string second, _) = await TwinProcess.RunAsync("simulate", "--duration", "10ms", "--hash", "--seed", "2");
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Simulate_Recording_WritesHeaderWithUnitsAndARowForEachPeriod()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("run.csv");
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(
            "simulate", "--duration", "0.1 s", "--signals", "{fan0,fan1}/power,chassis0/asic0/pipe?/temperature", "--every", "20ms", "--out", file);
        Assert.Equal((0, string.Empty, string.Empty), (exitCode, output, error));
        string[] lines = await File.ReadAllLinesAsync(file);
        string[] columns =
        [
            "time_s", .. Enumerable.Range(0, 4).Select(i => $"chassis0/asic0/pipe{i}/temperature [degC]"), "chassis0/fan0/power [W]", "chassis0/fan1/power [W]",
        ];
        Assert.Equal(string.Join(',', columns), lines[0]);
        double[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal([0, 0.02, 0.04, 0.06, 0.08, 0.1], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(columns.Length, row.Length));
        Assert.All(rows, row => Assert.All(row[1..5], temperature => Assert.InRange(temperature, 25, 110)));
    }

    [Fact]
    public async Task Simulate_SignalsWithoutFile_WritesRowsAloneToStandardOutput()
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("simulate", "--duration", "10ms", "--signals", "inlet-power", "--every", "5ms", "--hash");
        Assert.Equal(0, exitCode);
        Assert.Equal(4, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("time_s,chassis0/inlet-power [W]\n", output, StringComparison.Ordinal);
        Assert.StartsWith("hash ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_Report_ShowsEnergyFromInletToAirThatBalances()
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("simulate", "--duration", "200ms", "--report");
        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] lines = output.Split('\n');
        double inlet = Mean("in   ");
        Assert.InRange(inlet, 100, 5000);

        // Each row is rounded to 5 mW.
        double rounding = 0.005 * lines.Length;
        Assert.InRange(Mean("used ") - Mean("in   inlet"), -rounding, rounding);
        Assert.InRange(Mean("out ") + Mean("kept") - inlet, -rounding, rounding);
        Assert.Contains("hottest of each kind", output, StringComparison.Ordinal);
        Assert.Contains("worst margin", output, StringComparison.Ordinal);
        Assert.Contains("times real time", output, StringComparison.Ordinal);

        double Mean(string start) => lines.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Sum(line => double.Parse(line.AsSpan(44, 10), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Simulate_Timing_AddsUpToTheStepAndChangesNoBit()
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("simulate", "--duration", "200ms", "--timing", "--hash");
        (_, string plain, _) = await TwinProcess.RunAsync("simulate", "--duration", "200ms", "--hash");
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.StartsWith(plain, output, StringComparison.Ordinal);

        // Columns: label, kind, mean, median, 99th percentile, longest, share.
        string[] rows = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipWhile(line => !line.StartsWith("step time", StringComparison.Ordinal)).Skip(1)];
        Assert.Contains(rows, row => row.StartsWith("6 x fan                 etesian.fan ", StringComparison.Ordinal));
        Assert.Equal(["the engine itself", "a step"], rows[^2..].Select(row => row[..24].Trim()));
        double[] means = [.. rows.Select(row => Column(row, 54))];
        Assert.InRange(means[..^1].Sum() - means[^1], -0.005 * rows.Length, 0.005 * rows.Length);
        Assert.All(rows, row => Assert.True(Column(row, 64) <= Column(row, 74) && Column(row, 74) <= (1.04 * Column(row, 84)) + 0.011));

        static double Column(string row, int start) => double.Parse(row.AsSpan(start, 10), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Simulate_Interrupted_EndsWithAWholeRowAndSaysSo()
    {
        using TwinProcess twin = TwinProcess.Start(["simulate", "--duration", "100 h", "--every", "1ms", "--signals", "inlet-power,fluid-heat"]);
        await twin.WaitForLineAsync(line => line.StartsWith("0.1,", StringComparison.Ordinal));
        await twin.SignalAsync("INT");
        Assert.Equal(130, await twin.WaitForExitAsync());
        Assert.Contains("interrupted after", twin.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n", twin.Output, StringComparison.Ordinal);
        Assert.Equal(3, twin.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(',').Length);
    }
}
