namespace Twin.Contracts;

/// <summary>Line modulation of a lane.</summary>
public enum Modulation
{
    /// <summary>Two levels, one bit for each symbol.</summary>
    Nrz,

    /// <summary>Four Gray-coded levels, two bits for each symbol.</summary>
    Pam4,
}
