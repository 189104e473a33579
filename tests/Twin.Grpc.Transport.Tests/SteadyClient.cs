using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Twin.Grpc.Transport.Tests;

/// <summary>Makes one call after the other over a blocking socket and allocates nothing while it does, so that what is allocated is the server's.</summary>
internal sealed class SteadyClient : IDisposable
{
    private const int FrameHeaderLength = 9;
    private const byte DataFrame = 0;
    private const byte HeadersFrame = 1;
    private const byte ResetFrame = 3;
    private const byte SettingsFrame = 4;
    private const byte GoAwayFrame = 7;
    private const byte WindowUpdateFrame = 8;
    private const byte AckOfSettings = 1;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte InitialWindowSize = 4;
    private const int InitialWindow = 65535;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[256 * 1024];
    private readonly byte[] _call;
    private readonly int _dataFrame;
    private int _start;
    private int _end;
    private int _stream = -1;

    /// <summary>Connects, with windows that are never full.</summary>
    /// <param name="port">Port of the server on loopback.</param>
    /// <param name="path">Path of the method.</param>
    /// <param name="request">The request of each call.</param>
    public SteadyClient(int port, string path, byte[] request)
    {
        byte[] headers =
        [
            0x83, 0x86, // RFC 7541, appendix A: entries 3 and 6 of the static table, POST and http.
            0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path),
            0x01, 9, .. "127.0.0.1"u8,
            0x00, 12, .. "content-type"u8, 16, .. "application/grpc"u8,
            0x00, 2, .. "te"u8, 8, .. "trailers"u8,
        ];
        byte[] head = Frame(HeadersFrame, EndHeaders, headers);
        _dataFrame = head.Length;
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, request.Length);
        _call = [.. head, .. Frame(DataFrame, EndStream, [0, .. length, .. request])];
        _socket.ReceiveTimeout = (int)TestServer.Patience.TotalMilliseconds;
        _socket.Connect(IPAddress.Loopback, port);
        byte[] window = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(window, int.MaxValue);
        byte[] more = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(more, int.MaxValue - InitialWindow);
        _socket.Send(
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(SettingsFrame, 0, [0, InitialWindowSize, .. window]),
            .. Frame(SettingsFrame, AckOfSettings, []), .. Frame(WindowUpdateFrame, 0, more),
        ]);
    }

    /// <summary>Makes a call and reads its response to the end.</summary>
    /// <returns>Bytes of the messages, frame headers of gRPC included.</returns>
    public long Call()
    {
        _stream += 2;
        BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(5), _stream);
        BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(_dataFrame + 5), _stream);
        _socket.Send(_call);
        long bytes = 0;
        while (true)
        {
            Need(FrameHeaderLength);
            ReadOnlySpan<byte> header = _received.AsSpan(_start, FrameHeaderLength);
            int length = BinaryPrimitives.ReadInt32BigEndian(header) >> 8;
            (byte type, byte flags) = (header[3], header[4]);
            Need(FrameHeaderLength + length);
            _start += FrameHeaderLength + length;
            if (type is ResetFrame or GoAwayFrame)
                throw new InvalidOperationException($"The server broke off with a frame of type {type}.");
            if (type == DataFrame)
                bytes += length;
            if (type is DataFrame or HeadersFrame && (flags & EndStream) != 0)
                return bytes;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Frame(byte type, byte flags, byte[] payload)
    {
        byte[] frame = new byte[FrameHeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        payload.CopyTo(frame, FrameHeaderLength);
        return frame;
    }

    private void Need(int count)
    {
        while (_end - _start < count)
        {
            _received.AsSpan(_start, _end - _start).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
            int read = _socket.Receive(_received.AsSpan(_end));
            _end += read > 0 ? read : throw new InvalidOperationException("The server has closed the connection.");
        }
    }
}
