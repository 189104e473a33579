using System.Globalization;
using System.Numerics;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Pictures;

/// <summary>Draws the temperatures of a package: the layer of the blocks seen from above, and below it a section through the hottest place.</summary>
/// <param name="system">The package on its grid.</param>
/// <param name="layer">The layer seen from above.</param>
internal sealed class HeatMap(PackageSystem system, int layer)
{
    private const int LongestSide = 800;
    private const int Left = 132;
    private const int Top = 112;
    private const int Right = 150;
    private const int SectionGap = 92;
    private const int Bottom = 62;
    private const int LeastWidth = 980;
    private const int LeastScale = 320;
    private const float LabelHeight = 9;

    private readonly PackageModel _package = system.Model;
    private readonly double[] _map = new double[system.Columns * system.Rows];
    private readonly double[] _sections = new double[system.Columns * system.Layers];
    private double _least;
    private double _most;

    /// <summary>Where the map lies in the picture after <see cref="Draw"/>: left, top, width and height in pixels.</summary>
    public (int Left, int Top, int Width, int Height) Area { get; private set; }

    /// <summary>Draws a picture.</summary>
    /// <param name="temperaturesC">Of all cells.</param>
    /// <param name="title">The first line.</param>
    /// <param name="subtitle">The second line.</param>
    public Canvas Draw(ReadOnlySpan<double> temperaturesC, string title, string subtitle)
    {
        system.CopyLayer(layer, temperaturesC, _map);
        int hottest = Array.IndexOf(_map, _map.Max());
        (int row, int column) = (hottest / system.Columns, hottest % system.Columns);
        for (int z = 0; z < system.Layers; z++)
        {
            temperaturesC.Slice(system.Cell(z, row, 0), system.Columns).CopyTo(_sections.AsSpan(z * system.Columns));
        }

        _least = Math.Min(_map.Min(), _sections.Min());
        _most = Math.Max(_map.Max(), _sections.Max());
        double pixelsPerM = LongestSide / Math.Max(_package.WidthM, _package.HeightM);
        int width = Math.Max(8, (int)Math.Round(_package.WidthM * pixelsPerM));
        int height = Math.Max(8, (int)Math.Round(_package.HeightM * pixelsPerM));
        Area = (Left, Top, width, height);
        int rowHeight = Math.Clamp(300 / system.Layers, 13, 24);
        int sectionTop = Top + height + SectionGap;
        var canvas = new Canvas(Math.Max(LeastWidth, Left + width + Right), sectionTop + (rowHeight * system.Layers) + Bottom);

        canvas.Text(title, Left, 34, 14, Colour.Ink, weight: 0.15f);
        canvas.Text(subtitle, Left, 62, 10.5f, Colour.Grey);
        canvas.Text($"Layer {_package.Layers[layer].Name} from above", Left, Top - 16, LabelHeight, Colour.Ink);
        DrawMap(canvas);
        DrawOutlines(canvas);
        DrawHottest(canvas, row, column);
        DrawAxes(canvas, Top + height, "x / mm", true);
        DrawSection(canvas, sectionTop, rowHeight, row);
        // Beside the map, or beside both panels where the map is low.
        DrawScale(canvas, Left + width + 34, Top, height >= LeastScale ? height : height + SectionGap + (rowHeight * system.Layers));
        return canvas;
    }

    private void DrawMap(Canvas canvas)
    {
        (int[] lower, float[] share) across = Between(system.Grid.XLinesM, Area.Width, _package.WidthM, isUp: false);
        (int[] lower, float[] share) along = Between(system.Grid.YLinesM, Area.Height, _package.HeightM, isUp: true);
        for (int y = 0; y < Area.Height; y++)
        {
            int first = along.lower[y] * system.Columns;
            int second = Math.Min(along.lower[y] + 1, system.Rows - 1) * system.Columns;
            for (int x = 0; x < Area.Width; x++)
            {
                (int left, int right) = (across.lower[x], Math.Min(across.lower[x] + 1, system.Columns - 1));
                double lower = Mix(_map[first + left], _map[first + right], across.share[x]);
                double upper = Mix(_map[second + left], _map[second + right], across.share[x]);
                canvas[Area.Left + x, Area.Top + y] = ColourOf(Mix(lower, upper, along.share[y]));
            }
        }
    }

    // Dies are patches of the layers that touch this one and that hold a block whole.
    private void DrawOutlines(Canvas canvas)
    {
        DrawFrames(canvas, _package.Blocks.Where(block => block.Layer == layer).Select(block => block.Area), 1, 0.12f, 0.6f);
        IEnumerable<PackageArea> dies = new[] { layer - 1, layer, layer + 1 }
            .Where(index => index >= 0 && index < _package.Layers.Count)
            .SelectMany(index => _package.Layers[index].Patches.Select(patch => patch.Area))
            .Distinct()
            .Where(area => _package.Blocks.Any(block => block.Layer == layer && area.Overlap(block.Area) > 0.999 * block.Area.AreaM2));
        DrawFrames(canvas, dies, 2, 0.25f, 0.95f);
    }

    // All at once, white on a shade: edges that two of them share are drawn once.
    private void DrawFrames(Canvas canvas, IEnumerable<PackageArea> areas, float thickness, float shade, float opacity)
    {
        List<Vector2[]> frames = [.. areas.Select(area =>
        {
            (float left, float top, float width, float height) = Place(area);
            return new Vector2[] { new(left, top), new(left + width, top), new(left + width, top + height), new(left, top + height), new(left, top) };
        })];
        canvas.Strokes(frames, thickness + 1.8f, Colour.Ink, shade);
        canvas.Strokes(frames, thickness, Colour.White, opacity);
    }

    private void DrawHottest(Canvas canvas, int row, int column)
    {
        (float x, float y) = Place(Middle(system.Grid.XLinesM, column), Middle(system.Grid.YLinesM, row));
        for (int i = 0; i < _package.Blocks.Count; i++)
        {
            if (_package.Blocks[i].Layer == layer)
            {
                DrawLabel(canvas, _package.Blocks[i], x, y);
            }
        }

        canvas.Circle(x, y, 7.5f, 4, Colour.Ink, 0.8f);
        canvas.Circle(x, y, 7.5f, 1.6f, Colour.White);
        foreach (PackageProbe probe in _package.Probes.Where(probe => probe.Layer == layer))
        {
            (float probeX, float probeY) = Place(probe.XM, probe.YM);
            (Colour ink, Colour halo) = InkOn(canvas, probeX + 8, probeY - 8);
            canvas.Line(probeX - 5, probeY, probeX + 5, probeY, 1.5f, ink);
            canvas.Line(probeX, probeY - 5, probeX, probeY + 5, 1.5f, ink);
            canvas.Text(probe.Name, probeX + 8, probeY - 8, 8, ink, halo: halo);
        }
    }

    // Name and mean temperature where they fit: in the middle or, when the hottest place is there, beside it; upright in a narrow block.
    private void DrawLabel(Canvas canvas, PackageBlock block, float hottestX, float hottestY)
    {
        string name = block.Name;
        string mean = string.Create(CultureInfo.InvariantCulture, $"{Mean(block):F1}\u00B0");
        (float left, float top, float width, float height) = Place(block.Area);
        bool isUpright = height > 1.3f * width && StrokeFont.Width(name, LabelHeight) > width - 8;
        (float along, float across) = isUpright ? (height, width) : (width, height);
        float size = LabelHeight;
        while (size >= 6 && (StrokeFont.Width(name, size) > along - 8 || size > across - 6))
        {
            size -= 0.5f;
        }

        if (size < 6)
        {
            // The temperature alone says more than nothing.
            (name, size) = (mean, LabelHeight - 1);
            if (StrokeFont.Width(name, size) > along - 4 || size > across - 4)
            {
                return;
            }
        }

        bool hasMean = name != mean && across >= (2.7f * size) + 6;
        float extent = Math.Max(StrokeFont.Width(name, size), hasMean ? StrokeFont.Width(mean, size) : 0);
        float middleX = left + (width / 2);
        float middleY = top + (height / 2);
        float reachX = ((isUpright ? (hasMean ? 2.7f : 1) * size : extent) / 2) + 12;
        float reachY = ((isUpright ? extent : (hasMean ? 2.7f : 1) * size) / 2) + 12;
        if (Math.Abs(middleX - hottestX) < reachX && Math.Abs(middleY - hottestY) < reachY)
        {
            // The first side with room enough.
            (float X, float Y)[] places = [(hottestX - reachX, middleY), (hottestX + reachX, middleY), (middleX, hottestY - reachY), (middleX, hottestY + reachY)];
            int free = Array.FindIndex(places, place => Math.Abs(place.X - middleX) + reachX - 9 <= width / 2 && Math.Abs(place.Y - middleY) + reachY - 9 <= height / 2);
            (middleX, middleY) = free < 0 ? (middleX, middleY) : places[free];
        }

        (Colour ink, Colour halo) = InkOn(canvas, middleX, middleY);
        float shift = hasMean ? 0.85f * size : 0;
        canvas.Text(name, middleX - (isUpright ? shift : 0), middleY - (isUpright ? 0 : shift), size, ink, Anchor.Middle, isUpright, halo);
        if (hasMean)
        {
            canvas.Text(mean, middleX + (isUpright ? shift : 0), middleY + (isUpright ? 0 : shift), size, ink, Anchor.Middle, isUpright, halo);
        }
    }

    private static (Colour Ink, Colour Halo) InkOn(Canvas canvas, float x, float y) =>
        canvas[Math.Clamp((int)x, 0, canvas.Width - 1), Math.Clamp((int)y, 0, canvas.Height - 1)].Brightness > 0.52f ? (Colour.Ink, Colour.White) : (Colour.White, Colour.Ink);

    private void DrawSection(Canvas canvas, int top, int rowHeight, int row)
    {
        double yM = Middle(system.Grid.YLinesM, row);
        float mapY = Place(0, yM).Y;
        string place = string.Create(CultureInfo.InvariantCulture, $"Section at y = {yM * 1000:0.##} mm, seen from the south; layers drawn equally thick");
        canvas.Text(place, Left, top - 16, LabelHeight, Colour.Ink);
        // Where the section is: marks at both edges of the map.
        foreach ((float edge, float direction) in new[] { (Area.Left - 3f, -1f), (Area.Left + Area.Width + 3f, 1f) })
        {
            canvas.Strokes([[new(edge + (9 * direction), mapY - 5), new(edge, mapY), new(edge + (9 * direction), mapY + 5)]], 2, Colour.Ink);
        }

        (int[] lower, float[] share) = Between(system.Grid.XLinesM, Area.Width, _package.WidthM, isUp: false);
        for (int z = 0; z < system.Layers; z++)
        {
            int upper = top + (z * rowHeight);
            ReadOnlySpan<double> cells = _sections.AsSpan(z * system.Columns, system.Columns);
            for (int x = 0; x < Area.Width; x++)
            {
                Colour colour = ColourOf(Mix(cells[lower[x]], cells[Math.Min(lower[x] + 1, system.Columns - 1)], share[x]));
                for (int y = 0; y < rowHeight; y++)
                {
                    canvas[Left + x, upper + y] = colour;
                }
            }

            PackageLayer description = _package.Layers[z];
            float middle = upper + (rowHeight / 2f);
            canvas.Text(description.Name, Left - 62, middle, 8, z == layer ? Colour.Ink : Colour.Grey, Anchor.Right, weight: z == layer ? 0.19f : 0.125f);
            canvas.Text(string.Create(CultureInfo.InvariantCulture, $"{description.ThicknessM * 1e6:0.#} \u00B5m"), Left - 8, middle, 7, Colour.Grey, Anchor.Right);
            if (z > 0)
            {
                canvas.Line(Left, upper, Left + Area.Width, upper, 1, Colour.White, 0.3f);
            }
        }

        foreach (PackageBlock block in _package.Blocks.Where(block => block.Layer == layer && yM > block.Area.YM && yM < block.Area.TopM))
        {
            (float left, _, float width, _) = Place(block.Area);
            canvas.Frame(left, top + (layer * rowHeight), width, rowHeight, 1, Colour.White, 0.7f);
        }

        canvas.Frame(Left, top, Area.Width, rowHeight * system.Layers, 1.4f, Colour.Ink);
        DrawTicks(canvas, top + (rowHeight * system.Layers), hasNames: true);
        canvas.Text("x / mm", Left + (Area.Width / 2f), top + (rowHeight * system.Layers) + 42, LabelHeight, Colour.Grey, Anchor.Middle);
    }

    private void DrawAxes(Canvas canvas, int bottom, string name, bool hasNames)
    {
        canvas.Frame(Left, Top, Area.Width, Area.Height, 1.4f, Colour.Ink);
        DrawTicks(canvas, bottom, hasNames);
        canvas.Text(name, Left + (Area.Width / 2f), bottom + 40, LabelHeight, Colour.Grey, Anchor.Middle);
        double pixelsPerMm = Area.Height / (_package.HeightM * 1000);
        foreach (double tick in Ticks(0, _package.HeightM * 1000, Area.Height / 80.0))
        {
            float y = (float)(bottom - (tick * pixelsPerMm));
            canvas.Line(Left - 6, y, Left, y, 1.2f, Colour.Ink);
            canvas.Text(Number(tick), Left - 22, y, 8.5f, Colour.Ink, Anchor.Right);
        }

        canvas.Text("y / mm", Left - 72, Top + (Area.Height / 2f), LabelHeight, Colour.Grey, Anchor.Middle, isUpright: true);
    }

    private void DrawTicks(Canvas canvas, int y, bool hasNames)
    {
        double pixelsPerMm = Area.Width / (_package.WidthM * 1000);
        foreach (double tick in Ticks(0, _package.WidthM * 1000, Area.Width / 80.0))
        {
            float x = (float)(Left + (tick * pixelsPerMm));
            canvas.Line(x, y, x, y + 6, 1.2f, Colour.Ink);
            if (hasNames)
            {
                canvas.Text(Number(tick), x, y + 19, 8.5f, Colour.Ink, Anchor.Middle);
            }
        }
    }

    private void DrawScale(Canvas canvas, int left, int top, int height)
    {
        const int Width = 26;
        for (int y = 0; y < height; y++)
        {
            canvas.Fill(left, top + y, Width, 1, HeatColours.At((height - 0.5 - y) / height));
        }

        canvas.Frame(left, top, Width, height, 1.4f, Colour.Ink);
        canvas.Text("\u00B0C", left, top - 16, LabelHeight, Colour.Ink);
        double range = Math.Max(_most - _least, 1e-9);
        foreach (double tick in Ticks(_least, _most, Math.Max(4, height / 70.0)))
        {
            float y = (float)(top + (height * (_most - tick) / range));
            canvas.Line(left + Width, y, left + Width + 6, y, 1.2f, Colour.Ink);
            canvas.Text(Number(tick), left + Width + 12, y, 8.5f, Colour.Ink);
        }
    }

    private double Mean(PackageBlock block)
    {
        double sum = 0;
        double weight = 0;
        for (int y = 0; y < system.Rows; y++)
        {
            for (int x = 0; x < system.Columns; x++)
            {
                PackageArea cell = new(
                    system.Grid.XLinesM[x], system.Grid.YLinesM[y], system.Grid.XLinesM[x + 1] - system.Grid.XLinesM[x], system.Grid.YLinesM[y + 1] - system.Grid.YLinesM[y]);
                double overlap = cell.Overlap(block.Area);
                sum += overlap * _map[(y * system.Columns) + x];
                weight += overlap;
            }
        }

        return sum / weight;
    }

    private Colour ColourOf(double temperatureC) => HeatColours.At(_most > _least ? (temperatureC - _least) / (_most - _least) : 0);

    private (float X, float Y) Place(double xM, double yM) =>
        ((float)(Area.Left + (xM / _package.WidthM * Area.Width)), (float)(Area.Top + Area.Height - (yM / _package.HeightM * Area.Height)));

    private (float Left, float Top, float Width, float Height) Place(PackageArea area)
    {
        (float left, float bottom) = Place(area.XM, area.YM);
        (float right, float top) = Place(area.RightM, area.TopM);
        return (left, top, right - left, bottom - top);
    }

    // For each pixel the cell whose middle is before it and the share of the next one.
    private static (int[] Lower, float[] Share) Between(IReadOnlyList<double> linesM, int pixels, double extentM, bool isUp)
    {
        var lower = new int[pixels];
        var share = new float[pixels];
        int cells = linesM.Count - 1;
        for (int i = 0, cell = 0; i < pixels; i++)
        {
            double positionM = extentM * (i + 0.5) / pixels;
            while (cell < cells - 2 && Middle(linesM, cell + 1) <= positionM)
            {
                cell++;
            }

            int at = isUp ? pixels - 1 - i : i;
            lower[at] = cell;
            share[at] = cells == 1 ? 0 : (float)Math.Clamp((positionM - Middle(linesM, cell)) / (Middle(linesM, cell + 1) - Middle(linesM, cell)), 0, 1);
        }

        return (lower, share);
    }

    // Multiples of 1, 2 or 5 times a power of ten, about as many as asked for.
    private static IEnumerable<double> Ticks(double least, double most, double count)
    {
        double raw = Math.Max(most - least, 1e-9) / Math.Max(count, 1);
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        for (double tick = Math.Ceiling((least / step) - 1e-9); tick * step <= most + (1e-9 * step); tick++)
        {
            yield return tick * step;
        }
    }

    private static double Middle(IReadOnlyList<double> linesM, int cell) => (linesM[cell] + linesM[cell + 1]) / 2;

    private static double Mix(double from, double to, float share) => from + ((to - from) * share);

    // Adding zero takes the sign from a zero.
    private static string Number(double value) => (Math.Round(value, 9) + 0.0).ToString("0.######", CultureInfo.InvariantCulture);
}
