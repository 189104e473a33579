using System.Runtime.InteropServices;
using Twin.Engine.Structure;

namespace Twin.Grpc.Streams;

/// <summary>Gives equal selections the same object as long as any stream uses it.</summary>
internal sealed class SelectionTable(CompiledChassis chassis)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int[], WeakReference<StreamSelection>> _selections = new(new Contents());

    /// <summary>Gives the selection of some signals.</summary>
    /// <param name="ids">Signals in ascending order; kept.</param>
    public StreamSelection Get(int[] ids)
    {
        lock (_gate)
        {
            if (_selections.TryGetValue(ids, out WeakReference<StreamSelection>? known) && known.TryGetTarget(out StreamSelection? selection))
                return selection;
            foreach (int[] gone in _selections.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToArray())
                _selections.Remove(gone);
            selection = new StreamSelection(chassis, ids);
            _selections[ids] = new WeakReference<StreamSelection>(selection);
            return selection;
        }
    }

    private sealed class Contents : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
