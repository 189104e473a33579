using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>Values on their way from a frame to a message; reused.</summary>
internal sealed class Capture(int capacity)
{
    /// <summary>The values; the first <see cref="Count"/> count.</summary>
    public double[] Values { get; } = new double[capacity];

    /// <summary>For each value its index in the dictionary; null when all values are there.</summary>
    public int[]? Indexes { get; set; }

    /// <summary>Number of values.</summary>
    public int Count { get; set; }

    /// <summary>The moment that they show.</summary>
    public FrameHeader Header { get; set; }

    /// <summary>Frames passed over since the capture before.</summary>
    public long Conflated { get; set; }
}
