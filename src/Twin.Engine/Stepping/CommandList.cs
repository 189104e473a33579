using System.Collections;

namespace Twin.Engine.Stepping;

/// <summary>The commands of a run, in order. One thread adds; any other may read what is there at the same time.</summary>
/// <remarks>Entries lie in blocks that never move: to add one copies no others, and a reader sees whole entries below <see cref="Count"/>.</remarks>
internal sealed class CommandList : IReadOnlyList<LoggedCommand>
{
    private const int BlockLength = 1024;

    private readonly LoggedCommand[]?[] _blocks = new LoggedCommand[]?[(Simulation.MaximumLoggedCommands + BlockLength - 1) / BlockLength];
    private int _count;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public LoggedCommand this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _blocks[index / BlockLength]![index % BlockLength];
        }
    }

    /// <summary>Adds one at the end. At most <see cref="Simulation.MaximumLoggedCommands"/>.</summary>
    /// <param name="command">The command.</param>
    public void Add(LoggedCommand command)
    {
        int count = _count;
        LoggedCommand[] block = _blocks[count / BlockLength] ??= new LoggedCommand[BlockLength];
        block[count % BlockLength] = command;
        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>Takes all away. Nobody may read meanwhile.</summary>
    public void Clear()
    {
        Array.Clear(_blocks);
        Volatile.Write(ref _count, 0);
    }

    /// <inheritdoc/>
    public IEnumerator<LoggedCommand> GetEnumerator()
    {
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
