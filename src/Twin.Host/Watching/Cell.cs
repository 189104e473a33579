namespace Twin.Host.Watching;

/// <summary>One place of a screen.</summary>
/// <param name="Glyph">A printable character of one column.</param>
/// <param name="Tone">How it looks.</param>
internal readonly record struct Cell(char Glyph, Tone Tone);
