using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer puts the bytes of one message.</summary>
/// <remarks>Either <see cref="Complete(byte[])"/>, or <see cref="SetPayloadLength"/>, <see cref="GetBufferWriter"/> and <see cref="Complete()"/>. As in the package whose names this has: whoever derives from it overrides what it offers, and the rest throws <see cref="NotImplementedException"/>.</remarks>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message as an array; called once, instead of the other members.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The writer to which the message is written; its memory may be the connection's own.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>States the exact length of the message in bytes before it is written, which spares a copy.</summary>
    public virtual void SetPayloadLength(int payloadLength) => throw new NotImplementedException();

    /// <summary>Says that the message is written completely.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
