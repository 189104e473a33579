using System.Buffers;

namespace Grpc.Core;

/// <summary>The bytes of one received message.</summary>
public abstract class DeserializationContext
{
    /// <summary>Length of the message in bytes, after decompression.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The message as a new array.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    /// <summary>The message in place; valid only until the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotImplementedException();
}
