using System.Buffers;
using Grpc.Core;
using Twin.Grpc.Streams;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>Reads a subscription as its stream would, through the bytes that are sent.</summary>
internal static class StreamReading
{
    /// <summary>Takes everything that waits.</summary>
    public static List<SubscribeResponse> Drain(SignalSubscription subscription)
    {
        var taken = new List<SubscribeResponse>();
        var message = new StreamMessage();
        while (subscription.TryTake(message))
            taken.Add(Parse(message));
        return taken;
    }

    /// <summary>Takes every sample that waits.</summary>
    public static List<Samples> DrainSamples(SignalSubscription subscription) => Drain(subscription).ConvertAll(message => message.Samples);

    private static SubscribeResponse Parse(StreamMessage message)
    {
        var context = new Context();
        message.Serialize(context);
        Assert.Equal(context.Announced, context.Bytes.WrittenCount);
        return SubscribeResponse.Parser.ParseFrom(context.Bytes.WrittenSpan);
    }

    private sealed class Context : SerializationContext
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new();

        public int Announced { get; private set; }

        public override void SetPayloadLength(int payloadLength) => Announced = payloadLength;

        public override IBufferWriter<byte> GetBufferWriter() => Bytes;

        public override void Complete()
        {
        }
    }
}
