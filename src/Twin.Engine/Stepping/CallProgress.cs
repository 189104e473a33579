using System.Runtime.CompilerServices;

namespace Twin.Engine.Stepping;

/// <summary>Which call of a component is under way: noted by the stepping thread, looked at by another one, which may give that thread up.</summary>
/// <remarks>
/// The stepping thread pays with plain stores and one load for each call. A verdict is an asymmetric Dekker handshake: the one that gives up raises a doubt, makes every processor see it
/// (<see cref="Interlocked.MemoryBarrierProcessWide"/>), and looks again. Then either it sees that the call has ended, and withdraws; or the stepping thread sees the doubt when the call ends, and waits for the
/// verdict under a lock. A thread that was given up leaves by <see cref="CallGivenUpException"/> before it has touched anything that is shared.
/// </remarks>
internal sealed class CallProgress
{
    private const int BehaviorBits = 3;
    private readonly Lock _gate = new();
    private long _count;
    private int _call;
    private bool _isDoubted;
    private bool _isGivenUp;

    /// <summary>Calls begun and calls ended together: odd while one is under way. Any thread.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Index of the component of the call that a count stands for. To be believed once the thread is given up.</summary>
    public int Component => Volatile.Read(ref _call) >> BehaviorBits;

    /// <summary>Behaviour of the call, under the same condition.</summary>
    public Behavior Behavior => (Behavior)(Volatile.Read(ref _call) & ((1 << BehaviorBits) - 1));

    /// <summary>Whether a call is under way at a count.</summary>
    public static bool IsUnderWay(long count) => (count & 1) != 0;

    /// <summary>A call begins. Stepping thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(int component, Behavior behavior)
    {
        _call = (component << BehaviorBits) | (int)behavior;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The call has ended. Stepping thread.</summary>
    /// <exception cref="CallGivenUpException">The thread was given up and must not go on.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End()
    {
        Volatile.Write(ref _count, _count + 1);
        if (Volatile.Read(ref _isDoubted))
        {
            AwaitVerdict();
        }
    }

    /// <summary>Gives the thread up if the very call is still under way. Any other thread.</summary>
    /// <param name="count">The <see cref="Count"/> of the call.</param>
    /// <returns>Whether it was given up; if not, the call has ended and nothing has happened.</returns>
    public bool TryGiveUp(long count)
    {
        lock (_gate)
        {
            Volatile.Write(ref _isDoubted, true);
            Interlocked.MemoryBarrierProcessWide();
            _isGivenUp |= Count == count && IsUnderWay(count);
            Volatile.Write(ref _isDoubted, _isGivenUp);
            return _isGivenUp;
        }
    }

    private void AwaitVerdict()
    {
        lock (_gate)
        {
            if (_isGivenUp)
            {
                throw new CallGivenUpException();
            }
        }
    }
}
