using System.Buffers;

namespace Twin.Grpc.Transport.Wire;

/// <summary>Lets a decompressor read a received message in place.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> sequence) : ForwardStream
{
    private ReadOnlySequence<byte> _rest = sequence;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, _rest.Length);
        ReadOnlySequence<byte> taken = _rest.Slice(0, count);
        taken.CopyTo(buffer);
        _rest = _rest.Slice(taken.End);
        return count;
    }
}
