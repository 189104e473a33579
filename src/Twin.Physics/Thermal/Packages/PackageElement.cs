namespace Twin.Physics.Thermal.Packages;

/// <summary>What part of a package something is about.</summary>
public enum PackageElement
{
    /// <summary>The package as a whole: its size, its initial temperature, what is missing.</summary>
    Package,

    /// <summary>A layer.</summary>
    Layer,

    /// <summary>A patch of a layer.</summary>
    Patch,

    /// <summary>A material; the same one may fill several layers and patches.</summary>
    Material,

    /// <summary>A block.</summary>
    Block,

    /// <summary>A probe.</summary>
    Probe,

    /// <summary>A film on the top or bottom face.</summary>
    Film,

    /// <summary>The layer with coolant.</summary>
    Microchannels,
}
