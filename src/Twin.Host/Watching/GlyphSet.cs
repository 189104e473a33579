namespace Twin.Host.Watching;

/// <summary>What characters a terminal can show: all that frames are made of, or ASCII in their place.</summary>
internal sealed class GlyphSet
{
    private const string Drawn = "┌┐└┘─│…●○▲▸▾·×←→↑↓█░▁▂▃▄▅▆▇";
    private const string Plain = "++++-|~*o!>v.x<>^v#._.-~=+*";

    // The first of these that is set decides, as in POSIX.
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    private readonly bool _isAscii;

    private GlyphSet(bool isAscii) => _isAscii = isAscii;

    /// <summary>Every character as it is.</summary>
    public static GlyphSet Unicode { get; } = new(false);

    /// <summary>ASCII alone.</summary>
    public static GlyphSet Ascii { get; } = new(true);

    /// <summary>Whether a character takes one column and moves nothing: Latin, Greek, punctuation, arrows, mathematics, lines and blocks.</summary>
    /// <param name="glyph">The character.</param>
    public static bool IsPrintable(char glyph) =>
        glyph is (>= ' ' and <= '~') or (>= '\u00a1' and <= '\u024f' and not '\u00ad') or (>= '\u0370' and <= '\u03ff') or (>= '\u2010' and <= '\u2027') or (>= '\u2190' and <= '\u25ff');

    /// <summary>The set for a terminal.</summary>
    /// <param name="wantsAscii">Whether ASCII was asked for.</param>
    /// <param name="environment">Gives a variable of the environment, or null.</param>
    public static GlyphSet For(bool wantsAscii, Func<string, string?> environment)
    {
        string? locale = LocaleVariables.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        bool isUtf8 = locale is not null && locale.Replace("-", string.Empty, StringComparison.Ordinal).Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        return wantsAscii || !isUtf8 ? Ascii : Unicode;
    }

    /// <summary>What a character is shown as.</summary>
    /// <param name="glyph">The character.</param>
    public char Show(char glyph)
    {
        if (!_isAscii || glyph <= '~')
        {
            return glyph;
        }

        int place = Drawn.IndexOf(glyph, StringComparison.Ordinal);
        return place >= 0 ? Plain[place] : '?';
    }
}
