using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Twin.Units;

/// <summary>Refuses numbers that are none, with the throw kept out of the inlined path.</summary>
internal static class QuantityGuard
{
    /// <summary>The value, unless it is NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double RefuseNaN(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (double.IsNaN(value))
            ThrowNaN(name);
        return value;
    }

    [DoesNotReturn]
    private static void ThrowNaN(string? name) =>
        throw new ArgumentOutOfRangeException(name, double.NaN, "NaN is not a quantity; any other number is.");
}
