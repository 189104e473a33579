namespace Twin.Units;

/// <summary>A quantity: eight bytes around one number in the dimension's internal unit.</summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
/// <remarks>Implementations are readonly record structs that measure like a <see cref="double"/>, so that a span of one can be
/// a span of the other. Order and equality are those of the number.</remarks>
public interface IQuantity<TSelf> : IComparable<TSelf>, IEquatable<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>What is measured, and in which units it is written.</summary>
    static abstract Dimension Dimension { get; }

    /// <summary>The internal number: SI, except degrees Celsius for temperatures and decibels for logarithmic quantities.</summary>
    double Si { get; }

    /// <summary>Makes the quantity from its internal number; takes any number, NaN included, and never throws.</summary>
    static abstract TSelf FromSi(double value);
}
