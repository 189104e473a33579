namespace Twin.Host.Pictures;

/// <summary>A colour of a picture, sRGB.</summary>
/// <param name="Red">0 to 1.</param>
/// <param name="Green">0 to 1.</param>
/// <param name="Blue">0 to 1.</param>
internal readonly record struct Colour(float Red, float Green, float Blue)
{
    /// <summary>Paper.</summary>
    public static Colour White => new(1, 1, 1);

    /// <summary>Ink.</summary>
    public static Colour Ink => new(0.12f, 0.13f, 0.16f);

    /// <summary>Ink for what is less important.</summary>
    public static Colour Grey => new(0.42f, 0.44f, 0.48f);

    /// <summary>How bright it looks, 0 to 1 (ITU-R BT.709 weights on the coded values).</summary>
    public float Brightness => (0.2126f * Red) + (0.7152f * Green) + (0.0722f * Blue);
}
