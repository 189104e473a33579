using System.Globalization;
using System.Text.RegularExpressions;

namespace Twin.EndToEnd.Tests;

public sealed class PackageTests
{
    private const string Reference = "cpo-51t-reference";

    [Fact]
    public async Task Solve_SteadyReference_TableOfBlocksAndReport()
    {
        using TemporaryFolder folder = new();
        string csv = folder.File("steady.csv");

        (int exitCode, string output, string error) = await TwinProcess.RunAsync("package", "solve", Reference, "--case", "steady", "--grid", "50", "--out", csv);

        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] lines = File.ReadAllText(csv).TrimEnd('\n').Split('\n');
        Assert.Equal("block,power_W,avg_K,max_K", lines[0]);
        Assert.Equal(30, lines.Length);
        string[] mmu = lines[1].Split(',');
        Assert.Equal(["MMU", "54"], mmu[..2]);
        // The reference results have three decimals.
        Assert.Equal(380.267, Number(mmu[2]), 0.001);
        Assert.Equal(383.819, Number(mmu[3]), 0.001);
        Assert.Matches(@"steady state: residual \d\.\de-1\d, \d+ iterations", output);
        Assert.Contains("594.000 W from blocks, out through top 591.243 W, out through bottom 2.757 W; imbalance", output, StringComparison.Ordinal);
        Assert.Contains("hottest  MMU: 110.67 degC (383.819 K) at x = 38.25 mm, y = 36.75 mm in ACT", output, StringComparison.Ordinal);
        Assert.Equal(["steady.csv"], Directory.EnumerateFiles(folder.Path).Select(file => Path.GetFileName(file)));
    }

    [Theory]
    [InlineData("step", 320.538)]
    [InlineData("trace", 317.848)]
    public async Task Solve_OverTime_TableOfInstants(string name, double givenK)
    {
        using TemporaryFolder folder = new();
        string csv = folder.File("run.csv");

        (int exitCode, string output, string error) = await TwinProcess.RunAsync(
            "package", "solve", name == "step" ? "cpo-51t-microchannel" : Reference, "--case", name, "--grid", name == "step" ? "50" : "100", "--dt", "0.01", "--end", "30 ms", "--out", csv);

        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] lines = File.ReadAllText(csv).TrimEnd('\n').Split('\n');
        Assert.StartsWith("t_s,MMU_avg_K,MMU_max_K,PIPE0_avg_K,PIPE0_max_K,", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",OE7_PIC_avg_K,OE7_PIC_max_K", lines[0], StringComparison.Ordinal);
        Assert.Equal(["0.01", "0.02", "0.03"], lines[1..].Select(line => line.Split(',')[0]));
        Assert.All(lines[1..], line => Assert.Equal(59, line.Split(',').Length));
        // The first instant of the reference results; with coolant they are known to 0.1 K.
        Assert.Equal(givenK, Number(lines[1].Split(',')[1]), name == "step" ? 0.1 : 0.001);
        Assert.Contains("0.03 s in steps of 0.01 s", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_OutputIsALink_WritesToTheFileThatIsMeant()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("real.csv");
        string link = folder.File("link.csv");
        await File.WriteAllTextAsync(file, "old");
        File.CreateSymbolicLink(link, file);

        (int exitCode, _, string error) = await TwinProcess.RunAsync("package", "solve", Reference, "--grid", "50", "--out", link);

        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Equal(file, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        Assert.StartsWith("block,power_W,avg_K,max_K", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_OutputIsADevice_WritesThroughIt()
    {
        (int exitCode, _, string error) = await TwinProcess.RunAsync("package", "solve", Reference, "--grid", "50", "--out", "/dev/null");

        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Empty(Directory.GetFiles("/dev", "null.*.part"));
    }

    [Fact]
    public async Task Solve_OutputsAreOneFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("same");

        (int exitCode, _, string error) = await TwinProcess.RunAsync("package", "solve", Reference, "--out", file, "--map", file);

        Assert.Equal(2, exitCode);
        Assert.Contains("is the file of --out too", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Solve_Map_HottestPixelWhereTheHottestCellIs()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("map.png");

        (int exitCode, _, string error) = await TwinProcess.RunAsync("package", "solve", Reference, "--map", file);

        Assert.Equal((0, string.Empty), (exitCode, error));
        Png picture = Png.Read(file);
        int[] area = [.. picture.Texts["Map area"].Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal([800, 800], area[2..]);
        Assert.Equal((132 + 800 + 150, 1365), (picture.Width, picture.Height));
        Assert.Contains("hottest 110.7 \u00B0C in MMU at (38.25, 36.75) mm", picture.Texts["Description"], StringComparison.Ordinal);

        // The colour at the top of the scale, and the places of the map that have it: no ink is of that colour.
        (byte, byte, byte) hottest = picture[area[0] + area[2] + 34 + 13, area[1] + 3];
        List<(double XMm, double YMm)> places = [];
        for (int y = 0; y < area[3]; y++)
        {
            for (int x = 0; x < area[2]; x++)
            {
                if (picture[area[0] + x, area[1] + y] == hottest)
                {
                    places.Add(((x + 0.5) * 75 / area[2], 75 - ((y + 0.5) * 75 / area[3])));
                }
            }
        }

        Assert.NotEmpty(places);
        // A cell is 1.5 mm wide; between the middles of cells colours are interpolated, and the neighbours are nearly as hot.
        Assert.Equal(38.25, places.Average(place => place.XMm), 1.5);
        Assert.Equal(36.75, places.Average(place => place.YMm), 1.5);
        Assert.All(places, place => Assert.True(Math.Abs(place.XMm - 38.25) < 3 && Math.Abs(place.YMm - 36.75) < 3, place.ToString()));
    }

    [Fact]
    public async Task Compare_OwnResults_NoDifferenceAndCodeZero()
    {
        using TemporaryFolder folder = new();
        string csv = folder.File("trace_grid25.csv");
        Assert.Equal(0, (await TwinProcess.RunAsync("package", "solve", Reference, "--case", "trace", "--grid", "25", "--end", "0.05", "--out", csv)).ExitCode);

        (int exitCode, string output, string error) = await TwinProcess.RunAsync("package", "compare", Reference, csv, "--limit", "1e-6");

        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Contains("trace of powers, 0.05 s in steps of 0.01 s against trace_grid25.csv", output, StringComparison.Ordinal);
        Assert.Contains("25 x 25 x 13 cells", output, StringComparison.Ordinal);
        Assert.Matches(@"avg_K +145 ", output);
        Assert.Matches(@"largest difference of 290 values: 0\.00000\d K, .*; within the limit of 1E-06 K", output);
    }

    [Fact]
    public async Task Compare_ColumnsOfTwoGrids_EachWithItsGrid()
    {
        using TemporaryFolder folder = new();
        string csv = folder.Write("given.csv", "block,power_W,avg_K_grid50,max_K_grid50,avg_K_grid100,max_K_grid100\nMMU,54,380.267,383.819,379.940,383.754\nPIPE1,62,375.919,383.350,375.643,382.676\n");

        (int exitCode, string output, _) = await TwinProcess.RunAsync("package", "compare", Reference, csv, "--limit", "0.005");

        // The largest of PIPE1 on the coarse grid is given a kelvin too high.
        Assert.Equal(3, exitCode);
        Assert.Matches(@"largest difference of 4 values: (0\.999|1\.000)\d+ K, PIPE1 max_K; ABOVE the limit of 0\.005 K", output);
        Assert.Matches(@"largest difference of 4 values: 0\.000\d+ K, .*; within the limit of 0\.005 K", output);
        Assert.Equal(0, (await TwinProcess.RunAsync("package", "compare", Reference, csv, "--limit", "0.005", "--grid", "100")).ExitCode);
    }

    [Fact]
    public async Task Compare_MapOfALayer_CellByCell()
    {
        using TemporaryFolder folder = new();
        string row = string.Join(',', Enumerable.Repeat("313.15", 5));
        string csv = folder.Write("map5_ACT.csv", string.Join('\n', Enumerable.Repeat(row, 5)));
        (int exitCode, string output, _) = await TwinProcess.RunAsync("package", "compare", Reference, csv);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"largest difference of 25 values: \d+\.\d+ K, row 2, column 2 of ACT", output);
    }

    [Fact]
    public async Task Reduce_Twice_SecondFromTheCacheAndADamagedOneBuiltAgain()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["package", "reduce", Reference, "--grid", "25", "--cache", folder.Path];

        (int exitCode, string output, string error) = await TwinProcess.RunAsync(arguments);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Matches($@"order \d+ of 8125 cells, built and kept in {Regex.Escape(folder.Path)} in \d", output);
        Assert.Matches(@"29 sources of heat, 2 faces, 0 probes; slowest time constant \d+\.\d+ s", output);
        Assert.Matches(@"block averages within 0\.\d+ K, maxima within \d\.\d+ K", output);
        Assert.Matches(@"steady   against the full model: block averages differ by \d\.\de-\d+ K at most, maxima by", output);
        string file = Assert.Single(Directory.EnumerateFiles(folder.Path));

        (exitCode, output, error) = await TwinProcess.RunAsync(arguments);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Matches($@"order \d+ of 8125 cells, read from {Regex.Escape(folder.Path)} in \d", output);

        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        (exitCode, output, error) = await TwinProcess.RunAsync(arguments);
        Assert.Equal(0, exitCode);
        Assert.Contains("It is built again.", error, StringComparison.Ordinal);
        Assert.Contains("built and kept in ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solve cpo-51-reference", "Did you mean 'cpo-51t-reference'?")]
    [InlineData("solve no/such/folder", "There is no folder 'no/such/folder'.")]
    [InlineData("solve cpo-51t-reference --case stedy", "--case: 'stedy' is not one of steady, step, trace. Did you mean 'steady'?")]
    [InlineData("solve cpo-51t-reference --grid 0", "--grid: '0' is not a whole number of cells from 1 to 10000.")]
    [InlineData("solve cpo-51t-reference --grid 2.5", "--grid: '2.5'")]
    [InlineData("solve cpo-51t-reference --grid 10000", "--grid: 10000 x 10000 x 13 cells take about")]
    [InlineData("solve cpo-51t-reference --case step --dt 0", "--dt: '0' is not above zero.")]
    [InlineData("solve cpo-51t-reference --case step --dt 1W", "--dt: '1W' is not a time")]
    [InlineData("solve cpo-51t-reference --case step --end 0.015", "--end: 0.015 s are not a whole number of steps of 0.01 s.")]
    [InlineData("solve cpo-51t-reference --case step --dt 1e-9 --end 1", "--dt: 1 s in steps of 1E-09 s are")]
    [InlineData("solve cpo-51t-reference --method euler", "--method: 'euler' is neither")]
    [InlineData("solve cpo-51t-reference --out no/such/run.csv", "--out: 'no/such/run.csv' cannot be written: there is no folder")]
    [InlineData("reduce cpo-51t-microchannel", "A package with microchannels cannot be reduced")]
    [InlineData("reduce cpo-51t-reference --grid 5000", "--grid: 5000 x 5000 x 13 cells take about")]
    [InlineData("compare cpo-51t-reference no-such.csv", "There is no file 'no-such.csv'.")]
    [InlineData("compare cpo-51t-reference no-such.csv --limit few", "--limit: 'few' is not a number of kelvin")]
    public async Task Invoke_BadInput_SaysWhatIsWrongAndExitsWithTwo(string arguments, string message)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(["package", .. arguments.Split(' ')]);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Solve_SeveralMistakes_AllAreSaidAtOnceAndNothingIsWritten()
    {
        using TemporaryFolder folder = new();
        Copy(folder);
        string blocks = Path.Combine(folder.Path, "blocks.csv");
        File.WriteAllText(blocks, File.ReadAllText(blocks).Replace("MMU,28.5,36,18,3,54", "MMU,28.5,36,18,3,-54", StringComparison.Ordinal).Replace("OE7_PIC,15", "OE7_PIC,14", StringComparison.Ordinal));
        string csv = folder.File("run.csv");

        (int exitCode, string output, string error) = await TwinProcess.RunAsync("package", "solve", folder.Path, "--grid", "many", "--dt", "x", "--out", csv);

        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.Contains($"{blocks}:2:18: TW0605 blocks.nominal_power_W: Block 'MMU' has a power of -54 W.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("OE7_PIC", error, StringComparison.Ordinal);
        Assert.Contains("--grid: 'many'", error, StringComparison.Ordinal);
        Assert.Contains("--dt: 'x'", error, StringComparison.Ordinal);
        Assert.False(File.Exists(csv));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Solve_Interrupted_CodeOfShellsAndNothingIsWritten()
    {
        using TemporaryFolder folder = new();
        using TwinProcess twin = TwinProcess.Start(
            ["package", "solve", Reference, "--case", "step", "--dt", "0.001", "--end", "1000", "--out", folder.File("run.csv"), "--map", folder.File("run.png")]);
        await twin.WaitForLineAsync(line => line.Contains("cells of 1.5 mm", StringComparison.Ordinal));
        await twin.SignalAsync("INT");
        Assert.Equal(130, await twin.WaitForExitAsync());
        Assert.Contains("s of simulated time; nothing is written", twin.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task Solve_FloatingPackage_SaysSo()
    {
        using TemporaryFolder folder = new();
        Copy(folder);
        folder.Write("package.yaml", "size: [75 mm, 75 mm]\nsources: ACT\ntop: adiabatic\ninitial: 40 degC\n");
        (int exitCode, _, string error) = await TwinProcess.RunAsync("package", "solve", folder.Path);
        Assert.Equal(2, exitCode);
        Assert.Contains("package.yaml:3:6: TW0612 top: The package floats: no path leads heat out of the 13 layers from 'LID3' to 'PCB1', both faces are adiabatic.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_WithoutFolder_NamesTheCommandToAskForHelp()
    {
        (int exitCode, _, string error) = await TwinProcess.RunAsync("package", "solve");
        Assert.Equal(2, exitCode);
        Assert.Contains("See 'twin package solve --help'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ShippedPackages_NameLayersBlocksAndTitle()
    {
        (int exitCode, string output, _) = await TwinProcess.RunAsync("package", "list");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"^cpo-51t-microchannel +13 layers +29 blocks  \S.*\ncpo-51t-reference +13 layers +29 blocks  \S", output);
    }

    private static void Copy(TemporaryFolder folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(TwinProcess.Folder, "packages", Reference)))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
