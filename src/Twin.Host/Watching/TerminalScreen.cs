using System.Globalization;
using System.Text;

namespace Twin.Host.Watching;

/// <summary>Shows frames on a terminal by ANSI sequences: only the cells that changed are written. Leaves the terminal as it was when disposed.</summary>
/// <param name="output">The terminal.</param>
/// <param name="glyphs">What it can show.</param>
/// <param name="hasColour">Whether colours are wanted; without them, weight and inversion tell tones apart.</param>
internal sealed class TerminalScreen(Stream output, GlyphSet glyphs, bool hasColour) : IDisposable
{
    // Alternate screen, no cursor, no wrapping at the right margin; and back.
    private const string EnterSequence = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[0m\u001b[2J";
    private const string LeaveSequence = "\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";

    private readonly object _gate = new();
    private Frame? _shown;
    private bool _isOpen;

    /// <summary>Takes the screen, or takes it again after it was given back; the next frame is written whole.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _shown = null;
            _isOpen = true;
            Send(EnterSequence);
        }
    }

    /// <summary>Writes what differs from the frame before.</summary>
    /// <param name="frame">What is to be seen.</param>
    public void Show(Frame frame)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return;
            }

            bool isWhole = _shown is null || _shown.Width != frame.Width || _shown.Height != frame.Height;
            var text = new StringBuilder();
            if (isWhole && _shown is not null)
            {
                text.Append("\u001b[0m\u001b[2J");
            }

            Tone? tone = null;
            for (int y = 0; y < frame.Height; y++)
            {
                int cursor = -1;
                for (int x = 0; x < frame.Width; x++)
                {
                    Cell cell = frame[x, y];
                    if (!isWhole && _shown![x, y] == cell)
                    {
                        continue;
                    }

                    if (cursor != x)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\u001b[{y + 1};{x + 1}H");
                    }

                    if (tone != cell.Tone)
                    {
                        tone = cell.Tone;
                        text.Append("\u001b[").Append(hasColour ? Coloured(cell.Tone) : Plain(cell.Tone)).Append('m');
                    }

                    text.Append(glyphs.Show(cell.Glyph));
                    cursor = x + 1;
                }
            }

            _shown = frame;
            if (text.Length > 0)
            {
                Send(text.ToString());
            }
        }
    }

    /// <summary>Gives the screen back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                _isOpen = false;
                Send(LeaveSequence);
            }
        }
    }

    // The sixteen colours that every terminal has, as its user likes them.
    private static string Coloured(Tone tone) => tone switch
    {
        Tone.Dim or Tone.Line => "0;90",
        Tone.Title => "0;1;36",
        Tone.Good => "0;32",
        Tone.Warning => "0;33",
        Tone.Critical => "0;1;31",
        Tone.Accent => "0;1;34",
        Tone.Selected => "0;30;46",
        _ => "0",
    };

    private static string Plain(Tone tone) => tone switch
    {
        Tone.Dim or Tone.Line => "0;2",
        Tone.Title or Tone.Accent or Tone.Warning => "0;1",
        Tone.Critical => "0;1;4",
        Tone.Selected => "0;7",
        _ => "0",
    };

    private void Send(string text)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            output.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone; nobody looks any more, and the hang-up ends the view.
            _isOpen = false;
        }
    }
}
