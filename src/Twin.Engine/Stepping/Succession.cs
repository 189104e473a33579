using System.Diagnostics;
using Twin.Engine.Running;

namespace Twin.Engine.Stepping;

/// <summary>A simulation that is ready to take the place of another one, with all that it takes; and afterwards what became of it.</summary>
internal sealed class Succession
{
    private readonly StateLayout _from;
    private readonly StateTransfer _transfer;
    private readonly TwinCommand.Reload _entry;
    private Simulation? _next;

    /// <summary>Makes everything ready. Takes as long as making a simulation does; on the asking thread.</summary>
    /// <param name="running">The simulation that runs, which this only looks at.</param>
    /// <param name="generation">The generation that is published now.</param>
    /// <param name="next">The other model.</param>
    /// <param name="transfer">What goes on.</param>
    /// <param name="entry">What the command log will say.</param>
    public Succession(Simulation running, Generation generation, ChassisModel next, StateTransfer transfer, TwinCommand.Reload entry)
    {
        _from = running.Model.Layout;
        _transfer = transfer;
        _entry = entry;
        _next = running.Successor(next, transfer.IsSameStructure);
        Generation = transfer.IsSameStructure ? null : new Generation(generation.Number + 1, next.Chassis, _next.Frames, _next.Events);
    }

    /// <summary>What is published from then on; null when the generation that is there goes on.</summary>
    public Generation? Generation { get; }

    /// <summary>The simulation that goes on, until it was taken; null afterwards.</summary>
    public Simulation? Next => _next;

    /// <summary>Components that began anew, by index.</summary>
    public IReadOnlyList<int> Reinitialized { get; private set; } = [];

    /// <summary>How long the stepping thread was at it.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Takes the place. On the stepping thread, between two steps.</summary>
    /// <param name="running">The simulation that runs, and must not be stepped any more afterwards.</param>
    /// <returns>The simulation that goes on; null when another chassis runs than the one this was made for.</returns>
    public Simulation? Take(Simulation running)
    {
        if (_next is null || !ReferenceEquals(running.Model.Layout, _from))
        {
            return null;
        }

        long started = Stopwatch.GetTimestamp();
        Simulation next = _next;
        _next = null;
        Reinitialized = next.Succeed(running, _transfer, _entry);
        Time = Stopwatch.GetElapsedTime(started);
        return next;
    }
}
