using System.Runtime.CompilerServices;
using Twin.Engine.Compiling;
using Twin.Units;

namespace Twin.Engine.Stepping;

/// <summary>Every number of a chassis that changes, in one block of unmanaged words. A copy of it is a complete snapshot.</summary>
public sealed class ChassisState
{
    private readonly double[] _words;

    internal ChassisState(StateLayout layout)
    {
        Layout = layout;
        _words = GC.AllocateArray<double>(layout.WordCount, pinned: true);
        layout.InitialWords.CopyTo(_words, 0);
    }

    /// <summary>How its words are to be read.</summary>
    public StateLayout Layout { get; }

    /// <summary>Counts restores, forks and reloads.</summary>
    public long Epoch
    {
        get => GetLong(HeaderWords.Epoch);
        internal set => SetLong(HeaderWords.Epoch, value);
    }

    /// <summary>Steps done.</summary>
    public long Step => GetLong(HeaderWords.Step);

    /// <summary>Simulated time.</summary>
    public Duration Time => Duration.FromNanoseconds(GetLong(HeaderWords.TimeNs));

    /// <summary>The block.</summary>
    public ReadOnlySpan<double> Words => _words;

    internal double[] Block => _words;

    internal long GetLong(int word) => BitConverter.DoubleToInt64Bits(_words[word]);

    internal void SetLong(int word, long value) => _words[word] = BitConverter.Int64BitsToDouble(value);

    /// <summary>Takes over every number of another state of the same chassis.</summary>
    /// <param name="other">The other state.</param>
    /// <exception cref="ArgumentException">It belongs to another structure.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void CopyFrom(ChassisState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layout.Fits(other.Layout))
        {
            throw new ArgumentException("The state belongs to another compiled chassis.", nameof(other));
        }

        other._words.AsSpan().CopyTo(_words);
    }

    /// <summary>Makes an independent copy.</summary>
    public ChassisState Clone()
    {
        var copy = new ChassisState(Layout);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Tells whether simulations of a chassis can take it over: it is of this very model, of one compiled from the same again, or of one before or after a reload that changed nothing of what it says of itself.</summary>
    /// <param name="model">The compiled chassis.</param>
    public bool Fits(ChassisModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Layout.Fits(model.Layout);
    }

    /// <summary>Fingerprint of every bit of the block but the epoch: equal runs have equal fingerprints, whether they were restored in between or not.</summary>
    public ulong Hash() => Hash64.Of(_words.AsSpan(HeaderWords.Step));
}
