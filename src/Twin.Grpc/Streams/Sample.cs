using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>One sample of a feed.</summary>
/// <param name="Body">Its fields, encoded.</param>
/// <param name="Header">The moment that it shows.</param>
/// <param name="Multiple">Which multiple of the period it stands for.</param>
/// <param name="Due">Running number of the samples that were due, those included that could not be taken: over epochs, too.</param>
/// <param name="Covered">Steps over which its extremes were taken.</param>
internal readonly record struct Sample(SampleBody Body, FrameHeader Header, long Multiple, long Due, long Covered);
