using System.Globalization;
using System.Numerics;

namespace Twin.Host.Pictures;

/// <summary>Letters as strokes, so that pictures have text where no font is installed.</summary>
/// <remarks>
/// A glyph is its width, then strokes: <c>M x y</c> begins one, <c>L x y</c> draws a line, <c>A x y rx ry from to</c> an arc of an ellipse around (x, y) between two angles in
/// degrees, which begins a stroke when none is open. Capitals are 7 high, small letters 5, x starts at 0.
/// </remarks>
internal static class StrokeFont
{
    /// <summary>Height of capitals in the units of the glyphs.</summary>
    public const float CapitalHeight = 7;

    private const float Spacing = 1.55f;
    private const float SpaceWidth = 1.6f;
    private const double DegreesPerPiece = 12;

    private static readonly Dictionary<char, Glyph> Glyphs = new()
    {
        ['0'] = Read("4.4 A 2.2 3.5 2.2 3.5 0 360"),
        ['1'] = Read("2.2 M 0.3 5.5 L 2.0 7 L 2.0 0"),
        ['2'] = Read("4.3 A 2.15 4.9 2.05 2.1 165 -40 L 0.1 0 L 4.3 0"),
        ['3'] = Read("4.3 A 2.1 5.3 1.85 1.7 155 -90 L 1.5 3.6 M 2.1 3.6 A 2.1 1.8 2.15 1.8 90 -155"),
        ['4'] = Read("4.7 M 3.5 0 L 3.5 7 L 0 2.1 L 4.7 2.1"),
        ['5'] = Read("4.3 M 3.9 7 L 0.8 7 L 0.45 3.75 A 2.05 2.3 2.2 2.3 135 -150"),
        ['6'] = Read("4.4 A 2.2 2.2 2.2 2.2 0 360 A 3.9 2.2 3.9 4.8 180 98"),
        ['7'] = Read("4.3 M 0 7 L 4.3 7 L 1.5 0"),
        ['8'] = Read("4.4 A 2.2 5.3 1.85 1.7 0 360 A 2.2 1.8 2.2 1.8 0 360"),
        ['9'] = Read("4.4 A 2.2 4.8 2.2 2.2 0 360 A 0.5 4.8 3.9 4.8 0 -82"),
        ['A'] = Read("5.2 M 0 0 L 2.6 7 L 5.2 0 M 0.9 2.4 L 4.3 2.4"),
        ['B'] = Read("4.5 M 0 3.7 L 2.3 3.7 A 2.3 5.35 1.75 1.65 -90 90 L 0 7 L 0 0 L 2.5 0 A 2.5 1.85 2 1.85 -90 90"),
        ['C'] = Read("4.9 A 2.9 3.5 2.9 3.5 48 312"),
        ['D'] = Read("5 M 0 0 L 0 7 L 1.9 7 A 1.9 3.5 3.1 3.5 90 -90 L 0 0"),
        ['E'] = Read("4 M 4 7 L 0 7 L 0 0 L 4 0 M 0 3.7 L 3.5 3.7"),
        ['F'] = Read("3.9 M 3.9 7 L 0 7 L 0 0 M 0 3.6 L 3.4 3.6"),
        ['G'] = Read("5.4 A 2.9 3.5 2.9 3.5 48 318 L 5.2 3.3 L 3.2 3.3"),
        ['H'] = Read("4.8 M 0 0 L 0 7 M 4.8 0 L 4.8 7 M 0 3.7 L 4.8 3.7"),
        ['I'] = Read("0 M 0 0 L 0 7"),
        ['J'] = Read("3 M 3 7 L 3 1.8 A 1.5 1.8 1.5 1.8 0 -165"),
        ['K'] = Read("4.6 M 0 0 L 0 7 M 4.4 7 L 0 2.5 M 1.6 4.1 L 4.6 0"),
        ['L'] = Read("3.8 M 0 7 L 0 0 L 3.8 0"),
        ['M'] = Read("5.8 M 0 0 L 0 7 L 2.9 2 L 5.8 7 L 5.8 0"),
        ['N'] = Read("4.7 M 0 0 L 0 7 L 4.7 0 L 4.7 7"),
        ['O'] = Read("5.8 A 2.9 3.5 2.9 3.5 0 360"),
        ['P'] = Read("4.3 M 0 0 L 0 7 L 2.4 7 A 2.4 5.1 1.9 1.9 90 -90 L 0 3.2"),
        ['Q'] = Read("5.8 A 2.9 3.5 2.9 3.5 0 360 M 3.5 1.8 L 5.7 -0.4"),
        ['R'] = Read("4.6 M 0 0 L 0 7 L 2.4 7 A 2.4 5.1 1.9 1.9 90 -90 L 0 3.2 M 2.3 3.2 L 4.6 0"),
        ['S'] = Read("4.5 A 2.3 5.25 2 1.75 32 270 A 2.3 1.75 2.2 1.75 90 -150"),
        ['T'] = Read("5 M 0 7 L 5 7 M 2.5 7 L 2.5 0"),
        ['U'] = Read("4.8 M 0 7 L 0 2.4 A 2.4 2.4 2.4 2.4 180 360 L 4.8 7"),
        ['V'] = Read("5 M 0 7 L 2.5 0 L 5 7"),
        ['W'] = Read("7.4 M 0 7 L 1.8 0 L 3.7 6.2 L 5.6 0 L 7.4 7"),
        ['X'] = Read("4.6 M 0 0 L 4.6 7 M 0 7 L 4.6 0"),
        ['Y'] = Read("4.8 M 0 7 L 2.4 3.3 L 4.8 7 M 2.4 3.3 L 2.4 0"),
        ['Z'] = Read("4.5 M 0 7 L 4.4 7 L 0 0 L 4.5 0"),
        ['a'] = Read("4.1 A 2.05 2.5 2.05 2.5 0 360 M 4.1 5 L 4.1 0"),
        ['b'] = Read("4.1 M 0 7.4 L 0 0 M 4.1 2.5 A 2.05 2.5 2.05 2.5 0 360"),
        ['c'] = Read("3.6 A 2.1 2.5 2.1 2.5 48 312"),
        ['d'] = Read("4.1 A 2.05 2.5 2.05 2.5 0 360 M 4.1 7.4 L 4.1 0"),
        ['e'] = Read("4.1 M 0.05 2.6 L 4.1 2.6 A 2.05 2.5 2.05 2.5 2 315"),
        ['f'] = Read("2.4 A 2.4 5.9 1.5 1.5 80 180 L 0.9 0 M 0 5 L 2.3 5"),
        ['g'] = Read("4.1 A 2.05 2.5 2.05 2.5 0 360 M 4.1 5 L 4.1 -0.3 A 2.05 -0.3 2.05 1.9 0 -150"),
        ['h'] = Read("3.8 M 0 7.4 L 0 0 M 0 3 A 1.9 3 1.9 2 180 0 L 3.8 0"),
        ['i'] = Read("0 M 0 0 L 0 5 M 0 6.9 L 0 6.95"),
        ['j'] = Read("0.9 M 0.9 5 L 0.9 -0.9 A -0.2 -0.9 1.1 1.3 0 -95 M 0.9 6.9 L 0.9 6.95"),
        ['k'] = Read("3.7 M 0 7.4 L 0 0 M 3.4 5 L 0 1.7 M 1.3 3 L 3.7 0"),
        ['l'] = Read("0 M 0 7.4 L 0 0"),
        ['m'] = Read("5.8 M 0 0 L 0 5 M 0 3.3 A 1.45 3.3 1.45 1.7 180 0 L 2.9 0 M 2.9 3.3 A 4.35 3.3 1.45 1.7 180 0 L 5.8 0"),
        ['n'] = Read("3.8 M 0 0 L 0 5 M 0 3 A 1.9 3 1.9 2 180 0 L 3.8 0"),
        ['o'] = Read("4.2 A 2.1 2.5 2.1 2.5 0 360"),
        ['p'] = Read("4.1 M 0 5 L 0 -2.2 M 4.1 2.5 A 2.05 2.5 2.05 2.5 0 360"),
        ['q'] = Read("4.1 A 2.05 2.5 2.05 2.5 0 360 M 4.1 5 L 4.1 -2.2"),
        ['r'] = Read("2.3 M 0 0 L 0 5 M 0 3 A 1.9 3 1.9 2 180 78"),
        ['s'] = Read("3.4 A 1.7 3.75 1.5 1.25 32 270 A 1.7 1.25 1.7 1.25 90 -150"),
        ['t'] = Read("2.5 M 0.9 6.6 L 0.9 1.3 A 2.1 1.3 1.2 1.3 180 285 M 0 5 L 2.4 5"),
        ['u'] = Read("3.8 M 0 5 L 0 2 A 1.9 2 1.9 2 180 360 M 3.8 5 L 3.8 0"),
        ['v'] = Read("4 M 0 5 L 2 0 L 4 5"),
        ['w'] = Read("5.8 M 0 5 L 1.4 0 L 2.9 4.4 L 4.4 0 L 5.8 5"),
        ['x'] = Read("3.8 M 0 0 L 3.8 5 M 0 5 L 3.8 0"),
        ['y'] = Read("4 M 0 5 L 2.05 0.1 M 4 5 L 1.15 -2.2"),
        ['z'] = Read("3.7 M 0 5 L 3.6 5 L 0 0 L 3.7 0"),
        ['.'] = Read("0.7 M 0.35 0.1 L 0.35 0.4"),
        [','] = Read("0.3 M 0.3 0.2 L 0 -1.2"),
        [':'] = Read("0.4 M 0.2 0.3 L 0.2 0.5 M 0.2 4.1 L 0.2 4.3"),
        [';'] = Read("0.3 M 0.3 0.2 L 0 -1.2 M 0.3 4.1 L 0.3 4.15"),
        ['-'] = Read("2.4 M 0 2.7 L 2.4 2.7"),
        ['+'] = Read("4 M 0 3 L 4 3 M 2 1 L 2 5"),
        ['='] = Read("4 M 0 2 L 4 2 M 0 4 L 4 4"),
        ['/'] = Read("3.2 M 0 -1 L 3.2 7.6"),
        ['\\'] = Read("3.2 M 0 7.6 L 3.2 -1"),
        ['|'] = Read("0 M 0 -1.5 L 0 7.6"),
        ['_'] = Read("4 M 0 -0.9 L 4 -0.9"),
        ['('] = Read("1.5 A 3.5 3 3.5 5 120 240"),
        [')'] = Read("1.5 A -2 3 3.5 5 60 -60"),
        ['['] = Read("1.5 M 1.5 7.6 L 0 7.6 L 0 -1.5 L 1.5 -1.5"),
        [']'] = Read("1.5 M 0 7.6 L 1.5 7.6 L 1.5 -1.5 L 0 -1.5"),
        ['{'] = Read("2 M 2 7.6 L 1.2 7.2 L 1.2 3.8 L 0 3 L 1.2 2.2 L 1.2 -1.1 L 2 -1.5"),
        ['}'] = Read("2 M 0 7.6 L 0.8 7.2 L 0.8 3.8 L 2 3 L 0.8 2.2 L 0.8 -1.1 L 0 -1.5"),
        ['<'] = Read("3.6 M 3.6 5 L 0 3 L 3.6 1"),
        ['>'] = Read("3.6 M 0 5 L 3.6 3 L 0 1"),
        ['\''] = Read("0 M 0 7 L 0 5.4"),
        ['"'] = Read("1.4 M 0 7 L 0 5.4 M 1.4 7 L 1.4 5.4"),
        ['!'] = Read("0 M 0 7 L 0 2 M 0 0.05 L 0 0.1"),
        ['?'] = Read("3.6 A 1.8 5.2 1.8 1.8 170 -60 L 1.8 2.6 L 1.8 2 M 1.8 0.05 L 1.8 0.1"),
        ['%'] = Read("6 M 1 0 L 5 7 A 1.2 5.5 1.2 1.5 0 360 A 4.8 1.5 1.2 1.5 0 360"),
        ['*'] = Read("3 M 1.5 7 L 1.5 4 M 0.2 6.2 L 2.8 4.8 M 0.2 4.8 L 2.8 6.2"),
        ['#'] = Read("4.6 M 0.8 0 L 1.8 7 M 2.8 0 L 3.8 7 M 0 2.3 L 4.3 2.3 M 0.3 4.7 L 4.6 4.7"),
        ['&'] = Read("5.2 M 5 0 L 1.2 4.6 A 2.1 5.5 1.3 1.5 200 -40 L 0.9 3.2 A 2 1.8 2 1.8 130 320 L 5 3.2"),
        ['@'] = Read("6.6 A 3.2 3 1.6 1.8 0 360 M 4.8 4.6 L 4.8 2 A 5.7 2.2 0.9 1 180 340 A 3.2 3 3.3 4 -10 300"),
        ['^'] = Read("3.4 M 0 5 L 1.7 7 L 3.4 5"),
        ['~'] = Read("4.2 A 1.1 2.7 1.1 0.9 180 0 A 3.1 2.7 0.9 0.9 180 360"),
        ['$'] = Read("4.5 A 2.3 5.1 2 1.6 32 270 A 2.3 1.8 2.2 1.7 90 -150 M 2.25 8 L 2.25 -1"),
        ['`'] = Read("1.2 M 0 7.2 L 1.2 5.8"),
        ['\u00B0'] = Read("2.4 A 1.2 5.9 1.2 1.2 0 360"),
        ['\u00B5'] = Read("3.8 M 0 5 L 0 -2.2 M 0 2 A 1.9 2 1.9 2 180 360 M 3.8 5 L 3.8 0"),
        ['\u00D7'] = Read("3.2 M 0 1.2 L 3.2 4.4 M 0 4.4 L 3.2 1.2"),
        ['\u00B7'] = Read("0 M 0 2.9 L 0 2.95"),
    };

    private static readonly Glyph Missing = Read("4 M 0 0 L 4 0 L 4 7 L 0 7 L 0 0");

    /// <summary>Width of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="height">Height of its capitals.</param>
    public static float Width(string text, float height)
    {
        float width = 0;
        foreach (char sign in text)
        {
            width += sign == ' ' ? SpaceWidth + Spacing : Find(sign).Width + Spacing;
        }

        return Math.Max(0, width - Spacing) * height / CapitalHeight;
    }

    /// <summary>The strokes of a text with its lower left corner at the origin, y upwards.</summary>
    /// <param name="text">The text.</param>
    /// <param name="height">Height of its capitals.</param>
    public static List<Vector2[]> Strokes(string text, float height)
    {
        float scale = height / CapitalHeight;
        float x = 0;
        List<Vector2[]> strokes = [];
        foreach (char sign in text)
        {
            if (sign == ' ')
            {
                x += SpaceWidth + Spacing;
                continue;
            }

            Glyph glyph = Find(sign);
            float left = x;
            strokes.AddRange(glyph.Strokes.Select(stroke => Array.ConvertAll(stroke, point => new Vector2((point.X + left) * scale, point.Y * scale))));
            x += glyph.Width + Spacing;
        }

        return strokes;
    }

    private static Glyph Find(char sign) => Glyphs.GetValueOrDefault(sign, Missing);

    private static Glyph Read(string text)
    {
        string[] words = text.Split(' ');
        int at = 1;
        List<Vector2[]> strokes = [];
        List<Vector2> stroke = [];
        while (at < words.Length)
        {
            switch (words[at++])
            {
                case "M":
                    End();
                    stroke.Add(new(Next(), Next()));
                    break;
                case "L":
                    stroke.Add(new(Next(), Next()));
                    break;
                default:
                    Arc(Next(), Next(), Next(), Next(), Next(), Next());
                    break;
            }
        }

        End();
        return new(float.Parse(words[0], CultureInfo.InvariantCulture), [.. strokes]);

        float Next() => float.Parse(words[at++], CultureInfo.InvariantCulture);

        void End()
        {
            if (stroke.Count > 1)
            {
                strokes.Add([.. stroke]);
            }

            stroke.Clear();
        }

        void Arc(float x, float y, float radiusX, float radiusY, float from, float to)
        {
            int pieces = Math.Max(2, (int)Math.Ceiling(Math.Abs(to - from) / DegreesPerPiece));
            for (int i = 0; i <= pieces; i++)
            {
                (double sine, double cosine) = Math.SinCos((from + ((to - from) * i / pieces)) * Math.PI / 180);
                Vector2 point = new((float)(x + (radiusX * cosine)), (float)(y + (radiusY * sine)));
                // An arc that begins elsewhere than the last one ended is a stroke of its own.
                if (i == 0 && stroke.Count > 0 && Vector2.Distance(stroke[^1], point) > 0.6f)
                {
                    End();
                }

                stroke.Add(point);
            }
        }
    }

    private readonly record struct Glyph(float Width, Vector2[][] Strokes);
}
