using Google.Protobuf;

namespace Twin.Benchmarks.Grpc;

/// <summary>The bodies of numbered messages, known to both ends: a few different ones in turn, so that a mixed-up or repeated message shows.</summary>
internal sealed class LoadBodies
{
    // A prime, so that it has nothing in common with the sizes of buffers and frames.
    private const int Count = 31;

    private readonly ByteString[] _bodies = new ByteString[Count];

    /// <summary>Makes the bodies.</summary>
    /// <param name="messageBytes">Bytes of a whole message; 0 for messages without body.</param>
    public LoadBodies(int messageBytes)
    {
        int bodyBytes = BodyBytes(messageBytes);
        for (int i = 0; i < Count; i++)
        {
            byte[] body = new byte[bodyBytes];
            new Random(i).NextBytes(body);
            _bodies[i] = ByteString.CopyFrom(body);
        }
    }

    /// <summary>The body of a message.</summary>
    /// <param name="sequence">Its number.</param>
    public ByteString this[ulong sequence] => _bodies[sequence % Count];

    /// <summary>Whether a message is the one with this number, byte for byte.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sequence">The number.</param>
    public bool Matches(LoadMessage message, ulong sequence) =>
        message.Sequence == sequence && message.Body.Span.SequenceEqual(this[sequence].Span);

    // A message is the number with its tag, and tag, length and bytes of the body.
    private static int BodyBytes(int messageBytes)
    {
        int bodyBytes = messageBytes;
        while (bodyBytes > 0 && new LoadMessage { Sequence = 1, Body = ByteString.CopyFrom(new byte[bodyBytes]) }.CalculateSize() > messageBytes)
        {
            bodyBytes--;
        }

        return bodyBytes;
    }
}
