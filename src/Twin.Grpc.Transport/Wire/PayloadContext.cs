using System.Buffers;
using Grpc.Core;

namespace Twin.Grpc.Transport.Wire;

/// <summary>The bytes of one received message; set anew for each message of a call.</summary>
internal sealed class PayloadContext : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public PayloadContext() { }

    public PayloadContext(byte[] payload) => _payload = new ReadOnlySequence<byte>(payload);

    public override int PayloadLength => (int)_payload.Length;

    public void SetPayload(ReadOnlySequence<byte> payload) => _payload = payload;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;
}
