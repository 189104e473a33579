using System.Buffers.Binary;
using Grpc.Core;

namespace Twin.Grpc.Transport.Wire;

/// <summary>The five bytes before each message: a flag that says whether it is compressed, and its length.</summary>
/// <remarks>gRPC over HTTP/2, "Length-Prefixed-Message".</remarks>
internal static class MessageFrame
{
    public const int HeaderSize = 5;

    /// <summary>Size above which a received message is refused unless another limit is set: 4 MiB, as in the official packages.</summary>
    public const int DefaultMaxReceiveSize = 4 * 1024 * 1024;

    public static void WriteHeader(Span<byte> destination, bool compressed, int length)
    {
        destination[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], (uint)length);
    }

    /// <summary>Reads and checks a header.</summary>
    /// <exception cref="RpcException">The flag is neither 0 nor 1, or the length exceeds the limit.</exception>
    public static (bool Compressed, int Length) ReadHeader(ReadOnlySpan<byte> header, int? maxSize)
    {
        if (header[0] > 1)
            throw new RpcException(new Status(StatusCode.Internal, $"The compressed flag of a message is {header[0]}; only 0 and 1 exist."));
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxSize ?? int.MaxValue))
            throw TooLargeToReceive(length, maxSize ?? int.MaxValue);
        return (header[0] == 1, (int)length);
    }

    public static RpcException TooLargeToReceive(long length, int maxSize) => new(new Status(
        StatusCode.ResourceExhausted, $"A received message of {length} bytes exceeds the limit of {maxSize} bytes."));

    public static RpcException InflatedTooLarge(int maxSize) => new(new Status(
        StatusCode.ResourceExhausted, $"A received message inflates to more than the limit of {maxSize} bytes."));

    public static void CheckSendSize(int length, int? maxSize)
    {
        if (length > maxSize)
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, $"A message of {length} bytes exceeds the limit for sending of {maxSize} bytes."));
    }
}
