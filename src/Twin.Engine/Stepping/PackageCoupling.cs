using Twin.Physics.Thermal.Packages;

namespace Twin.Engine.Stepping;

/// <summary>A reduced package in the thermal network: where its ports sit among the nodes and where its state and what it shows lie among the words.</summary>
internal sealed class PackageCoupling
{
    /// <summary>Path of the package.</summary>
    public required string Path { get; init; }

    /// <summary>The reduced model.</summary>
    public required ReducedPackage Package { get; init; }

    /// <summary>Its propagator over the base step.</summary>
    public required PackagePropagator Step { get; init; }

    /// <summary>Its propagator over a settling step.</summary>
    public required PackagePropagator Settling { get; init; }

    /// <summary>First word of its modal coordinates.</summary>
    public required int State { get; init; }

    /// <summary>Node of each port: sources (blocks, then probes that take heat), then faces.</summary>
    public required int[] Ports { get; init; }

    /// <summary>Component that each port belongs to, or -1 for the chassis itself.</summary>
    public required int[] PortComponents { get; init; }

    /// <summary>Place in the pattern of each pair of ports, row by row.</summary>
    public required int[] Entries { get; init; }

    /// <summary>First word of the hottest temperature of each block.</summary>
    public required int Maxima { get; init; }

    /// <summary>First word of what the error estimate remembers.</summary>
    public required int Estimator { get; init; }

    /// <summary>First word of the error estimates: block averages, hottest temperatures, probes.</summary>
    public required int Errors { get; init; }

    /// <summary>Input words that show a probe that takes no heat.</summary>
    public required (int Word, int Probe)[] ProbeViews { get; init; }
}
