using System.Buffers.Binary;
using System.IO.Compression;
using Twin.Grpc.Transport.Wire;

namespace Grpc.Net.Compression;

/// <summary>Inflates one gzip member and insists on all of it: the runtime's stream takes data that break off for data that end.</summary>
/// <remarks>The last four bytes of a member are the size of what it holds (RFC 1952, 2.3.1), which data that were cut off, or followed by
/// others, do not end in. The checksum before them is verified by the runtime.</remarks>
internal sealed class WholeGzipStream : ForwardStream
{
    // Header, a deflate stream of nothing, checksum and size.
    private const int ShortestMember = 10 + 2 + 8;

    private readonly Tail _source;
    private readonly GZipStream _inflated;
    private uint _size;

    public WholeGzipStream(Stream source)
    {
        _source = new Tail(source);
        _inflated = new GZipStream(_source, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        int read = _inflated.Read(buffer);
        unchecked
        {
            _size += (uint)read;
        }

        if (read == 0 && !buffer.IsEmpty && !_source.EndsIn(_size))
            throw new InvalidDataException("The data are not one whole gzip member.");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inflated.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Passes on what is read and keeps its last four bytes.</summary>
    private sealed class Tail(Stream source) : ForwardStream
    {
        private ulong _last;
        private long _count;

        public override bool CanRead => true;

        /// <summary>Reads to the end and compares.</summary>
        public bool EndsIn(uint value)
        {
            Span<byte> rest = stackalloc byte[512];
            while (Read(rest) > 0)
                continue;
            return _count >= ShortestMember && BinaryPrimitives.ReverseEndianness((uint)_last) == value;
        }

        public override int Read(Span<byte> buffer)
        {
            int read = source.Read(buffer);
            foreach (byte b in buffer[Math.Max(0, read - sizeof(uint))..read])
                _last = (_last << 8) | b;
            _count += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }
    }
}
