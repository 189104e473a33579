namespace Twin.Physics.Signal;

/// <summary>Quantity in whose decibels a margin is stated.</summary>
public enum MarginReference
{
    /// <summary>Decibels of optical modulation amplitude: 10 log10 of the ratio of eye factors.</summary>
    Optical = 0,

    /// <summary>Decibels of voltage: 20 log10 of the ratio of eye factors.</summary>
    Electrical = 1,
}
