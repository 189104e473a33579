using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Twin.Grpc.Transport.Tests;

/// <summary>Answers one call with HTTP/2 frames that a test chose, in one piece with the end of the connection.</summary>
/// <remarks>For what no server can be made to do at will: which frames follow each other, and that all have come before the client's reader looks.</remarks>
internal sealed class FrameServer : IDisposable
{
    private const int PrefaceLength = 24;
    private const int FrameHeaderLength = 9;
    private const byte DataFrame = 0;
    private const byte HeadersFrame = 1;
    private const byte ResetFrame = 3;
    private const byte SettingsFrame = 4;
    private const byte GoAwayFrame = 7;
    private const byte AckOfSettings = 1;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const int StatusOk = 0x88; // RFC 7541, appendix A: entry 8 of the static table.
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FrameServer() => _listener.Start();

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Headers of a response that goes on.</summary>
    public static byte[] ResponseHeaders { get; } = Frame(HeadersFrame, EndHeaders, 1, [StatusOk, .. Field("content-type", "application/grpc")]);

    /// <summary>Headers of a response with any status and fields, which end it or not.</summary>
    public static byte[] Headers(bool end, int status, params (string Name, string Value)[] fields) => Frame(
        HeadersFrame,
        (byte)(EndHeaders | (end ? EndStream : 0)),
        1,
        [.. status == 200 ? [StatusOk] : Field(":status", $"{status}"), .. fields.SelectMany(field => Field(field.Name, field.Value))]);

    /// <summary>DATA with any bytes, which end the response or not.</summary>
    public static byte[] Data(bool end, params byte[] bytes) => Frame(DataFrame, end ? EndStream : (byte)0, 1, bytes);

    /// <summary>One empty message.</summary>
    public static byte[] EmptyMessage { get; } = Frame(DataFrame, 0, 1, [0, 0, 0, 0, 0]);

    /// <summary>Trailers with a status, and the end of the response.</summary>
    public static byte[] Trailers(int status, string message) => Trailers(("grpc-status", $"{status}"), ("grpc-message", message));

    /// <summary>Trailers with any fields, and the end of the response.</summary>
    public static byte[] Trailers(params (string Name, string Value)[] fields) =>
        Frame(HeadersFrame, EndHeaders | EndStream, 1, [.. fields.SelectMany(field => Field(field.Name, field.Value))]);

    /// <summary>RST_STREAM.</summary>
    public static byte[] Reset(int error) => Frame(ResetFrame, 0, 1, Number(error));

    /// <summary>GOAWAY that includes the call.</summary>
    public static byte[] GoAway(int error) => Frame(GoAwayFrame, 0, 0, [.. Number(1), .. Number(error)]);

    /// <summary>Takes one call with one request, answers it, and returns when the client has closed the connection.</summary>
    public async Task AnswerAsync(params byte[][] frames)
    {
        using Socket socket = await _listener.AcceptSocketAsync();
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(new byte[PrefaceLength]);
        await stream.WriteAsync((byte[])[.. Frame(SettingsFrame, 0, 0, []), .. Frame(SettingsFrame, AckOfSettings, 0, [])]);
        byte[] header = new byte[FrameHeaderLength];
        do
        {
            await stream.ReadExactlyAsync(header);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(header) >> 8]);
        }
        while (header[3] != DataFrame);

        await stream.WriteAsync((byte[])[.. frames.SelectMany(frame => frame)]);
        socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[1024];
        while (await stream.ReadAsync(rest) > 0)
        {
        }
    }

    public void Dispose() => _listener.Dispose();

    // A literal without indexing and with a new name; RFC 7541, 6.2.2. All lengths here are below 127.
    private static byte[] Field(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
        [0, (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, .. Number(stream), .. payload];

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
