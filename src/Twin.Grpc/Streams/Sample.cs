using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>One sample of a feed.</summary>
/// <param name="Body">Its fields, encoded.</param>
/// <param name="Header">The moment that it shows.</param>
/// <param name="Multiple">Which multiple of the period it stands for.</param>
/// <param name="Skipped">Multiples right before that one for which no frame could be taken.</param>
/// <param name="Due">Running number of the samples that were due, those included that could not be taken: over epochs, too.</param>
/// <param name="Covered">Steps over which its extremes were taken.</param>
internal readonly record struct Sample(SampleBody Body, FrameHeader Header, long Multiple, long Skipped, long Due, long Covered)
{
    /// <summary>Whether it stands for a multiple of n times the period, be it one that was skipped.</summary>
    /// <param name="stride">The n.</param>
    public bool IsOnGrid(int stride)
    {
        // The newest multiple of n at or before it is none that the sample before stood for.
        long newest = Multiple - (Multiple % stride);
        return newest >= Multiple - Skipped;
    }
}
