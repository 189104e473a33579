using Twin.Host.Watching;

namespace Twin.Host.Tests.Watching;

public sealed class WatchViewTests
{
    private readonly WatchControls _controls = new();

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void Draw_Overview_ShowsAllPanels(int width, int height)
    {
        WatchModel model = SmallTwin.Model(("oe1/health", 1), ("asic0/mmu/temperature", 101.5));
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(1, 9, "fan0/state-stopped")], 0));
        model.Apply(SmallTwin.Faults(stuck: 1));
        string[] lines = Draw(model, width, height).Split('\n')[..^1];
        Assert.Equal(height, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= width));
        string text = string.Join('\n', lines);
        foreach (string part in new[]
        {
            "small", "A small switch", "127.0.0.1:50051  ● running", "1.000 s", "x0.98/1", "missed 7", "all-reduce", "785.7 W  15.35 pJ/bit  1/1 up",
            "Chassis", "● asic0", "430.0 W", "▸▲ oe ×2", "degraded", "asic0/mmu", "101.5", "-1.5 K", "oe1/eic", "+19.0 K", "inlet", "core", "0.730 V", "210.6 W",
            "+0.50 oe0/lane00", "crosstalk", "1 fans", "25-25 %", "7.50 l/s", "rear", "36.7 degC", "Alarms 1, events", "fan0/stuck = 1", "▲ 0.5 s fan0/state-stopped", "q quit",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Equal(width >= OverviewPage.WideWidth, text.Contains("enter for all", StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_ThrottledAsic_SaysSo() =>
        Assert.Contains("throttled 12 %", Draw(SmallTwin.Model(("asic0/throttle", 0.12)), 80, 24), StringComparison.Ordinal);

    [Theory]
    [InlineData(79, 24)]
    [InlineData(80, 23)]
    [InlineData(12, 2)]
    [InlineData(0, 0)]
    public void Draw_TooSmall_SaysWhatIsNeeded(int width, int height) =>
        Assert.StartsWith("80x24 is needed; this is"[..Math.Min(24, Math.Max(0, width - 1))], Draw(SmallTwin.Model(), width, height), StringComparison.Ordinal);

    [Fact]
    public void Draw_NothingKnown_SaysThatItConnects() => Assert.Contains("connecting", Draw(new WatchModel(), 80, 24), StringComparison.Ordinal);

    [Fact]
    public void Draw_Lost_SaysWhyAndKeepsTheRest()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Lost("Unavailable: Connection refused", TimeSpan.FromSeconds(2)));
        string text = Draw(model, 80, 24);
        Assert.Contains("▲ lost", text, StringComparison.Ordinal);
        Assert.Contains("trying again in 2 s: Unavailable: Connection refused", text, StringComparison.Ordinal);
        Assert.Contains("asic0/mmu", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_Component_ShowsItsSignalsAndTheChosenOne()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(SmallTwin.Values(1100, ("asic0/power", 450)));
        _controls.Press(SmallTwin.Key(ConsoleKey.Enter), model);
        _controls.Press(SmallTwin.Key(ConsoleKey.DownArrow), model);
        string text = Draw(model, 80, 24);
        Assert.Contains("kind.asic, plugin acme  ok  450.0 W", text, StringComparison.Ordinal);
        Assert.Contains("▁█", text, StringComparison.Ordinal);
        Assert.Contains("chassis0/asic0/power", text, StringComparison.Ordinal);
        Assert.Contains("430.0 W to 450.0 W", text, StringComparison.Ordinal);
        Assert.Contains("What asic0/power is.", text, StringComparison.Ordinal);
        Assert.Contains("signal 2 of 5", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('?', "pause and go on")]
    [InlineData('f', "oe0/fibre-attach")]
    [InlineData('w', "all-reduce")]
    [InlineData('v', "0.1 to 1000")]
    [InlineData('c', "none")]
    public void Draw_Dialog_IsInFront(char key, string part)
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(SmallTwin.Faults());
        _controls.Press(SmallTwin.Key(key), model);
        Assert.Contains(part, Draw(model, 80, 24), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_Answer_TakesThePlaceOfTheKeysUntilTheNextOne()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Answer("FailedPrecondition: it runs", IsRefused: true));
        Assert.Contains("FailedPrecondition: it runs", Draw(model, 80, 24), StringComparison.Ordinal);
        _controls.Press(SmallTwin.Key('x'), model);
        Assert.Contains("q quit", Draw(model, 80, 24), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_AnySizeAndState_Draws()
    {
        WatchModel[] models = [new WatchModel(), SmallTwin.Model(), SmallTwin.Model([.. SmallTwin.Outline.Signals.Select(signal => (signal.Path[SmallTwin.Own.Length..], double.NaN))])];
        models[1].Apply(SmallTwin.Faults(stuck: 1));
        models[1].Apply(new WatchUpdate.Happened([.. Enumerable.Range(0, 300).Select(i => SmallTwin.Alarm(i, (uint)i, "fan0/state-stopped"))], 5));
        foreach (WatchModel model in models)
        {
            foreach (char key in " \r?fwvc")
            {
                var controls = new WatchControls();
                controls.Press(key == '\r' ? SmallTwin.Key(ConsoleKey.Enter) : SmallTwin.Key(key), model);
                for (int width = 70; width < 260; width += 7)
                {
                    for (int height = 20; height < 90; height += 3)
                    {
                        Frame frame = WatchView.Draw(model, controls, "127.0.0.1:50051", width, height);
                        Assert.Equal((width, height), (frame.Width, frame.Height));
                    }
                }
            }
        }
    }

    private string Draw(WatchModel model, int width, int height) => WatchView.Draw(model, _controls, "127.0.0.1:50051", width, height).ToText(GlyphSet.Unicode);
}
