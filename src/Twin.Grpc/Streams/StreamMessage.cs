using System.Buffers;
using Google.Protobuf;
using Grpc.Core;

namespace Twin.Grpc.Streams;

/// <summary>A <see cref="V1.SubscribeResponse"/> on its way out, one for each stream and set anew for each message: either a message, or fields of its content that were encoded once for many streams with those of this stream behind them.</summary>
/// <remarks>Fields of a protobuf message may come in any order, so what is shared and what is a stream's own need not be joined before they are written.</remarks>
internal sealed class StreamMessage
{
    private byte[] _own = new byte[64];
    private V1.SubscribeResponse? _whole;
    private ReadOnlyMemory<byte> _shared;
    private int _field;
    private int _ownLength;

    /// <summary>Makes it an ordinary message.</summary>
    public void Set(V1.SubscribeResponse whole) => _whole = whole;

    /// <summary>Makes it a message of shared and own fields.</summary>
    /// <param name="field">Number of the content's field in the response.</param>
    /// <param name="shared">Encoded fields of the content; not changed until the message is written.</param>
    /// <param name="own">The other fields of the content.</param>
    public void Set(int field, ReadOnlyMemory<byte> shared, IMessage own)
    {
        _whole = null;
        _field = field;
        _shared = shared;
        _ownLength = own.CalculateSize();
        if (_own.Length < _ownLength)
            _own = new byte[_ownLength];
        own.WriteTo(_own.AsSpan(0, _ownLength));
    }

    /// <summary>Writes it.</summary>
    public void Serialize(SerializationContext context)
    {
        if (_whole is not null)
        {
            context.SetPayloadLength(_whole.CalculateSize());
            _whole.WriteTo(context.GetBufferWriter());
            context.Complete();
            return;
        }

        Span<byte> head = stackalloc byte[2 * Varint.MaximumLength];
        int inner = _shared.Length + _ownLength;
        int length = Varint.Write(head, WireFormat.MakeTag(_field, WireFormat.WireType.LengthDelimited));
        length += Varint.Write(head[length..], (uint)inner);
        context.SetPayloadLength(length + inner);
        IBufferWriter<byte> writer = context.GetBufferWriter();
        writer.Write(head[..length]);
        writer.Write(_shared.Span);
        if (_ownLength > 0)
            writer.Write(_own.AsSpan(0, _ownLength));
        context.Complete();
    }
}
