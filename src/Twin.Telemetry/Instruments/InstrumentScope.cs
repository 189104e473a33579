namespace Twin.Telemetry.Instruments;

/// <summary>Which of a twin's metrics a set of instruments shows.</summary>
internal enum InstrumentScope
{
    /// <summary>What a frame holds: it belongs to an epoch.</summary>
    Frame,

    /// <summary>What the process counts, such as missed deadlines: epochs do not touch it.</summary>
    Process,
}
