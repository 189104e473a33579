namespace Twin.Physics.Signal;

/// <summary>Line modulation of a lane.</summary>
public enum Modulation
{
    /// <summary>Two levels, one bit per symbol.</summary>
    Nrz = 0,

    /// <summary>Four levels with Gray mapping, two bits per symbol.</summary>
    Pam4 = 1,
}
