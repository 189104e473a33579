using System.Globalization;

namespace Twin.Contracts;

/// <summary>Names of repeated elements.</summary>
public static class ElementName
{
    /// <summary>Appends the number of an element, zero-padded to the width of the highest number.</summary>
    /// <param name="name">Name in common (<c>pipe</c>).</param>
    /// <param name="index">Number of the element, from 0.</param>
    /// <param name="count">How many there are.</param>
    /// <returns><c>pipe03</c> for element 3 of 16.</returns>
    public static string Numbered(string name, int index, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        int width = (count - 1).ToString(CultureInfo.InvariantCulture).Length;
        return name + index.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
    }
}
