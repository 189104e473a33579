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

    /// <summary>Rows of block b in <see cref="Candidates"/>: from entry b to entry b + 1.</summary>
    public required int[] CandidateStarts { get; init; }

    /// <summary>Row per candidate cell: V at it.</summary>
    public required double[] Candidates { get; init; }

    public int SourceCount => BlockNames.Length + ProbeSources.Count(source => source >= 0);

    /// <summary>No face takes heat away: there is no steady state.</summary>
    public bool IsFloating => !FaceConductances.Any(conductance => conductance > 0);
}
