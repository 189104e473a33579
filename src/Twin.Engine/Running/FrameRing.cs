using System.Diagnostics;
using System.Runtime.CompilerServices;
using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>The last few complete copies of a state, written by one thread and read by any number without ever holding it up.</summary>
/// <remarks>
/// A sequence lock for each slot: the writer makes the number odd, copies, makes it even; a reader copies what it wants and takes it only if
/// the number was even and did not change. Neither side waits or locks, and nothing is allocated but a header at the beginning of an epoch. Steps that are multiples of <see cref="KeptStride"/> go to
/// slots of their own and stay longer: a reader that samples at such steps gets the very frame even when it was held up for a while.
/// </remarks>
public sealed class FrameRing
{
    /// <summary>Every tenth step is kept longer.</summary>
    public const int KeptStride = 10;

    private readonly Slot[] _slots;
    private readonly int _recent;
    private Slot _latest;
    private volatile StrongBox<FrameHeader>? _epochBegin;
    private long _published;
    private int _nextRecent;
    private int _nextKept;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="wordCount">Words of a state block.</param>
    /// <param name="recentSlots">Most recent frames kept, at least 2. At 1,000 steps a second 8 leave a reader 7 ms to copy.</param>
    /// <param name="keptSlots">Frames of every tenth step kept besides, 0 or more. At 1,000 steps a second 16 leave a reader 150 ms.</param>
    public FrameRing(int wordCount, int recentSlots = 8, int keptSlots = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wordCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(recentSlots, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(keptSlots);
        _recent = recentSlots;
        _slots = new Slot[recentSlots + keptSlots];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new Slot(wordCount);
        }

        _latest = _slots[0];
    }

    /// <summary>Number of frames published so far.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>The first frame of the newest epoch; null before the first frame. Known before the frame itself can be read.</summary>
    public FrameHeader? EpochBegin => _epochBegin?.Value;

    /// <summary>How far back the oldest frame kept may lie, in frames.</summary>
    public int Capacity => Math.Max(_recent, (_slots.Length - _recent) * KeptStride);

    /// <summary>Most recent frames kept.</summary>
    internal int RecentSlots => _recent;

    /// <summary>Frames of every tenth step kept besides.</summary>
    internal int KeptSlots => _slots.Length - _recent;

    /// <summary>The newest frame itself, for the writing thread, which alone knows that it is not being overwritten.</summary>
    internal ReadOnlySpan<double> LatestWords => _latest.Words;

    /// <summary>Publishes a complete copy of a state. For the stepping thread.</summary>
    /// <param name="words">The state block.</param>
    /// <param name="epoch">Epoch of the run.</param>
    /// <param name="step">Step just finished.</param>
    /// <param name="time">Simulated time.</param>
    public void Publish(ReadOnlySpan<double> words, long epoch, long step, Duration time)
    {
        Slot slot = NextSlot(step);
        long now = Stopwatch.GetTimestamp();
        if (_epochBegin is null || _epochBegin.Value.Epoch != epoch)
        {
            // Once in an epoch, so that its readers get it whole without waiting: the one allocation here.
            _epochBegin = new StrongBox<FrameHeader>(new FrameHeader(epoch, step, time, now) { EpochTimestamp = now });
        }

        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        Interlocked.MemoryBarrier();
        words.CopyTo(slot.Words);
        slot.Number = _published;
        slot.Header = new FrameHeader(epoch, step, time, now) { EpochTimestamp = _epochBegin.Value.EpochTimestamp };
        Interlocked.MemoryBarrier();
        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        Volatile.Write(ref _latest, slot);
        Volatile.Write(ref _published, _published + 1);
    }

    /// <summary>Copies some words of the newest frame.</summary>
    /// <param name="offsets">Which words, such as <see cref="Structure.SignalInfo.Word"/> of each signal wanted.</param>
    /// <param name="values">Out: their values, as many.</param>
    /// <param name="header">Out: which moment they show. All values are of that one moment.</param>
    /// <returns>False before the first frame.</returns>
    public bool TryReadLatest(ReadOnlySpan<int> offsets, Span<double> values, out FrameHeader header)
    {
        header = default;
        while (Published > 0)
        {
            Slot slot = Volatile.Read(ref _latest);
            if (slot.TryGather(Volatile.Read(ref slot.Number), offsets, values, out header))
            {
                return true;
            }
        }

        return false;
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
        foreach (Slot slot in _slots)
        {
            if (Volatile.Read(ref slot.Number) == number)
            {
                return slot.TryGather(number, offsets, values, out header);
            }
        }

        return false;
    }

    private Slot NextSlot(long step)
    {
        int kept = _slots.Length - _recent;
        if (kept > 0 && step % KeptStride == 0)
        {
            _nextKept = (_nextKept + 1) % kept;
            return _slots[_recent + _nextKept];
        }

        _nextRecent = (_nextRecent + 1) % _recent;
        return _slots[_nextRecent];
    }

    private sealed class Slot(int wordCount)
    {
        public readonly double[] Words = new double[wordCount];
        public long Sequence;
        public long Number = -1;
        public FrameHeader Header;

        public bool TryGather(long number, ReadOnlySpan<int> offsets, Span<double> values, out FrameHeader header)
        {
            header = default;
            long before = Volatile.Read(ref Sequence);
            if ((before & 1) != 0 || Volatile.Read(ref Number) != number)
            {
                return false;
            }

            double[] words = Words;
            for (int i = 0; i < offsets.Length; i++)
            {
                values[i] = words[offsets[i]];
            }

            return IsUnchanged(before, out header);
        }

        private bool IsUnchanged(long before, out FrameHeader header)
        {
            header = Header;
            Interlocked.MemoryBarrier();
            return Volatile.Read(ref Sequence) == before;
        }
    }
}
