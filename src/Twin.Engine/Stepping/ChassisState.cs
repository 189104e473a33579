using System.Runtime.CompilerServices;
using Twin.Engine.Compiling;
using Twin.Units;

namespace Twin.Engine.Stepping;

/// <summary>Every number of a chassis that changes, in one block of unmanaged words. A copy of it is a complete snapshot.</summary>
public sealed class ChassisState
{
    private readonly double[] _words;

    internal ChassisState(ChassisModel model)
    {
        Model = model;
        _words = GC.AllocateArray<double>(model.WordCount, pinned: true);
        model.Parts.InitialWords.CopyTo(_words, 0);
    }

    /// <summary>The structure it belongs to.</summary>
    public ChassisModel Model { get; }

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
        if (!Fits(other.Model))
        {
            throw new ArgumentException("The state belongs to another compiled chassis.", nameof(other));
        }

        other._words.AsSpan().CopyTo(_words);
    }

    /// <summary>Makes an independent copy.</summary>
    public ChassisState Clone()
    {
        var copy = new ChassisState(Model);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Tells whether a state of a chassis can be copied to one of this: it is this very model, or one compiled from the same again.</summary>
    /// <param name="model">The other state's model.</param>
    public bool Fits(ChassisModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ReferenceEquals(model.First, Model.First);
    }

    /// <summary>Fingerprint of every bit of the block but the epoch: equal runs have equal fingerprints, whether they were restored in between or not.</summary>
    public ulong Hash() => Hash64.Of(_words.AsSpan(HeaderWords.Step));
}
