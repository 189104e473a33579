using System.Collections.Immutable;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Audit;

/// <summary>The newest entries of the audit, in a ring. Entries are never changed once they are here.</summary>
/// <param name="options">How many are kept.</param>
internal sealed class AuditTrail(GrpcOptions options)
{
    /// <summary>Bytes of entries after which a message is full. Clients accept 4 MiB, and callers, refused ones too, decide how long entries are.</summary>
    public const int BytesPerMessage = 1 << 20;

    private readonly Lock _gate = new();
    private readonly V1.AuditEntry[] _ring = new V1.AuditEntry[options.AuditEntries];
    private ImmutableArray<AsyncSignal> _readers = [];
    private long _written;

    /// <summary>Entries written since the start; the sequence number of the next.</summary>
    public long Written
    {
        get
        {
            lock (_gate)
            {
                return _written;
            }
        }
    }

    /// <summary>Adds an entry and gives it its number.</summary>
    /// <param name="entry">The entry, complete but for its number.</param>
    public void Add(V1.AuditEntry entry)
    {
        ImmutableArray<AsyncSignal> readers;
        lock (_gate)
        {
            entry.Sequence = _written;
            _ring[_written++ % _ring.Length] = entry;
            readers = _readers;
        }

        foreach (AsyncSignal reader in readers)
        {
            reader.Set();
        }
    }

    /// <summary>Reads entries in order.</summary>
    /// <param name="next">In: number of the first one wanted. Out: of the one after the last that was looked at.</param>
    /// <param name="into">Receives them.</param>
    /// <param name="most">How many are looked at at most; fewer where they are long, see <see cref="BytesPerMessage"/>.</param>
    /// <returns>Entries that were gone already.</returns>
    public long Read(ref long next, ICollection<V1.AuditEntry> into, int most)
    {
        lock (_gate)
        {
            long first = Math.Max(next, _written - _ring.Length);
            long lost = first - next;
            long end = Math.Min(_written, first + most);
            next = first;
            for (long bytes = 0; next < end && bytes < BytesPerMessage; next++)
            {
                V1.AuditEntry entry = _ring[next % _ring.Length];
                bytes += entry.CalculateSize();
                into.Add(entry);
            }

            return lost;
        }
    }

    /// <summary>Lets a reader know of each entry until what is returned is disposed.</summary>
    /// <param name="reader">The reader.</param>
    public IDisposable Follow(AsyncSignal reader)
    {
        ImmutableInterlocked.Update(ref _readers, static (all, one) => all.Add(one), reader);
        return new Following(this, reader);
    }

    private sealed class Following(AuditTrail trail, AsyncSignal reader) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref trail._readers, static (all, one) => all.Remove(one), reader);
    }
}
