namespace Twin.Physics.Thermal.Packages;

/// <summary>The numbers of a reduced package. Every row is <see cref="Order"/> long.</summary>
internal sealed class PackageModes
{
    /// <summary>Every order is a multiple of this.</summary>
    public const int OrderMultiple = 8;

    public required int Order { get; init; }

    public required string[] BlockNames { get; init; }

    public required string[] ProbeNames { get; init; }

    public required string[] FaceNames { get; init; }

    /// <summary>Per probe its place among the sources, or -1.</summary>
    public required int[] ProbeSources { get; init; }

    /// <summary>Diagonal of Lambda.</summary>
    public required double[] RatesPerS { get; init; }

    /// <summary>The state of 1 degC everywhere, and at the same time the stored energy per unit of each coordinate: V' C 1.</summary>
    public required double[] Uniform { get; init; }

    /// <summary>Row per source: V' s. As input the heat it spreads, as output its mean temperature.</summary>
    public required double[] Sources { get; init; }

    /// <summary>Row per face: V' g.</summary>
    public required double[] Faces { get; init; }

    /// <summary>Sum of g of each face, W/K.</summary>
    public required double[] FaceConductances { get; init; }

    /// <summary>Row per probe: V at its cell.</summary>
    public required double[] Probes { get; init; }

    /// <summary>Per block the number of patterns of which its image is made.</summary>
    public required int[] PatternCounts { get; init; }

    /// <summary>Per block the number of cells of its image.</summary>
    public required int[] CellCounts { get; init; }

    /// <summary>Row per pattern, block after block: how much of it is in the image.</summary>
    public required double[] PatternRows { get; init; }

    /// <summary>Per block its cells x its patterns, row-major, block after block.</summary>
    public required double[] Patterns { get; init; }

    /// <summary>Time constants of the leaky sums of the error estimate, seconds; none when there is no error to estimate.</summary>
    public double[] EstimateTimesS { get; init; } = [];

    /// <summary>Row per output (averages, maxima, probes), column per port and time: K^2 per squared sum.</summary>
    public double[] EstimateGains { get; init; } = [];

    /// <summary>Per output what is added to the root, K.</summary>
    public double[] EstimateFloorsK { get; init; } = [];

    public int PortCount => SourceCount + FaceNames.Length;

    public int OutputCount => (2 * BlockNames.Length) + ProbeNames.Length;

    public int SourceCount => BlockNames.Length + ProbeSources.Count(source => source >= 0);

    /// <summary>No face takes heat away: there is no steady state.</summary>
    public bool IsFloating => !FaceConductances.Any(conductance => conductance > 0);
}
