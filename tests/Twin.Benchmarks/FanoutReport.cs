namespace Twin.Benchmarks;

/// <summary>What the clients of one window saw.</summary>
/// <param name="Frames">Messages with values over all subscribers.</param>
/// <param name="Missing">Samples that did not come: jumps of the position, in periods.</param>
/// <param name="Late">Messages that came more than a period after their step was computed.</param>
/// <param name="Delayed">Subscribers with a missing or late message.</param>
/// <param name="AgesMs">For each message of a subscriber the time from the step computed to the message read.</param>
/// <param name="FreshnessMs">The same of the stream of all lane ends.</param>
/// <param name="FreshnessSignals">Signals of that stream.</param>
internal sealed record FanoutReport(long Frames, long Missing, long Late, IReadOnlyList<int> Delayed, IReadOnlyList<double> AgesMs, IReadOnlyList<double> FreshnessMs, int FreshnessSignals);
