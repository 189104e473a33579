using System.Globalization;

namespace Twin.EndToEnd.Tests;

/// <summary><c>twin watch</c> in a real terminal, on a running twin.</summary>
public sealed class WatchTests
{
    private const string Running = "● running";

    [ToolsFact("the package tmux (Debian)", "tmux")]
    public async Task Watch_LeastTerminal_ShowsTheTwinAndTakesKeys()
    {
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t"]);
        using TwinProcess process = twin;
        using TmuxSession terminal = await TmuxSession.StartAsync(80, 24, [], "watch", "--address", grpc.Authority);
        string first = await terminal.WaitAsync(Running, "oe ×8", "asic0/mmu", "pJ/bit  64/64 up", "asic0/lane", "6 fans", "Alarms 0");
        string[] lines = first.TrimEnd('\n').Split('\n');
        Assert.Equal(24, lines.Length);
        Assert.StartsWith(" cpo-51t", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("q quit", lines[^1], StringComparison.Ordinal);
        Assert.Contains("\u001b[", await terminal.CaptureColoursAsync(), StringComparison.Ordinal);

        await terminal.PressAsync("Space");
        await terminal.WaitAsync("○ paused");
        await terminal.PressAsync("s");
        await terminal.WaitAsync("stepped 1, from step ");
        await terminal.PressAsync("Space");
        await terminal.WaitAsync(Running);
        await terminal.PressAsync("+");
        await terminal.WaitAsync("/2  ");

        await terminal.PressAsync("f");
        await terminal.WaitAsync("Inject a fault");
        await terminal.PressAsync("fan0/stuck");
        await terminal.WaitAsync(" 1 of ");
        await terminal.PressAsync("Enter");
        await terminal.WaitAsync("Severity of fan0/stuck");
        await terminal.PressAsync("Enter");
        await terminal.WaitAsync("× fault fan0/stuck = 1", "▲", "fan0/state-");
        await terminal.PressAsync("c");
        await terminal.WaitAsync("Clear a fault");
        await terminal.PressAsync("Enter");
        await terminal.WaitAsync(seen => !seen.Contains("× fault", StringComparison.Ordinal));

        await terminal.PressAsync("w");
        await terminal.WaitAsync("Workload", "mixture-of-experts");
        await terminal.PressAsync("full");
        await terminal.PressAsync("Enter");
        await terminal.WaitAsync("  full  ");

        await terminal.PressAsync("Home", "Enter");
        await terminal.WaitAsync("signal 1 of ", "borealis.switch-asic", "core/power");
        await terminal.PressAsync("Escape", "?");
        await terminal.WaitAsync("pause and go on");
        await terminal.PressAsync("x", "q");
        await AssertRestoredAsync(terminal);
    }

    [ToolsFact("the package tmux (Debian)", "tmux")]
    public async Task Watch_Resized_FitsAndHonoursNoColor()
    {
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-102t"]);
        using TwinProcess process = twin;
        using TmuxSession terminal = await TmuxSession.StartAsync(120, 40, ["NO_COLOR=1"], "watch", "--address", grpc.Authority);
        await terminal.WaitAsync(Running, "to the limit", "2 pumps", "coolant", "vr-serdes");
        Assert.DoesNotMatch(@"\u001b\[(?:[0-9]+;)*[349][0-7]m", await terminal.CaptureColoursAsync());
        await terminal.ResizeAsync(60, 20);
        await terminal.WaitAsync("80x24 is needed; this is 60x20.");
        await terminal.ResizeAsync(200, 60);
        string large = await terminal.WaitAsync(Running, "enter for all", "mmu/temperature");
        Assert.Equal(60, large.TrimEnd('\n').Split('\n').Length);
        await terminal.PressAsync("C-c");
        await AssertRestoredAsync(terminal);
    }

    [ToolsFact("the package tmux (Debian)", "tmux")]
    public async Task Watch_TwinGoesAndComesBack_SaysSoAndGoesOn()
    {
        (TwinProcess first, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t"]);
        using TwinProcess process = first;
        using TmuxSession terminal = await TmuxSession.StartAsync(80, 24, [], "watch", "--address", grpc.Authority);
        await terminal.WaitAsync(Running);
        await first.SignalAsync("TERM");
        Assert.Equal(0, await first.WaitForExitAsync());
        await terminal.WaitAsync("▲ lost", "trying again in ", "asic0/mmu");

        using TwinProcess second = TwinProcess.Start(["run", "--chassis", "cpo-51t", "--grpc", grpc.Authority, "--http", "127.0.0.1:0"]);
        await terminal.WaitAsync(Running, "asic0/mmu");
        (string children, _) = await ClientPrograms.RunAsync("pgrep", ["-P", await terminal.TellAsync("#{pane_pid}")]);
        string watch = Assert.Single(children.Trim().Split('\n'));
        await ClientPrograms.RunAsync("kill", ["-TERM", int.Parse(watch, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)]);
        await AssertRestoredAsync(terminal);
    }

    [Fact]
    public async Task Watch_Once_PrintsOnePicture()
    {
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t"]);
        using TwinProcess process = twin;
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("watch", "--once", "--ascii", "--size", "120x40", "--address", grpc.ToString());
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Equal(40, output.TrimEnd('\n').Split('\n').Length);
        Assert.All(output, character => Assert.InRange(character, '\n', '~'));
        Assert.Contains("* running", output, StringComparison.Ordinal);
        Assert.Contains("+- Worst lanes -", output, StringComparison.Ordinal);
        Assert.Matches(@"asic0/mmu +\d+\.\d +[+-]\d+\.\d K", output);
    }

    [Theory]
    [InlineData(2, "watch: Standard output is not a terminal; --once prints one picture as text.")]
    [InlineData(2, "--size: '10x10' is not a size such as 120x40", "--once", "--size", "10x10")]
    [InlineData(5, "127.0.0.1:1: UNAVAILABLE (14): The server cannot be reached.", "--once", "--address", "127.0.0.1:1")]
    public async Task Watch_Wrong_SaysWhatAndExitsWithItsCode(int code, string message, params string[] arguments)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(["watch", .. arguments]);
        Assert.Equal((code, string.Empty), (exitCode, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    // Ended well; the screen, the cursor, the echo and the lines of the terminal are as they were.
    private static async Task AssertRestoredAsync(TmuxSession terminal)
    {
        string seen = await terminal.WaitAsync("EXIT 0", "cs8");
        Assert.Matches(@"[ ;]echo[ ;]", seen);
        Assert.Matches(@"[ ;\n]icanon[ ;]", seen);
        Assert.Equal("0 1", await terminal.TellAsync("#{alternate_on} #{cursor_flag}"));
    }
}
