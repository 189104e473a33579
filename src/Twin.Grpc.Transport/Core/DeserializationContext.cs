using System.Buffers;

namespace Grpc.Core;

/// <summary>The bytes of one received message.</summary>
/// <remarks>As in the package whose names this has: whoever derives from it overrides what it offers, and the rest throws <see cref="NotImplementedException"/>.</remarks>
public abstract class DeserializationContext
{
    /// <summary>Length of the message in bytes, after decompression.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The message as a new array.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    /// <summary>The message in place; valid only until the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotImplementedException();
}
