using Twin.Contracts;
using Twin.Units;

namespace Cygnus.OpticalEngine;

/// <summary>Datasheet values of the Mach-Zehnder engine: 64 x 100G, four CWDM wavelengths in a fibre.</summary>
public sealed record MachZehnderEngineParameters : EngineParameters
{
    /// <summary>Differential amplitude of the driver at the modulator.</summary>
    [Parameter("differential peak-to-peak drive at the modulator", Minimum = "0.1 V", Maximum = "8 V", Source = "0-5 V differential class (SIP-11)")]
    [Spread(Part = "2 %")]
    public Voltage DriveSwing { get; init; } = Voltage.FromVolts(2);

    /// <summary>Drive for a phase difference of pi.</summary>
    [Parameter("half-wave voltage, differential", Minimum = "0.5 V", Maximum = "20 V", Source = "2 V.cm (SIP-38) over 4 mm")]
    [Spread(Part = "2 %")]
    public Voltage HalfWaveVoltage { get; init; } = Voltage.FromVolts(5);

    /// <summary>Loss of the modulator beyond its transfer.</summary>
    [Parameter("excess loss of the modulator; quadrature bias takes 3 dB more", Minimum = "0 dB", Maximum = "10 dB", Source = "3-5 dB with bias (SIP-08)")]
    public Decibels ModulatorExcessLoss { get; init; } = Decibels.FromDb(2);

    /// <summary>Phase between the arms at the reference temperature, in units of pi.</summary>
    [Parameter("phase between the arms at the reference temperature, over pi", Minimum = "-1", Maximum = "1", Source = "equal arms")]
    public Ratio ArmPhase { get; init; } = Ratio.Zero;

    /// <summary>Standard deviation of that phase from lane to lane, in units of pi.</summary>
    [Parameter("spread of the phase from lane to lane, over pi", Minimum = "0", Maximum = "1", Source = "engineering default for arms of millimetres in 220 nm silicon")]
    public Ratio ArmPhaseSpread { get; init; } = Ratio.FromFraction(0.15);

    /// <summary>Temperature at which the arm phase is given.</summary>
    [Parameter("reference temperature of the arm phase", Minimum = "0 degC", Maximum = "125 degC")]
    public Temperature PhaseReference { get; init; } = Temperature.FromCelsius(25);

    /// <summary>Temperature change that turns the phase by pi.</summary>
    [Parameter("temperature change that turns the phase between the arms by pi", Minimum = "20 K", Maximum = "10000 K", Source = "engineering default: arms of 4 mm equal to 0.5 %, dn/dT of silicon 1.8e-4 1/K")]
    public TemperatureDifference HalfWaveDrift { get; init; } = TemperatureDifference.FromKelvin(180);

    /// <summary>Heater power that turns the phase by pi.</summary>
    [Parameter("bias heater power for a phase of pi", Minimum = "0.2 mW", Maximum = "100 mW", Source = "engineering default for heaters without undercut; 70-97 % less with (SIP-20)")]
    public Power HalfWaveHeater { get; init; } = Power.FromMilliwatts(20);

    /// <summary>Time constant of the bias loop.</summary>
    [Parameter("time constant of the bias loop", Minimum = "1 ms", Maximum = "10 s", Source = "engineering default for dither control")]
    public Duration BiasLoop { get; init; } = Duration.FromMilliseconds(50);
}
