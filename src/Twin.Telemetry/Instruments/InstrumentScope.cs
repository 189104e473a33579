namespace Twin.Telemetry.Instruments;

/// <summary>Which of a twin's metrics a set of instruments shows.</summary>
[Flags]
internal enum InstrumentScope
{
    /// <summary>What a frame holds: it belongs to an epoch.</summary>
    Frame = 1,

    /// <summary>What the process counts, such as missed deadlines: epochs do not touch it.</summary>
    Process = 2,

    /// <summary>All of them.</summary>
    All = Frame | Process,
}
