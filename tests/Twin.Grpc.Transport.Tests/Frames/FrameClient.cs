using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Twin.Grpc.Transport.Tests.Frames;

/// <summary>A connection on which a test sends the frames of its choice, with as many streams at a time as the server allows.</summary>
internal sealed class FrameClient : IAsyncDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    private const byte Ack = 1;
    private const int FrameHeaderLength = 9;
    private const int InitialWindow = 65535;
    private const int MaxWindow = int.MaxValue;
    private const int UsualStreams = 100;

    private readonly NetworkStream _stream;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Call> _calls = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _slots = new(UsualStreams);
    private readonly Task _reading;
    private TaskCompletionSource _windowGrew = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _window = InitialWindow;
    private int _next = 1;
    private Exception? _broken;

    private FrameClient(NetworkStream stream)
    {
        _stream = stream;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The preface, and settings that make answers easy to take: no header table, windows without end.</summary>
    public static byte[] Preface { get; } =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
        .. Frame(Settings, 0, 0, [0, 1, 0, 0, 0, 0, 0, 4, .. Number(MaxWindow)]),
        .. Frame(WindowUpdate, 0, 0, Number(MaxWindow - InitialWindow)),
    ];

    public static async Task<FrameClient> ConnectAsync(int port)
    {
        NetworkStream stream = await OpenAsync(port);
        await stream.WriteAsync(Preface);
        return new FrameClient(stream);
    }

    public static async Task<NetworkStream> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, .. Number(stream), .. payload];

    /// <summary>Sends the frames of one request and waits for the end of its stream.</summary>
    /// <param name="encode">Makes the frames for a stream's number.</param>
    /// <param name="window">Bytes of its DATA frames, padding included.</param>
    /// <exception cref="IOException">The server ended the connection.</exception>
    public async Task<Answer> CallAsync(Func<int, byte[]> encode, int window)
    {
        await _slots.WaitAsync();
        try
        {
            var call = new Call();
            // Before the turn to write, which whoever reads needs, too.
            await TakeWindowAsync(window);
            await _writing.WaitAsync();
            try
            {
                int number = _next;
                _next += 2;
                lock (_gate)
                    _calls.Add(number, call);
                await _stream.WriteAsync(encode(number));
            }
            finally
            {
                _writing.Release();
            }

            return await call.Ended.Task.WaitAsync(TestServer.Patience);
        }
        finally
        {
            _slots.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reading;
        _writing.Dispose();
        _slots.Dispose();
    }

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private async Task TakeWindowAsync(int size)
    {
        while (true)
        {
            Task grew;
            lock (_gate)
            {
                if (_broken is not null)
                    throw new IOException("The connection is gone.", _broken);
                if (_window >= size)
                {
                    _window -= size;
                    return;
                }

                grew = _windowGrew.Task;
            }

            await grew.WaitAsync(TestServer.Patience);
        }
    }

    private async Task ReadAsync()
    {
        byte[] header = new byte[FrameHeaderLength];
        byte[] payload = new byte[1 << 14];
        await using var buffered = new BufferedStream(_stream, 1 << 16);
        int unacknowledged = 0;
        try
        {
            while (true)
            {
                await buffered.ReadExactlyAsync(header);
                int length = BinaryPrimitives.ReadInt32BigEndian(header) >> 8;
                if (payload.Length < length)
                    payload = new byte[length];
                await buffered.ReadExactlyAsync(payload.AsMemory(0, length));
                int stream = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5));
                switch (header[3])
                {
                    case Settings or Ping when (header[4] & Ack) == 0:
                        await SendAsync(Frame(header[3], Ack, 0, header[3] == Ping ? payload.AsSpan(0, length) : []));
                        break;
                    case WindowUpdate when stream == 0:
                        Grow(BinaryPrimitives.ReadInt32BigEndian(payload));
                        break;
                    case GoAway:
                        throw new IOException($"The server ended the connection with HTTP/2 error {BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4))}.");
                    case Data or Headers or Continuation or ResetStream:
                        Note(stream, header[3], header[4], payload.AsSpan(0, length));
                        break;
                    default:
                        break;
                }

                unacknowledged += header[3] == Data ? length : 0;
                if (unacknowledged > 1 << 20)
                {
                    await SendAsync(Frame(WindowUpdate, 0, 0, Number(unacknowledged)));
                    unacknowledged = 0;
                }
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _broken = exception;
                _windowGrew.TrySetResult();
                foreach (Call call in _calls.Values)
                    call.Ended.TrySetException(new IOException("The connection ended before the call had.", exception));
            }
        }
    }

    private async Task SendAsync(byte[] frame)
    {
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(frame);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Grow(int by)
    {
        lock (_gate)
        {
            _window += by;
            _windowGrew.TrySetResult();
            _windowGrew = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Note(int number, byte type, byte flags, ReadOnlySpan<byte> payload)
    {
        Call? call;
        lock (_gate)
            call = _calls.GetValueOrDefault(number);
        if (call is null)
            return; // a reset without error after the end
        Answer answer = call.Answer;
        switch (type)
        {
            case Data:
                answer.Length += payload.Length;
                break;
            case ResetStream:
                answer.Reset = BinaryPrimitives.ReadInt32BigEndian(payload);
                break;
            default:
                call.Block.AddRange(payload);
                call.EndsWithBlock |= type == Headers && (flags & EndStream) != 0;
                if ((flags & EndHeaders) == 0)
                    return;
                if (answer.Headers.Count > 0)
                    answer.Trailers = new(StringComparer.Ordinal);
                HeaderBlock.Read(call.Block.ToArray(), answer.Trailers ?? answer.Headers);
                call.Block.Clear();
                break;
        }

        answer.Ended = call.EndsWithBlock || (type == Data && (flags & EndStream) != 0);
        if (!answer.Ended && answer.Reset is null)
            return;
        lock (_gate)
            _calls.Remove(number);
        call.Ended.TrySetResult(answer);
    }

    private sealed class Call
    {
        public Answer Answer { get; } = new();

        public List<byte> Block { get; } = [];

        public bool EndsWithBlock { get; set; }

        public TaskCompletionSource<Answer> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
