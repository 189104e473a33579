using System.Text;

namespace Twin.Host.Watching;

/// <summary>A screen full of cells. What is written outside is cut off, and what is not printable in one column becomes '?': no text of a server moves the cursor.</summary>
internal sealed class Frame
{
    private readonly Cell[] _cells;

    /// <summary>Makes an empty one.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public Frame(int width, int height)
    {
        (Width, Height) = (width, height);
        _cells = new Cell[width * height];
        Array.Fill(_cells, new Cell(' ', Tone.Normal));
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>A cell.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    public Cell this[int x, int y] => _cells[(y * Width) + x];

    /// <summary>Writes on one row.</summary>
    /// <param name="x">First column.</param>
    /// <param name="y">Row.</param>
    /// <param name="text">What to write; ends with an ellipsis where it is longer than the limit.</param>
    /// <param name="tone">How it looks.</param>
    /// <param name="limit">Columns that it may take.</param>
    /// <returns>The column after it.</returns>
    public int Write(int x, int y, string text, Tone tone = Tone.Normal, int limit = int.MaxValue)
    {
        if (limit <= 0)
        {
            return x;
        }

        int length = Math.Min(text.Length, limit);
        for (int i = 0; i < length; i++)
        {
            bool isCut = i == limit - 1 && text.Length > limit;
            Put(x + i, y, isCut ? '…' : text[i], tone);
        }

        return x + length;
    }

    /// <summary>Writes so that the text ends before a column.</summary>
    /// <param name="right">The column after the text.</param>
    /// <param name="y">Row.</param>
    /// <param name="text">What to write.</param>
    /// <param name="tone">How it looks.</param>
    public void WriteRight(int right, int y, string text, Tone tone = Tone.Normal) => Write(right - text.Length, y, text, tone);

    /// <summary>Draws a box with a title and empties its inside.</summary>
    /// <param name="area">The box with its lines.</param>
    /// <param name="title">What stands in the upper line.</param>
    /// <param name="note">What stands at its right end.</param>
    /// <returns>The inside.</returns>
    public Area Box(Area area, string title, string note = "")
    {
        for (int y = area.Y; y < area.Bottom; y++)
        {
            for (int x = area.X; x < area.Right; x++)
            {
                bool isRow = y == area.Y || y == area.Bottom - 1;
                bool isColumn = x == area.X || x == area.Right - 1;
                char glyph = (isRow, isColumn) switch
                {
                    (true, true) => (y == area.Y, x == area.X) switch { (true, true) => '┌', (true, false) => '┐', (false, true) => '└', _ => '┘' },
                    (true, false) => '─',
                    (false, true) => '│',
                    _ => ' ',
                };
                Put(x, y, glyph, Tone.Line);
            }
        }

        int after = Write(area.X + 2, area.Y, $" {title} ", Tone.Title, area.Width - 4);
        if (note.Length > 0 && area.Right - 4 - note.Length > after)
        {
            WriteRight(area.Right - 2, area.Y, $" {note} ", Tone.Dim);
        }

        return new Area(area.X + 1, area.Y + 1, Math.Max(0, area.Width - 2), Math.Max(0, area.Height - 2));
    }

    /// <summary>Gives a stretch of a row the look of what is chosen.</summary>
    /// <param name="x">First column.</param>
    /// <param name="y">Row.</param>
    /// <param name="width">Columns.</param>
    public void Select(int x, int y, int width)
    {
        for (int i = x; i < Math.Min(x + width, Width); i++)
        {
            _cells[(y * Width) + i] = this[i, y] with { Tone = Tone.Selected };
        }
    }

    /// <summary>The characters alone, a line for each row, without blanks at the ends.</summary>
    /// <param name="glyphs">What each character is shown as.</param>
    public string ToText(GlyphSet glyphs)
    {
        var text = new StringBuilder();
        for (int y = 0; y < Height; y++)
        {
            var line = new StringBuilder(Width);
            for (int x = 0; x < Width; x++)
            {
                line.Append(glyphs.Show(this[x, y].Glyph));
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private void Put(int x, int y, char glyph, Tone tone)
    {
        if (x >= 0 && x < Width && y >= 0 && y < Height)
        {
            _cells[(y * Width) + x] = new Cell(GlyphSet.IsPrintable(glyph) ? glyph : '?', tone);
        }
    }
}
