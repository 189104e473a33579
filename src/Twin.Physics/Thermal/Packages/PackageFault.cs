namespace Twin.Physics.Thermal.Packages;

/// <summary>In what way a package is wrong.</summary>
public enum PackageFault
{
    /// <summary>A number that is not finite, or not in its range.</summary>
    Value,

    /// <summary>A name that is empty or taken.</summary>
    Name,

    /// <summary>The index of a layer that there is not.</summary>
    UnknownLayer,

    /// <summary>A layer that cannot hold what is put into it.</summary>
    Layer,

    /// <summary>Something that lies outside the package, or partly so.</summary>
    Outside,

    /// <summary>Two things in one place.</summary>
    Overlap,

    /// <summary>There is none of something that must be there.</summary>
    Missing,

    /// <summary>No path carries heat to anything of a given temperature.</summary>
    Floating,
}
