using System.Buffers;

namespace Twin.Grpc.Transport.Wire;

/// <summary>Lets a compressor write into a buffer writer.</summary>
internal sealed class BufferWriterStream(IBufferWriter<byte> writer) : ForwardStream
{
    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);
}
