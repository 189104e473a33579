using System.Buffers.Binary;
using Google.Protobuf;

namespace Twin.Host.Calling;

/// <summary>Reads the bytes of a protobuf message, a tag or value at a time.</summary>
/// <param name="bytes">The message.</param>
/// <remarks>Bytes that are no message end in a <see cref="MalformedMessageException"/>.</remarks>
internal sealed class WireReader(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Deeper messages are refused, as the official implementations do.</summary>
    public const int DeepestMessage = 100;

    private int _position;

    /// <summary>Whether all is read.</summary>
    public bool IsAtEnd => _position == bytes.Length;

    /// <summary>Reads the next field, whatever it is.</summary>
    /// <param name="field">Its number.</param>
    public WireValue Next(out int field)
    {
        uint tag = Tag();
        field = WireFormat.GetTagFieldNumber(tag);
        return Value(tag, 0);
    }

    /// <summary>Reads a number that is written in groups of seven bits.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Take(1)[0];
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new MalformedMessageException($"a number of more than ten bytes before byte {_position}");
    }

    /// <summary>Reads four bytes.</summary>
    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>Reads eight bytes.</summary>
    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    private uint Tag()
    {
        ulong tag = Varint();
        return tag is > 7 and <= uint.MaxValue ? (uint)tag : throw new MalformedMessageException($"no field before byte {_position}");
    }

    private WireValue Value(uint tag, int depth)
    {
        WireFormat.WireType type = WireFormat.GetTagWireType(tag);
        switch (type)
        {
            case WireFormat.WireType.Varint:
                return new WireValue(type, Varint(), default);
            case WireFormat.WireType.Fixed32:
                return new WireValue(type, Fixed32(), default);
            case WireFormat.WireType.Fixed64:
                return new WireValue(type, Fixed64(), default);
            case WireFormat.WireType.LengthDelimited:
                ulong length = Varint();
                int start = _position;
                Take(length);
                return new WireValue(type, 0, bytes[start.._position]);
            case WireFormat.WireType.StartGroup when depth < DeepestMessage:
                return new WireValue(type, 0, Group(WireFormat.GetTagFieldNumber(tag), depth));
            default:
                throw new MalformedMessageException($"a value of wire type {(int)type} before byte {_position}");
        }
    }

    private ReadOnlyMemory<byte> Group(int field, int depth)
    {
        int start = _position;
        while (true)
        {
            int end = _position;
            uint tag = Tag();
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.EndGroup))
            {
                return bytes[start..end];
            }

            Value(tag, depth + 1);
        }
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - _position))
        {
            throw new MalformedMessageException($"{bytes.Length - _position} bytes where {count} were announced, at byte {_position}");
        }

        _position += (int)count;
        return bytes.Span.Slice(_position - (int)count, (int)count);
    }
}
