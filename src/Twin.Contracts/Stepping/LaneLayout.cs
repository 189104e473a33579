namespace Twin.Contracts;

/// <summary>Where the fields of a bundle lie: field <c>k</c> of a bundle of n lanes is the n words from <c>offset + k * n</c>.</summary>
/// <remarks>Known to the contract and to the engine only; the figures are the number of a field or, where named so, of all fields.</remarks>
internal static class LaneLayout
{
    internal const int Up = 0;
    internal const int Utilization = 1;
    internal const int LaneInputs = 2;

    internal const int ElectricalSwing = 0;
    internal const int ElectricalSnr = 1;
    internal const int ElectricalJitter = 2;
    internal const int ElectricalTransmitterOutputs = 3;

    internal const int VerdictErrorRatio = 0;
    internal const int VerdictMargin = 1;
    internal const int VerdictSnr = 2;
    internal const int Verdicts = 3;

    internal const int ElectricalNoise = 3;
    internal const int ElectricalReceiverOutputs = 4;

    internal const int OpticalPower = 0;
    internal const int OpticalOma = 1;
    internal const int OpticalWavelength = 2;
    internal const int OpticalRin = 3;
    internal const int OpticalBandwidth = 4;
    internal const int OpticalMismatch = 5;
    internal const int OpticalTransmitterOutputs = 6;

    internal const int ReceivedPower = 2;
    internal const int ReceivedOma = 3;
    internal const int ReceivedWavelength = 4;
    internal const int OpticalReceiverInputs = 5;
    internal const int Responsivity = 3;
    internal const int NoiseDensity = 4;
    internal const int ReceiverBandwidth = 5;
    internal const int OpticalReceiverOutputs = 6;

    internal const int ArrivalAmplitude = 0;
    internal const int ArrivalNoise = 1;
    internal const int ArrivalLoss = 2;
    internal const int ArrivalJitter = 3;
    internal const int Arrivals = 4;

    internal const int LightPower = 0;
    internal const int LightWavelength = 1;
    internal const int LightRin = 2;
    internal const int LightFields = 3;

    internal const int ElementFlow = 0;
    internal const int ElementDrop = 1;
    internal const int ElementInlet = 2;
    internal const int ElementOutlet = 3;
    internal const int ElementInputs = 4;

    internal const int LoadVoltage = 0;
    internal const int LoadNoise = 1;
    internal const int LoadInputs = 2;

    internal const int SourceOutput = 0;
    internal const int SourceLoss = 1;
    internal const int SourceTripped = 2;
    internal const int SourceInputs = 3;

    internal const int PumpColdHeat = 0;
    internal const int PumpHotHeat = 1;
    internal const int PumpPower = 2;
    internal const int PumpInputs = 3;

    internal const int EventCount = 0;
    internal const int EventFirst = 1;
    internal const int EventSecond = 2;
    internal const int EventWords = 3;

    internal const int ActuatorValue = 0;
    internal const int ActuatorEngaged = 1;
    internal const int ActuatorOutputWords = 2;
}
