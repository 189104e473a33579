namespace Twin.Engine.Stepping;

/// <summary>Everything that brings light from one component to another.</summary>
internal sealed class LightModel
{
    /// <summary>Components in the order in which their light behaviour is called.</summary>
    public required int[] Order { get; init; }

    /// <summary>For each component, the fibres that end in it.</summary>
    public required Fibre[][] FibresInto { get; init; }

    /// <summary>Receivers of the front panel.</summary>
    public required FarLane[] FarLanes { get; init; }

    /// <summary>Runs of words that hold light power entering or leaving a component.</summary>
    public required (int Component, int Word, int Count, bool IsLeaving, bool IsPanel)[] Powers { get; init; }

    /// <summary>A fibre for unmodulated light. Words of power; wavelength and noise lie one and two strides behind.</summary>
    public readonly record struct Fibre(int Source, int SourceStride, int Input, int InputStride, double Share, double Transmission, int Reflected, double Reflectance, int LossNode, bool IsFirstOfSource = false);

    /// <summary>A receiver at the front panel, and what its partner sends.</summary>
    public readonly record struct FarLane(
        int Transmitter, int TransmitterStride, int Receiver, int Stride, bool IsLoopback, double Transmission, double PartnerPowerW, double PartnerOmaW, double WavelengthM);
}
