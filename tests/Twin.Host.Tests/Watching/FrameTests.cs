using Twin.Host.Watching;

namespace Twin.Host.Tests.Watching;

public sealed class FrameTests
{
    [Fact]
    public void Write_ControlAndWideCharacters_BecomeQuestionMarks()
    {
        var frame = new Frame(12, 1);
        frame.Write(0, 0, "a\u001b[2J\u0007\u4e2d\ud83d\ude00\u0301z");
        Assert.Equal("a?[2J?????z\n", frame.ToText(GlyphSet.Unicode));
    }

    [Fact]
    public void Write_LongerThanItsLimitOrOutside_IsCut()
    {
        var frame = new Frame(6, 2);
        Assert.Equal(4, frame.Write(0, 0, "abcdefgh", Tone.Normal, 4));
        frame.Write(4, 1, "xyz");
        frame.Write(0, 5, "nowhere");
        frame.WriteRight(2, 1, "1234");
        Assert.Equal("abc…\n34  xy\n", frame.ToText(GlyphSet.Unicode));
    }

    [Fact]
    public void Box_Ascii_IsDrawnWithAsciiAndItsInsideIsEmpty()
    {
        var frame = new Frame(12, 3);
        frame.Write(0, 1, "############");
        Area inside = frame.Box(new Area(0, 0, 12, 3), "Box");
        Assert.Equal(new Area(1, 1, 10, 1), inside);
        Assert.Equal("+- Box ----+\n|          |\n+----------+\n", frame.ToText(GlyphSet.Ascii));
    }

    [Theory]
    [InlineData("C.UTF-8", null, null, false, '─')]
    [InlineData(null, null, "de_DE.utf8", false, '─')]
    [InlineData("C", "en_US.UTF-8", "en_US.UTF-8", false, '-')]
    [InlineData(null, null, null, false, '-')]
    [InlineData("C.UTF-8", null, null, true, '-')]
    public void For_Locale_DecidesWhatIsDrawn(string? all, string? type, string? language, bool wantsAscii, char line)
    {
        var set = GlyphSet.For(wantsAscii, name => name switch { "LC_ALL" => all, "LC_CTYPE" => type, _ => language });
        Assert.Equal(line, set.Show('─'));
    }

    [Theory]
    [InlineData(92.44, "Cel", "92.4 degC")]
    [InlineData(785.66, "W", "785.7 W")]
    [InlineData(0.0014608, "W", "1.461 mW")]
    [InlineData(15.35e-12, "J/bit", "15.35 pJ/bit")]
    [InlineData(-0.5, "dB", "-0.50 dB")]
    [InlineData(1.31e-6, "m", "1.310 um")]
    [InlineData(50, "{revolution}/s", "3000 rpm")]
    [InlineData(0.0453, "m3/s", "45.30 l/s")]
    [InlineData(double.NaN, "W", "-")]
    [InlineData(0, "W", "0 W")]
    [InlineData(0.0042, "K", "4.200 mK")]
    public void Of_ValueWithUnit_ReadsAsPeopleWriteIt(double value, string unit, string text) => Assert.Equal(text, Reading.Of(value, unit));

    [Fact]
    public void Sparkline_Ramp_RisesAndKeepsTheNewest()
    {
        var history = new History();
        for (int i = 0; i < History.Capacity + 8; i++)
        {
            history.Add(i);
        }

        Assert.Equal("▁▂▃▄▅▆▇█", history.Sparkline(8));
        Assert.Equal(History.Capacity, history.Count);
        Assert.Equal([126, 127], history.Last(2));
    }

    [Fact]
    public void Sparkline_ConstantOrNothing_IsLevel()
    {
        var history = new History();
        Assert.Equal(string.Empty, history.Sparkline(8));
        history.Add(1);
        history.Add(double.NaN);
        history.Add(1);
        Assert.Equal("▄ ▄", history.Sparkline(8));
    }
}
