namespace Twin.Host.Pictures;

/// <summary>Which point of a line of text lies at its place.</summary>
internal enum Anchor
{
    /// <summary>Its left end.</summary>
    Left,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    Right,
}
