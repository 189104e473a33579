using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Telemetry.Instruments;

/// <summary>The series of one structure of the chassis and their values, for one reader. Replaced as a whole when the chassis gets another structure.</summary>
internal sealed class StructureSeries
{
    private readonly ITwin _twin;
    private readonly IReadOnlyList<RunReading> _run;

    // Of the generation no more: it knows the one after it, and so on, with all their frames.
    private readonly CompiledChassis _chassis;

    /// <summary>Makes the series of the structure of now.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="run">What comes from the run, whatever the structure is.</param>
    public StructureSeries(ITwin twin, IReadOnlyList<RunReading> run)
    {
        Generation generation = twin.Generation;
        (_twin, _run, _chassis) = (twin, run, generation.Chassis);
        Table = SeriesTable.Build(_chassis, run);
        Reading = new FrameReading(twin, generation.Frames, Table);
    }

    /// <summary>Whether the chassis has another structure by now.</summary>
    public bool IsReplaced => !ReferenceEquals(_twin.Chassis, _chassis);

    /// <summary>The series.</summary>
    public SeriesTable Table { get; }

    /// <summary>Their values.</summary>
    public FrameReading Reading { get; }

    /// <summary>Makes the series of the structure of now: a tenth of a second for a chassis of 1,024 lanes.</summary>
    public StructureSeries Renew() => new(_twin, _run);
}
