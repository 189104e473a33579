namespace Twin.Host.Solving;

/// <summary>What is solved of a package.</summary>
internal enum PackageCase
{
    /// <summary>The steady state at nominal powers.</summary>
    Steady,

    /// <summary>Nominal powers switched on at time zero.</summary>
    Step,

    /// <summary>The powers of <c>trace_power.csv</c>.</summary>
    Trace,
}
