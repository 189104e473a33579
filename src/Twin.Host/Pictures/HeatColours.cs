namespace Twin.Host.Pictures;

/// <summary>Colours from cold to hot: dark violet, crimson, orange, pale yellow.</summary>
/// <remarks>
/// A path through the OKLab space (B. Ottosson, "A perceptual color space for image processing", 2020) on which lightness only rises, cut into pieces of equal length: equal
/// differences of temperature look equally different, and the order survives printing in grey and every kind of colour blindness.
/// </remarks>
internal static class HeatColours
{
    private const int Count = 512;
    private const int FinePieces = 4096;

    // Share of the path, lightness, hue in degrees, chroma; chosen by eye, cut to what sRGB can show.
    private static readonly double[][] Stops =
    [
        [0.00, 0.17, 285, 0.08], [0.22, 0.32, 300, 0.16], [0.45, 0.50, 355, 0.19], [0.68, 0.67, 40, 0.17], [0.86, 0.83, 75, 0.15], [1.00, 0.97, 105, 0.09],
    ];

    private static readonly Colour[] Table = Make();

    /// <summary>The colour of a share of the scale.</summary>
    /// <param name="share">0 is cold, 1 is hot; beyond them the ends.</param>
    public static Colour At(double share) => Table[(int)Math.Round(Math.Clamp(share, 0, 1) * (Count - 1))];

    private static Colour[] Make()
    {
        double[] lengths = new double[FinePieces + 1];
        (double L, double A, double B) before = Path(0);
        for (int i = 1; i <= FinePieces; i++)
        {
            (double L, double A, double B) here = Path((double)i / FinePieces);
            lengths[i] = lengths[i - 1] + Math.Sqrt(Square(here.L - before.L) + Square(here.A - before.A) + Square(here.B - before.B));
            before = here;
        }

        var table = new Colour[Count];
        for (int i = 0, at = 0; i < Count; i++)
        {
            double wanted = lengths[^1] * i / (Count - 1);
            while (at < FinePieces && lengths[at + 1] < wanted)
            {
                at++;
            }

            (double l, double a, double b) = Path((double)at / FinePieces);
            (double red, double green, double blue) = Linear(l, a, b);
            table[i] = new(Coded(red), Coded(green), Coded(blue));
        }

        return table;
    }

    private static (double L, double A, double B) Path(double share)
    {
        double l = Smooth(share, 1);
        double hue = Smooth(share, 2) * Math.PI / 180;
        // The greatest chroma up to the wanted one that sRGB can show at this lightness and hue.
        double chroma = Smooth(share, 3);
        for (double step = chroma / 2; step > 1e-5; step /= 2)
        {
            chroma += IsShown(l, chroma * Math.Cos(hue), chroma * Math.Sin(hue)) ? step : -step;
            chroma = Math.Min(chroma, Smooth(share, 3));
        }

        return (l, chroma * Math.Cos(hue), chroma * Math.Sin(hue));
    }

    // Straight between stops, hues the short way round.
    private static double Smooth(double share, int index)
    {
        int stop = 0;
        while (stop < Stops.Length - 2 && share > Stops[stop + 1][0])
        {
            stop++;
        }

        double part = (share - Stops[stop][0]) / (Stops[stop + 1][0] - Stops[stop][0]);
        double difference = Stops[stop + 1][index] - Stops[stop][index];
        return Stops[stop][index] + (part * (difference < -180 ? difference + 360 : difference));
    }

    private static bool IsShown(double l, double a, double b)
    {
        (double red, double green, double blue) = Linear(l, a, b);
        return Math.Min(red, Math.Min(green, blue)) >= 0 && Math.Max(red, Math.Max(green, blue)) <= 1;
    }

    // OKLab to linear sRGB.
    private static (double Red, double Green, double Blue) Linear(double l, double a, double b)
    {
        double longCone = Cube(l + (0.3963377774 * a) + (0.2158037573 * b));
        double middleCone = Cube(l - (0.1055613458 * a) - (0.0638541728 * b));
        double shortCone = Cube(l - (0.0894841775 * a) - (1.2914855480 * b));
        return (
            (4.0767416621 * longCone) - (3.3077115913 * middleCone) + (0.2309699292 * shortCone),
            (-1.2684380046 * longCone) + (2.6097574011 * middleCone) - (0.3413193965 * shortCone),
            (-0.0041960863 * longCone) - (0.7034186147 * middleCone) + (1.7076147010 * shortCone));
    }

    // IEC 61966-2-1.
    private static float Coded(double linear) => (float)Math.Clamp(linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055, 0, 1);

    private static double Square(double value) => value * value;

    private static double Cube(double value) => value * value * value;
}
