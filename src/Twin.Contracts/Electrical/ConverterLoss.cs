using Twin.Units;

namespace Twin.Contracts;

/// <summary>Loss of a converter over its output: <c>loss = Standby + Linear * P + QuadraticPerWatt * P^2</c>.</summary>
/// <param name="Standby">Loss without load.</param>
/// <param name="Linear">Share of the output, zero or more.</param>
/// <param name="QuadraticPerWatt">Resistive part in 1/W, zero or more.</param>
public readonly record struct ConverterLoss(Power Standby, double Linear, double QuadraticPerWatt)
{
    /// <summary>Loss at an output.</summary>
    /// <param name="output">Power delivered.</param>
    /// <returns>Power lost.</returns>
    public Power At(Power output) => Power.FromSi(Standby.Watts + (output.Watts * (Linear + (QuadraticPerWatt * output.Watts))));
}
