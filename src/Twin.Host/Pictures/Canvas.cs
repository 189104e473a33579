using System.Numerics;

namespace Twin.Host.Pictures;

/// <summary>A picture to draw on: rectangles, strokes and text with smooth edges. Positions are pixels from the upper left corner.</summary>
internal sealed class Canvas
{
    private readonly Colour[] _pixels;

    /// <summary>Makes a white one.</summary>
    public Canvas(int width, int height)
    {
        Width = width;
        Height = height;
        _pixels = new Colour[width * height];
        Array.Fill(_pixels, Colour.White);
    }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; }

    /// <summary>A pixel.</summary>
    public Colour this[int x, int y]
    {
        get => _pixels[(y * Width) + x];
        set => _pixels[(y * Width) + x] = value;
    }

    /// <summary>Fills a rectangle.</summary>
    public void Fill(float left, float top, float width, float height, Colour colour, float opacity = 1)
    {
        for (int y = Math.Max(0, (int)top); y < Math.Min(Height, top + height); y++)
        {
            float rows = Math.Min(y + 1, top + height) - Math.Max(y, top);
            for (int x = Math.Max(0, (int)left); x < Math.Min(Width, left + width); x++)
            {
                float columns = Math.Min(x + 1, left + width) - Math.Max(x, left);
                Blend(x, y, colour, opacity * rows * columns);
            }
        }
    }

    /// <summary>Draws the edges of a rectangle.</summary>
    public void Frame(float left, float top, float width, float height, float thickness, Colour colour, float opacity = 1) =>
        Strokes([[new(left, top), new(left + width, top), new(left + width, top + height), new(left, top + height), new(left, top)]], thickness, colour, opacity);

    /// <summary>Draws a line.</summary>
    public void Line(float fromX, float fromY, float toX, float toY, float thickness, Colour colour, float opacity = 1) =>
        Strokes([[new(fromX, fromY), new(toX, toY)]], thickness, colour, opacity);

    /// <summary>Draws a circle.</summary>
    public void Circle(float x, float y, float radius, float thickness, Colour colour, float opacity = 1)
    {
        const int Pieces = 48;
        var points = new Vector2[Pieces + 1];
        for (int i = 0; i <= Pieces; i++)
        {
            (float sine, float cosine) = MathF.SinCos(2 * MathF.PI * i / Pieces);
            points[i] = new(x + (radius * cosine), y + (radius * sine));
        }

        Strokes([points], thickness, colour, opacity);
    }

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Place of its anchor.</param>
    /// <param name="y">Place of the middle of its capitals.</param>
    /// <param name="height">Height of its capitals.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="anchor">Which point of it is at the place.</param>
    /// <param name="isUpright">Written from bottom to top instead of left to right.</param>
    /// <param name="halo">A colour around the strokes that sets them off; none by default.</param>
    /// <param name="weight">Thickness of strokes for the height.</param>
    public void Text(string text, float x, float y, float height, Colour colour, Anchor anchor = Anchor.Left, bool isUpright = false, Colour? halo = null, float weight = 0.125f)
    {
        float shift = anchor switch { Anchor.Left => 0, Anchor.Middle => -0.5f, _ => -1f } * StrokeFont.Width(text, height);
        List<Vector2[]> strokes = StrokeFont.Strokes(text, height);
        foreach (Vector2[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                float along = stroke[i].X + shift;
                float up = stroke[i].Y - (height / 2);
                stroke[i] = isUpright ? new(x - up, y - along) : new(x + along, y - up);
            }
        }

        float thickness = Math.Max(1.15f, weight * height);
        if (halo is { } around)
        {
            Strokes(strokes, thickness + 2.4f, around, 0.3f);
        }

        Strokes(strokes, thickness, colour);
    }

    /// <summary>Draws strokes with round ends. Where they cross, they cover no more than one of them.</summary>
    public void Strokes(IReadOnlyList<Vector2[]> strokes, float thickness, Colour colour, float opacity = 1)
    {
        if (strokes.Count == 0)
        {
            return;
        }

        float reach = (thickness / 2) + 1;
        Vector2 least = strokes.SelectMany(stroke => stroke).Aggregate(Vector2.Min) - new Vector2(reach);
        Vector2 most = strokes.SelectMany(stroke => stroke).Aggregate(Vector2.Max) + new Vector2(reach);
        (int left, int top) = (Math.Max(0, (int)least.X), Math.Max(0, (int)least.Y));
        (int width, int height) = (Math.Min(Width, (int)most.X + 1) - left, Math.Min(Height, (int)most.Y + 1) - top);
        if (width <= 0 || height <= 0)
        {
            return;
        }

        float[] covers = new float[width * height];
        foreach (Vector2[] stroke in strokes)
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                Cover(stroke[i - 1], stroke[i]);
            }
        }

        for (int i = 0; i < covers.Length; i++)
        {
            if (covers[i] > 0)
            {
                Blend(left + (i % width), top + (i / width), colour, opacity * covers[i]);
            }
        }

        void Cover(Vector2 from, Vector2 to)
        {
            Vector2 along = to - from;
            float square = along.LengthSquared();
            int firstX = Math.Max(left, (int)(Math.Min(from.X, to.X) - reach));
            int lastX = Math.Min(left + width - 1, (int)(Math.Max(from.X, to.X) + reach));
            int firstY = Math.Max(top, (int)(Math.Min(from.Y, to.Y) - reach));
            int lastY = Math.Min(top + height - 1, (int)(Math.Max(from.Y, to.Y) + reach));
            for (int y = firstY; y <= lastY; y++)
            {
                for (int x = firstX; x <= lastX; x++)
                {
                    Vector2 point = new(x + 0.5f, y + 0.5f);
                    float share = square == 0 ? 0 : Math.Clamp(Vector2.Dot(point - from, along) / square, 0, 1);
                    float cover = Math.Clamp((thickness / 2) + 0.5f - Vector2.Distance(point, from + (share * along)), 0, 1);
                    ref float most = ref covers[((y - top) * width) + x - left];
                    most = Math.Max(most, cover);
                }
            }
        }
    }

    private void Blend(int x, int y, Colour colour, float opacity)
    {
        Colour below = this[x, y];
        this[x, y] = new(
            below.Red + ((colour.Red - below.Red) * opacity), below.Green + ((colour.Green - below.Green) * opacity), below.Blue + ((colour.Blue - below.Blue) * opacity));
    }
}
