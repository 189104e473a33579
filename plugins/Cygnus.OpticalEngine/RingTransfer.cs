using Twin.Contracts;

namespace Cygnus.OpticalEngine;

/// <summary>Through port of a ring modulator (formula M2), all detunings being laser minus resonance in metres.</summary>
/// <remarks><c>T(D) = 1 - (1 - Tmin)/(1 + (2 D/FWHM)^2)</c>, <c>FWHM = lambda/Q</c>; Bogaerts et al., Laser and Photonics Reviews 6 (2012) 47.</remarks>
/// <param name="lineWidthM">Full width at half depth.</param>
/// <param name="depth">1 minus the transmission on resonance.</param>
/// <param name="driveShiftM">Shift of the resonance over the whole drive swing.</param>
/// <param name="modulation">Levels of the drive.</param>
internal sealed class RingTransfer(double lineWidthM, double depth, double driveShiftM, Modulation modulation)
{
    private readonly double _perHalfWidth = 2 / lineWidthM;

    /// <summary>Transmission at a detuning.</summary>
    /// <param name="detuningM">Laser minus resonance.</param>
    internal double Transmission(double detuningM)
    {
        double u = detuningM * _perHalfWidth;
        return 1 - (depth / (1 + (u * u)));
    }

    /// <summary>Levels around a detuning.</summary>
    /// <param name="detuningM">Laser minus resonance without drive.</param>
    internal ModulatorLevels Levels(double detuningM) => ModulatorLevels.From(
        Transmission(detuningM - (0.5 * driveShiftM)),
        Transmission(detuningM - (driveShiftM / 6)),
        Transmission(detuningM + (driveShiftM / 6)),
        Transmission(detuningM + (0.5 * driveShiftM)),
        modulation);
}
