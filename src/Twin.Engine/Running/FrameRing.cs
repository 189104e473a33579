using System.Diagnostics;
using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>The last few complete copies of a state, written by one thread and read by any number without ever holding it up.</summary>
/// <remarks>
/// A sequence lock for each slot: the writer makes the number odd, copies, makes it even; a reader copies what it wants and takes it only if
/// the number was even and did not change. Neither side waits, locks or allocates.
/// </remarks>
public sealed class FrameRing
{
    private readonly Slot[] _slots;
    private long _published;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="wordCount">Words of a state block.</param>
    /// <param name="slotCount">Copies kept, at least 2. At 1,000 steps a second 8 leave a reader 7 ms to copy.</param>
    public FrameRing(int wordCount, int slotCount = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wordCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(slotCount, 2);
        _slots = new Slot[slotCount];
        for (int i = 0; i < slotCount; i++)
        {
            _slots[i] = new Slot(wordCount);
        }
    }

    /// <summary>Number of frames published so far.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Number of frames kept.</summary>
    public int Capacity => _slots.Length;

    /// <summary>Publishes a complete copy of a state. For the stepping thread.</summary>
    /// <param name="words">The state block.</param>
    /// <param name="epoch">Epoch of the run.</param>
    /// <param name="step">Step just finished.</param>
    /// <param name="time">Simulated time.</param>
    public void Publish(ReadOnlySpan<double> words, long epoch, long step, Duration time)
    {
        Slot slot = _slots[_published % _slots.Length];
        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        Interlocked.MemoryBarrier();
        words.CopyTo(slot.Words);
        slot.Header = new FrameHeader(epoch, step, time, Stopwatch.GetTimestamp());
        Interlocked.MemoryBarrier();
        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        Volatile.Write(ref _published, _published + 1);
    }

    /// <summary>The newest frame itself, for the writing thread, which alone knows that it is not being overwritten.</summary>
    internal ReadOnlySpan<double> LatestWords => _slots[(_published - 1) % _slots.Length].Words;

    /// <summary>Copies some words of the newest frame.</summary>
    /// <param name="offsets">Which words, such as <see cref="Structure.SignalInfo.Word"/> of each signal wanted.</param>
    /// <param name="values">Out: their values, as many.</param>
    /// <param name="header">Out: which moment they show. All values are of that one moment.</param>
    /// <returns>False before the first frame.</returns>
    public bool TryReadLatest(ReadOnlySpan<int> offsets, Span<double> values, out FrameHeader header)
    {
        while (true)
        {
            long published = Published;
            if (published == 0)
            {
                header = default;
                return false;
            }

            if (TryGather(published - 1, offsets, values, out header))
            {
                return true;
            }
        }
    }

    /// <summary>Copies some words of one particular frame, if it is still kept.</summary>
    /// <param name="number">Number of the frame in order of publication, from 0; the newest is <see cref="Published"/> - 1.</param>
    /// <param name="offsets">Which words.</param>
    /// <param name="values">Out: their values, as many. Undefined on failure.</param>
    /// <param name="header">Out: which moment they show.</param>
    /// <returns>False when the frame is not there yet or was overwritten.</returns>
    public bool TryGather(long number, ReadOnlySpan<int> offsets, Span<double> values, out FrameHeader header)
    {
        header = default;
        long published = Published;
        if (number < 0 || number >= published || number < published - _slots.Length)
        {
            return false;
        }

        Slot slot = _slots[number % _slots.Length];
        long before = Volatile.Read(ref slot.Sequence);
        if (before != (2 * (number / _slots.Length)) + 2)
        {
            return false;
        }

        double[] words = slot.Words;
        for (int i = 0; i < offsets.Length; i++)
        {
            values[i] = words[offsets[i]];
        }

        FrameHeader candidate = slot.Header;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref slot.Sequence) != before)
        {
            return false;
        }

        header = candidate;
        return true;
    }

    /// <summary>Copies the newest frame whole.</summary>
    /// <param name="words">Out: the state block.</param>
    /// <param name="header">Out: which moment it shows.</param>
    /// <returns>False before the first frame.</returns>
    public bool TryCopyLatest(Span<double> words, out FrameHeader header)
    {
        while (true)
        {
            long published = Published;
            header = default;
            if (published == 0)
            {
                return false;
            }

            Slot slot = _slots[(published - 1) % _slots.Length];
            long before = Volatile.Read(ref slot.Sequence);
            if ((before & 1) != 0)
            {
                continue;
            }

            slot.Words.CopyTo(words);
            FrameHeader candidate = slot.Header;
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref slot.Sequence) == before)
            {
                header = candidate;
                return true;
            }
        }
    }

    private sealed class Slot(int wordCount)
    {
        public readonly double[] Words = new double[wordCount];
        public long Sequence;
        public FrameHeader Header;
    }
}
