using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Twin.Units;

/// <summary>What a quantity measures: its name, its internal unit, and the unit texts it is read and written in.</summary>
/// <remarks>Immutable; the instances are those of <see cref="Dimensions"/>, compared by reference.</remarks>
public sealed class Dimension
{
    private const string SixDigits = "G6";
    private readonly Unit[] _units;

    internal Dimension(string name, string symbol, string ucum, params Unit[] units)
    {
        Name = name;
        Symbol = symbol;
        Ucum = ucum;
        _units = units;
        AcceptedUnits = ListUnits(units);
    }

    /// <summary>The name in lower case, such as "heat transfer coefficient".</summary>
    public string Name { get; }

    /// <summary>The text of the internal unit, such as "W"; empty for a ratio.</summary>
    public string Symbol { get; }

    /// <summary>The internal unit in UCUM's case-sensitive code, such as "W", "Cel" or "m3/s".</summary>
    public string Ucum { get; }

    /// <summary>The least internal number a text may give, such as absolute zero.</summary>
    public double Minimum { get; internal init; } = double.MinValue;

    /// <summary>The greatest internal number a text may give.</summary>
    public double Maximum { get; internal init; } = double.MaxValue;

    /// <summary>The accepted units, the usual one first.</summary>
    public IReadOnlyList<Unit> Units => _units;

    /// <summary>The accepted units as a phrase: "W, mW, kW, uW or dBm".</summary>
    public string AcceptedUnits { get; }

    /// <summary>Finds a unit of this dimension by its text; case counts. Allocates nothing.</summary>
    public bool TryFindUnit(ReadOnlySpan<char> text, [NotNullWhen(true)] out Unit? unit) => TryFindUnit(text, false, out unit);

    /// <summary>Writes an internal number in a readable unit with six significant digits: "450 W", "1310 nm". Light is in watts too.</summary>
    /// <remarks>Takes the largest shown unit in which the number is at least one, else the smallest; zero and NaN are in the usual unit.</remarks>
    public string Format(double si) => Write(si, ReadableUnit(si));

    /// <summary>Writes an internal number in a chosen unit with six significant digits, such as "-3.0103 dBm".</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string Format(double si, string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return TryFindUnit(unit, out Unit? found)
            ? Write(si, found)
            : throw new ArgumentException($"'{unit}' is not a unit of {Name}; use {AcceptedUnits}.", nameof(unit));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool TryFindUnit(ReadOnlySpan<char> text, bool ignoreCase, [NotNullWhen(true)] out Unit? unit)
    {
        foreach (Unit candidate in _units)
        {
            if (candidate.IsNamed(text, ignoreCase))
            {
                unit = candidate;
                return true;
            }
        }
        unit = null;
        return false;
    }

    // 999.9999 mW would print as 1000 mW: what counts is the number as it will be read.
    private Unit ReadableUnit(double si)
    {
        const double NearlyOne = 1 - 5e-7;
        Unit? largest = null;
        Unit? smallest = null;
        foreach (Unit unit in _units)
        {
            if (!unit.IsShown)
                continue;
            if (Math.Abs(unit.FromSi(si)) >= NearlyOne && (largest is null || unit.Factor > largest.Factor))
                largest = unit;
            if (smallest is null || unit.Factor < smallest.Factor)
                smallest = unit;
        }
        return si == 0 || !double.IsFinite(si) ? _units[0] : largest ?? smallest ?? _units[0];
    }

    private static string Write(double si, Unit unit)
    {
        string number = unit.FromSi(si).ToString(SixDigits, CultureInfo.InvariantCulture);
        return unit.Symbol.Length == 0 ? number : $"{number} {unit.Symbol}";
    }

    private static string ListUnits(Unit[] units)
    {
        string[] names = [.. units.Select(unit => unit.Symbol.Length == 0 ? "a bare number" : unit.Symbol)];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }
}
