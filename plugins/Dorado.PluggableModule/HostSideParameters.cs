using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Electrical lanes of a module towards the host.</summary>
public sealed record HostSideParameters
{
    /// <summary>Outer amplitude of the transmitters.</summary>
    [Parameter("differential peak-to-peak transmit amplitude", Minimum = "50 mV", Maximum = "1.4 V", Source = "COM victim amplitude A_v 0.413 V peak, VSR112 (electrical configurations)")]
    public Voltage Swing { get; init; } = Voltage.FromMillivolts(800);

    /// <summary>Outer amplitude squared over noise variance of the transmitters.</summary>
    [Parameter("transmitter signal-to-noise ratio, outer amplitude squared over noise variance", Minimum = "20 dB", Maximum = "60 dB", Source = "SNR_TX 33 dB (electrical configurations) relates to half the outer amplitude: 6 dB more here")]
    public Decibels SignalToNoise { get; init; } = Decibels.FromDb(39);

    /// <summary>Random jitter of the transmitters, rms, as a share of the unit interval.</summary>
    [Parameter("transmitter random jitter, rms, share of the unit interval", Minimum = "0", Maximum = "0.1", Source = "sigma_RJ 0.01 UI (electrical configurations)")]
    public double Jitter { get; init; } = 0.01;

    /// <summary>Ratio of level mismatch of the transmitters.</summary>
    [Parameter("ratio of level mismatch (RLM)", Minimum = "0.7", Maximum = "1", Source = "limit 0.95 (electrical configurations); a typical part is better")]
    public double LevelMismatch { get; init; } = 0.97;

    /// <summary>Bandwidth of transmitters and receivers.</summary>
    [Parameter("3 dB bandwidth of transmitters and receivers", Minimum = "1 GHz", Maximum = "200 GHz", Source = "receiver filter 0.75 x 53.125 GBd (electrical configurations)")]
    public Frequency Bandwidth { get; init; } = Frequency.FromGigahertz(40);

    /// <summary>Input noise of the receivers.</summary>
    [Parameter("input-referred receiver noise, rms", Minimum = "0 V", Maximum = "20 mV", Source = "eta_0 2e-8 V2/GHz of VSR112 (electrical configurations) over 40 GHz")]
    public Voltage InputNoise { get; init; } = Voltage.FromMillivolts(0.9);

    /// <summary>Equaliser of the receivers where they decide.</summary>
    [Parameter("equaliser of the receivers", Source = "module signal processors: feed-forward taps and one feedback tap")]
    public Equalizer Equalizer { get; init; } = Equalizer.DecisionFeedback;

    /// <summary>First feedback tap relative to the cursor.</summary>
    [Parameter("first decision-feedback tap, share of the cursor", Minimum = "0", Maximum = "1", Source = "b1 up to 0.5 in VSR112 (electrical configurations); half of it")]
    public double FeedbackTap { get; init; } = 0.25;

    /// <summary>What the slicer loses against an ideal one.</summary>
    [Parameter("implementation loss of the receivers", Minimum = "0 dB", Maximum = "10 dB", Source = "engineering default: quantiser, adaptation, clock recovery")]
    public Decibels ImplementationLoss { get; init; } = Decibels.FromDb(1.5);
}
