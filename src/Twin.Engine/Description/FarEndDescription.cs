using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>What the optical lanes of the chassis are joined to.</summary>
/// <param name="Transmitters">Optical transmitters of the chassis.</param>
/// <param name="Receivers">As many lanes of optical receivers of the chassis.</param>
/// <param name="Partner">What is at the other end.</param>
/// <param name="Loss">Loss of fibre, connectors and multiplexers each way.</param>
/// <param name="FibreLength">Length, for latency and dispersion.</param>
/// <param name="TransmitOma">Outer modulation amplitude that the partner launches.</param>
/// <param name="TransmitExtinction">Extinction ratio of the partner's transmitter.</param>
/// <param name="TransmitBandwidth">3 dB bandwidth of the partner's transmitter.</param>
/// <param name="TransmitRin">Relative intensity noise of the partner's transmitter.</param>
/// <param name="ReceiveResponsivity">Responsivity of the partner's receiver.</param>
/// <param name="ReceiveNoise">Input noise current density of the partner's receiver.</param>
/// <param name="ReceiveBandwidth">3 dB bandwidth of the partner's receiver.</param>
/// <param name="ReceiveImplementationLoss">What the partner's slicer loses against the ideal one.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record FarEndDescription(
    ElementReference Transmitters,
    ElementReference Receivers,
    Partner Partner,
    Decibels Loss,
    Length FibreLength,
    Power TransmitOma,
    Decibels TransmitExtinction,
    Frequency TransmitBandwidth,
    RelativeIntensityNoise TransmitRin,
    Responsivity ReceiveResponsivity,
    NoiseCurrentDensity ReceiveNoise,
    Frequency ReceiveBandwidth,
    Decibels ReceiveImplementationLoss,
    Origin? Origin = null);
