using System.Text;
using Twin.Host.Watching;

namespace Twin.Host.Tests.Watching;

public sealed class TerminalScreenTests : IDisposable
{
    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Show_SecondFrame_WritesWhatChangedAlone()
    {
        using var screen = new TerminalScreen(_output, GlyphSet.Unicode, hasColour: true);
        screen.Open();
        screen.Show(FrameOf("hello", Tone.Normal));
        Taken();
        screen.Show(FrameOf("hello", Tone.Normal));
        Assert.Equal(string.Empty, Taken());
        screen.Show(FrameOf("heLLo", Tone.Critical));
        Assert.Equal("\u001b[1;1H\u001b[0;1;31mheLLo", Taken());
        screen.Show(FrameOf("heLlo", Tone.Critical));
        Assert.Equal("\u001b[1;4H\u001b[0;1;31ml", Taken());
    }

    [Fact]
    public void Show_WithoutColour_UsesWeightAndInversionAlone()
    {
        using var screen = new TerminalScreen(_output, GlyphSet.Ascii, hasColour: false);
        screen.Open();
        Taken();
        foreach (Tone tone in Enum.GetValues<Tone>())
        {
            screen.Show(FrameOf("│" + tone, tone));
        }

        string text = Taken();
        Assert.DoesNotMatch("\u001b\\[[0-9;]*[349][0-9]", text);
        Assert.Contains("\u001b[0;7m", text, StringComparison.Ordinal);
        Assert.DoesNotContain('│', text);
    }

    [Fact]
    public void Dispose_OpenScreen_GivesItBackOnce()
    {
        var screen = new TerminalScreen(_output, GlyphSet.Unicode, hasColour: true);
        screen.Open();
        Assert.StartsWith("\u001b[?1049h\u001b[?25l", Taken(), StringComparison.Ordinal);
        screen.Dispose();
        Assert.EndsWith("\u001b[?25h\u001b[?1049l", Taken(), StringComparison.Ordinal);
        screen.Dispose();
        screen.Show(FrameOf("late", Tone.Normal));
        Assert.Equal(string.Empty, Taken());
    }

    private static Frame FrameOf(string text, Tone tone)
    {
        var frame = new Frame(10, 2);
        frame.Write(0, 0, text, tone);
        return frame;
    }

    private string Taken()
    {
        string text = Encoding.UTF8.GetString(_output.ToArray());
        _output.SetLength(0);
        return text;
    }
}
