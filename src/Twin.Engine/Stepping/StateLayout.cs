using Twin.Engine.Compiling;

namespace Twin.Engine.Stepping;

/// <summary>How the words of a state block are to be read: what a state needs of the chassis that it is of. Immutable; refers to no component, so that no state keeps a plugin in memory.</summary>
public sealed class StateLayout
{
    private readonly Lazy<ChassisIdentity> _identity;
    private readonly Lazy<string> _fingerprint;
    private Family _family = new();

    internal StateLayout(IReadOnlyList<StateRange> ranges, double[] initialWords, int[] groupOfPort, Func<StateLayout, ChassisIdentity> identity)
    {
        Ranges = ranges;
        InitialWords = initialWords;
        GroupOfPort = groupOfPort;
        _identity = new Lazy<ChassisIdentity>(() => identity(this));
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>Words of a state block; eight bytes each.</summary>
    public int WordCount => InitialWords.Length;

    /// <summary>What a state has to agree with to be one of the chassis in every number. Computed at the first use; may be asked from any thread.</summary>
    public ChassisIdentity Identity => _identity.Value;

    /// <summary>Everything that lies in a block, in order and without gaps.</summary>
    internal IReadOnlyList<StateRange> Ranges { get; }

    /// <summary>The words of a chassis before its first step.</summary>
    internal double[] InitialWords { get; }

    internal int[] GroupOfPort { get; }

    /// <summary>Fingerprint of the name and place of every word, and of what components say their words are at the start: equal fingerprints, equal meaning.</summary>
    internal string Fingerprint => _fingerprint.Value;

    /// <summary>Tells whether a state of another layout can be read with this one: it is of this very chassis, compiled again, or reloaded without a change of what it says of itself.</summary>
    /// <param name="other">The other one.</param>
    public bool Fits(StateLayout other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(other._family, _family);
    }

    /// <summary>Lets states of another layout fit this one and the other way round, if both say the same of every word.</summary>
    /// <param name="other">The layout of the same chassis with other builds of its plugins.</param>
    /// <returns>Whether they do.</returns>
    internal bool TryJoin(StateLayout other)
    {
        if (other.Fingerprint == Fingerprint)
        {
            _family = other._family;
        }

        return Fits(other);
    }

    /// <summary>Notes that a run has gone on from a state of another layout that fits this one: its snapshots fit, too, though they are of other builds.</summary>
    /// <param name="other">The other one.</param>
    internal void Remember(StateLayout other) => _family.Add(other.Identity);

    /// <summary>Tells whether a snapshot is of this chassis, or of a build from which a run has gone on with this one.</summary>
    /// <param name="identity">What the snapshot is of.</param>
    internal bool Knows(ChassisIdentity identity) => identity == Identity || _family.Has(identity);

    // What a component says its words are at the start is part of its description: a constant that it set there is never written again.
    private string ComputeFingerprint()
    {
        using var fingerprint = new FingerprintBuilder();
        fingerprint.Add(WordCount);
        foreach (StateRange range in Ranges)
        {
            fingerprint.Add(range.Key);
            fingerprint.Add(range.First);
            fingerprint.Add(range.Component);
            for (int i = 0; i < range.Count && range.Component >= 0; i++)
            {
                fingerprint.Add(InitialWords[range.First + i]);
            }
        }

        return fingerprint.Finish();
    }

    /// <summary>Layouts that fit each other, and the builds that runs have gone on from.</summary>
    private sealed class Family
    {
        private readonly HashSet<ChassisIdentity> _identities = [];

        public void Add(ChassisIdentity identity)
        {
            lock (_identities)
            {
                _identities.Add(identity);
            }
        }

        public bool Has(ChassisIdentity identity)
        {
            lock (_identities)
            {
                return _identities.Contains(identity);
            }
        }
    }
}
