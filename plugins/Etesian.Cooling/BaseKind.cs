namespace Etesian.Cooling;

/// <summary>How the conductance of a heat sink's base is found.</summary>
public enum BaseKind
{
    /// <summary>It is given.</summary>
    Given,

    /// <summary>From a solid plate over a smaller source.</summary>
    Solid,

    /// <summary>From a vapour chamber over a smaller source: far better along the plate than through it.</summary>
    VapourChamber,
}
