namespace Twin.Physics.Thermal.Packages;

/// <summary>How a package is reduced. The defaults are measured on the reference package of 29 blocks and two faces.</summary>
public sealed record PackageReductionOptions
{
    /// <summary>Rates at which the response of every port is matched, 1/s, ascending; zero is the steady response.</summary>
    /// <remarks>From the board's tens of seconds to a few times the rate of the thinnest silicon cell: a step of 1 ms and more is met everywhere.</remarks>
    public IReadOnlyList<double> ShiftsPerS { get; init; } = [0, 0.1, 0.6, 3, 12, 40, 100, 200, 400, 1000, 2500, 8000];

    /// <summary>Relative residual to which each response is solved.</summary>
    public double SolveTolerance { get; init; } = 1e-9;

    /// <summary>A response of which less than this share is new is dropped.</summary>
    public double Deflation { get; init; } = 1e-7;

    /// <summary>Order of the result, rounded up to a multiple of 8; zero takes the smallest that meets the tolerances.</summary>
    public int Order { get; init; }

    /// <summary>Largest order when it is chosen. It is taken when no smaller one meets the tolerances, whether it does or not: the error estimate tells.</summary>
    public int MaximumOrder { get; init; } = 320;

    /// <summary>Error of a block average that is accepted when the order is chosen, kelvin, at any time after changes of every port by its scale at once and independently.</summary>
    /// <remarks>It is largest at the shortest time; in traces with steps of 10 ms the errors are about a tenth of it.</remarks>
    public double AverageToleranceK { get; init; } = 0.025;

    /// <summary>The same for single cells: block maxima and probes.</summary>
    public double CellToleranceK { get; init; } = 0.03;

    /// <summary>Shortest time after a change for which accuracy is sought, seconds.</summary>
    public double ShortestTimeS { get; init; } = 0.001;

    /// <summary>Size of a usual change of each source, watts; null takes the nominal powers of blocks and <see cref="ProbeScaleW"/>.</summary>
    public IReadOnlyList<double>? SourceScalesW { get; init; }

    /// <summary>Size of a usual change of the heat into a probe, watts.</summary>
    public double ProbeScaleW { get; init; } = 0.5;

    /// <summary>Size of a usual change of a face temperature, kelvin.</summary>
    public double FaceScaleK { get; init; } = 15;

    /// <summary>Root mean square of what the patterns of a block miss of all its cells together, kelvin.</summary>
    public double ImageToleranceK { get; init; } = 0.001;

    /// <summary>Memory that the reduction may take beside the full model, bytes; <see cref="PackageReduction.EstimateBytes"/> is compared with it before anything is solved. Does not change the result.</summary>
    public long MemoryLimitBytes { get; init; } = long.MaxValue;
}
