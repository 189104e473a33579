namespace Twin.Grpc.Streams;

/// <summary>The variable-length integers of protobuf's encoding: seven bits in a byte, least significant first.</summary>
internal static class Varint
{
    /// <summary>Bytes of the longest 32-bit number.</summary>
    public const int MaximumLength = 5;

    /// <summary>Writes a number.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> bytes, uint value)
    {
        int length = 0;
        for (; value > 0x7f; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        return length;
    }
}
