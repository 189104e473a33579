namespace Twin.Host.Watching;

/// <summary>How a cell looks. What colour that is, is the terminal's affair.</summary>
internal enum Tone
{
    /// <summary>Text.</summary>
    Normal,

    /// <summary>Text of less weight.</summary>
    Dim,

    /// <summary>Lines around panels.</summary>
    Line,

    /// <summary>Titles.</summary>
    Title,

    /// <summary>What is well.</summary>
    Good,

    /// <summary>What should be looked at.</summary>
    Warning,

    /// <summary>What should be acted on.</summary>
    Critical,

    /// <summary>Keys and figures that stand out.</summary>
    Accent,

    /// <summary>The chosen row.</summary>
    Selected,
}
