using System.Diagnostics.CodeAnalysis;

namespace Twin.Physics.LinearAlgebra;

/// <summary>Cold checks of argument shapes, kept out of the hot methods so that those inline well.</summary>
internal static class Require
{
    public static void Length(int actual, int expected, string parameter)
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, parameter);
        }
    }

    public static void AtLeast(int actual, int least, string parameter)
    {
        if (actual < least)
        {
            ThrowAtLeast(actual, least, parameter);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int actual, int expected, string parameter) =>
        throw new ArgumentException($"Length {actual} given, {expected} expected.", parameter);

    [DoesNotReturn]
    private static void ThrowAtLeast(int actual, int least, string parameter) =>
        throw new ArgumentException($"Length {actual} given, at least {least} expected.", parameter);
}
