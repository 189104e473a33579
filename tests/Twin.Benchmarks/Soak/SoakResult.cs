using System.Globalization;

namespace Twin.Benchmarks.Soak;

/// <summary>What a soak found.</summary>
/// <remarks>
/// The first third of the samples is warm-up: code is compiled and buffers grow to what the load needs. Of the rest the medians of both halves are
/// compared, which a single collection more or less does not move; the slope is the least-squares line through all of them.
/// </remarks>
/// <param name="Samples">At even distances, in order.</param>
/// <param name="LeakedStreams">Streams, subscriptions and event readers that the server still had when all clients were gone.</param>
/// <param name="LeakedSockets">Sockets more than before the clients came.</param>
/// <param name="Dropped">Stalled readers whose connection the server closed.</param>
/// <param name="Conflated">Samples that streams gave up for newer ones.</param>
/// <param name="ExitCode">Of the server, ended by SIGTERM.</param>
/// <param name="ClientProblems">What clients found wrong.</param>
internal sealed record SoakResult(
    IReadOnlyList<SoakSample> Samples,
    int LeakedStreams,
    int LeakedSockets,
    long Dropped,
    long Conflated,
    int ExitCode,
    IReadOnlyList<string> ClientProblems)
{
    // The collector keeps memory as it likes; a leak of one stream's buffers per second would be many times this.
    private const double FreeMegabytes = 16;
    private const double FreeShare = 0.05;

    private const double LeastThroughput = 0.5;

    private int Third => Samples.Count / 3;

    private IEnumerable<SoakSample> Warm => Samples.Skip(Third);

    /// <summary>Growth of the working set from the second to the last third, in megabytes.</summary>
    public double WorkingSetGrowth => Growth(sample => sample.WorkingSetMegabytes);

    /// <summary>Most that <see cref="WorkingSetGrowth"/> may be.</summary>
    public double WorkingSetBound => Bound(sample => sample.WorkingSetMegabytes);

    /// <summary>Growth of the managed heap from the second to the last third, in megabytes.</summary>
    public double HeapGrowth => Growth(sample => sample.HeapMegabytes);

    /// <summary>Most that <see cref="HeapGrowth"/> may be.</summary>
    public double HeapBound => Bound(sample => sample.HeapMegabytes);

    /// <summary>Throughput of the last third over that of the second, the kind of client that lost most.</summary>
    public double ThroughputRatio => Enum.GetValues<SoakKind>().Min(kind => Rate(kind, 2 * Third, Samples.Count - 1) / Rate(kind, Third, 2 * Third));

    /// <summary>What is not as it has to be.</summary>
    /// <param name="isQuiet">Whether nothing else runs on the machine, so that throughput says something.</param>
    public IReadOnlyList<string> Problems(bool isQuiet)
    {
        List<string> problems = [.. ClientProblems];
        Check(LeakedStreams == 0, $"{LeakedStreams} streams, subscriptions and event readers are left without clients");
        Check(LeakedSockets <= 0, $"{LeakedSockets} sockets are left without clients");
        Check(WorkingSetGrowth <= WorkingSetBound, $"the working set grew by {WorkingSetGrowth:F1} MB; {WorkingSetBound:F1} MB are accepted");
        Check(HeapGrowth <= HeapBound, $"the managed heap grew by {HeapGrowth:F1} MB; {HeapBound:F1} MB are accepted");
        Check(ExitCode == 0, $"the server ended with exit code {ExitCode}");
        Check(!isQuiet || ThroughputRatio >= LeastThroughput, $"throughput fell to {ThroughputRatio:F2} of what it was; {LeastThroughput} is accepted");
        foreach (SoakKind kind in Enum.GetValues<SoakKind>())
        {
            Check(Samples[^1].Counts[(int)kind] > Samples[2 * Third].Counts[(int)kind], $"{kind} came to a stop");
        }

        return problems;

        void Check(bool holds, FormattableString problem)
        {
            if (!holds)
            {
                problems.Add(problem.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Change of a figure each minute, from the line through all samples after the warm-up.</summary>
    /// <param name="figure">The figure.</param>
    public double Slope(Func<SoakSample, double> figure)
    {
        double meanTime = Warm.Average(sample => sample.Minutes);
        double mean = Warm.Average(figure);
        return Warm.Sum(sample => (sample.Minutes - meanTime) * (figure(sample) - mean)) / Warm.Sum(sample => Math.Pow(sample.Minutes - meanTime, 2));
    }

    /// <summary>Progress of a kind of client each minute, after the warm-up.</summary>
    /// <param name="kind">The kind.</param>
    public double PerMinute(SoakKind kind) => Rate(kind, Third, Samples.Count - 1);

    /// <summary>Median of a figure after the warm-up.</summary>
    /// <param name="figure">The figure.</param>
    public double Median(Func<SoakSample, double> figure) => Statistics.Median([.. Warm.Select(figure)]);

    private double Rate(SoakKind kind, int from, int to) =>
        (Samples[to].Counts[(int)kind] - Samples[from].Counts[(int)kind]) / (Samples[to].Minutes - Samples[from].Minutes);

    private double Growth(Func<SoakSample, double> figure) =>
        Statistics.Median([.. Samples.Skip(2 * Third).Select(figure)]) - Statistics.Median([.. Samples.Skip(Third).Take(Third).Select(figure)]);

    private double Bound(Func<SoakSample, double> figure) => FreeMegabytes + (FreeShare * Median(figure));
}
