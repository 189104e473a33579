using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Twin.Host.Calling;

/// <summary>Writes the bytes of a protobuf message, a tag or value at a time.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Writes what stands before a value.</summary>
    /// <param name="field">Number of the field.</param>
    /// <param name="type">How the value is written.</param>
    public void Tag(int field, WireFormat.WireType type) => Varint(WireFormat.MakeTag(field, type));

    /// <summary>Writes a number in as few groups of seven bits as it needs.</summary>
    /// <param name="value">The number; negative ones as their two's complement.</param>
    public void Varint(ulong value)
    {
        Span<byte> target = _bytes.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[length++] = (byte)(value | 0x80);
        }

        target[length++] = (byte)value;
        _bytes.Advance(length);
    }

    /// <summary>Writes four bytes, the lowest first.</summary>
    /// <param name="value">The bits.</param>
    public void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
    }

    /// <summary>Writes eight bytes, the lowest first.</summary>
    /// <param name="value">The bits.</param>
    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
    }

    /// <summary>Writes bytes as they are.</summary>
    /// <param name="value">The bytes.</param>
    public void Raw(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <summary>Writes bytes behind their number.</summary>
    /// <param name="value">The bytes.</param>
    public void Prefixed(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        Raw(value);
    }
}
