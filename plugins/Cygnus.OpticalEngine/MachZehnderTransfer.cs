using Twin.Contracts;

namespace Cygnus.OpticalEngine;

/// <summary>Mach-Zehnder modulator around quadrature (formula M5).</summary>
/// <remarks><c>T = (1 + cos(pi V/Vpi + phi))/2</c> with <c>phi = pi/2 + error</c>, so <c>T = (1 - sin(theta + error))/2</c>; Saleh and Teich, Fundamentals of Photonics, ch. 21.</remarks>
/// <param name="drive">Half the drive swing over the half-wave voltage.</param>
/// <param name="modulation">Levels of the drive.</param>
internal sealed class MachZehnderTransfer(double drive, Modulation modulation)
{
    private readonly double _outerSine = Math.Sin(Math.PI * drive);
    private readonly double _outerCosine = Math.Cos(Math.PI * drive);
    private readonly double _innerSine = Math.Sin(Math.PI * drive / 3);
    private readonly double _innerCosine = Math.Cos(Math.PI * drive / 3);

    /// <summary>Levels at a bias error.</summary>
    /// <param name="errorOverPi">Phase from quadrature, over pi.</param>
    internal ModulatorLevels Levels(double errorOverPi)
    {
        (double sine, double cosine) = Math.SinCos(Math.PI * errorOverPi);
        double outerOdd = 0.5 * _outerSine * cosine, innerOdd = 0.5 * _innerSine * cosine;
        double outerEven = 0.5 - (0.5 * _outerCosine * sine), innerEven = 0.5 - (0.5 * _innerCosine * sine);
        return ModulatorLevels.From(outerEven + outerOdd, innerEven + innerOdd, innerEven - innerOdd, outerEven - outerOdd, modulation);
    }

    /// <summary>Transmission without drive.</summary>
    /// <param name="errorOverPi">Phase from quadrature, over pi.</param>
    internal static double Idle(double errorOverPi) => 0.5 - (0.5 * Math.Sin(Math.PI * errorOverPi));
}
