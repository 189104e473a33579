namespace Twin.Benchmarks.Soak;

/// <summary>How a server and its clients were at one moment.</summary>
/// <param name="Minutes">Since the clients started.</param>
/// <param name="WorkingSetMegabytes">Physical memory of the server's process.</param>
/// <param name="HeapMegabytes">Its managed memory after the last collection.</param>
/// <param name="AllocatedMegabytes">Managed memory allocated since its start.</param>
/// <param name="OpenStreams">Streams open.</param>
/// <param name="Sockets">Sockets that the process holds.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="MissedDeadlines">Steps that finished after the deadline of the next.</param>
/// <param name="SkippedSeconds">Wall time given up because the run could not catch up.</param>
/// <param name="P99LatenessMicroseconds">How late steps began since the clients started, all but one in a hundred.</param>
/// <param name="Counts">Progress of the clients, indexed by <see cref="SoakKind"/>.</param>
internal sealed record SoakSample(
    double Minutes,
    double WorkingSetMegabytes,
    double HeapMegabytes,
    double AllocatedMegabytes,
    int OpenStreams,
    int Sockets,
    long Steps,
    long MissedDeadlines,
    double SkippedSeconds,
    double P99LatenessMicroseconds,
    long[] Counts);
