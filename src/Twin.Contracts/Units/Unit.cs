namespace Twin.Units;

/// <summary>A unit text that a dimension accepts, and how its numbers become the internal number.</summary>
/// <remarks>Linear units convert as value x multiplier / divisor + offset; decimal fractions are kept as divisors, because a division by
/// a power of ten is correctly rounded and '1310 nm' is then exactly 1310e-9. Logarithmic ones as 10^(value/10) / divisor.</remarks>
public sealed class Unit
{
    private readonly double _multiplier;
    private readonly double _divisor;
    private readonly string[] _spellings;

    private Unit(string symbol, double multiplier, double divisor, double offset, bool isLogarithmic, bool isShown, string[] spellings)
    {
        Symbol = symbol;
        _multiplier = multiplier;
        _divisor = divisor;
        Offset = offset;
        IsLogarithmic = isLogarithmic;
        IsShown = isShown;
        _spellings = spellings;
    }

    /// <summary>The text of the unit, in ASCII; empty for a bare ratio.</summary>
    public string Symbol { get; }

    /// <summary>How much internal unit one of this unit is; for a logarithmic unit, its reference.</summary>
    public double Factor => _multiplier / _divisor;

    /// <summary>What is added after scaling; not zero only for kelvin as a temperature.</summary>
    public double Offset { get; }

    /// <summary>Whether the unit counts decibels above its reference, as dBm does.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Whether formatting may choose the unit by itself; the others are used only where asked for.</summary>
    public bool IsShown { get; }

    /// <summary>Other texts that mean the same unit.</summary>
    public IReadOnlyList<string> OtherSpellings => _spellings;

    /// <summary>Converts a number in this unit to the internal number.</summary>
    public double ToSi(double value) =>
        IsLogarithmic ? Logarithm.PowerRatio(value) / _divisor : value * _multiplier / _divisor + Offset;

    /// <summary>Converts an internal number to a number in this unit.</summary>
    public double FromSi(double si) =>
        IsLogarithmic ? Logarithm.ToPowerDecibels(si * _divisor) : (si - Offset) * _divisor / _multiplier;

    /// <summary>Whether a text names this unit; case counts. Allocates nothing.</summary>
    /// <remarks>Typographic signs (µ, °, Ω, √, ², ³) stand for their ASCII spelling.</remarks>
    public bool IsNamed(ReadOnlySpan<char> text) => IsNamed(text, ignoreCase: false);

    /// <inheritdoc/>
    public override string ToString() => Symbol;

    internal static Unit Base(string symbol) => Times(symbol, 1);

    internal static Unit Times(string symbol, double multiplier) => new(symbol, multiplier, 1, 0, false, true, []);

    internal static Unit Parts(string symbol, double partsPerUnit) => new(symbol, 1, partsPerUnit, 0, false, true, []);

    internal static Unit Fraction(string symbol, double multiplier, double divisor) => new(symbol, multiplier, divisor, 0, false, true, []);

    internal static Unit Shifted(string symbol, double offset) => new(symbol, 1, 1, offset, false, false, []);

    internal static Unit DecibelsAbove(string symbol, double partsPerUnit) => new(symbol, 1, partsPerUnit, 0, true, false, []);

    internal Unit Hidden() => new(Symbol, _multiplier, _divisor, Offset, IsLogarithmic, false, _spellings);

    internal Unit Or(params string[] spellings) => new(Symbol, _multiplier, _divisor, Offset, IsLogarithmic, IsShown, spellings);

    internal bool IsNamed(ReadOnlySpan<char> text, bool ignoreCase)
    {
        if (UnitSpelling.AreSame(text, Symbol, ignoreCase))
            return true;
        foreach (string spelling in _spellings)
        {
            if (UnitSpelling.AreSame(text, spelling, ignoreCase))
                return true;
        }
        return false;
    }
}
