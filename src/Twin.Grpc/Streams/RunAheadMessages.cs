using System.Threading.Channels;
using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;

namespace Twin.Grpc.Streams;

/// <summary>Turns a run ahead into messages. Its thread waits while <see cref="Waiting"/> of them have not been sent: a slow client slows its own run only, and one that takes nothing ends it.</summary>
/// <param name="kinds">What the events of the chassis mean.</param>
/// <param name="dictionary">What the values are; empty when there are none.</param>
/// <param name="begins">Told when the state is taken; throws when what the values mean has changed before.</param>
/// <param name="patience">How long a message may wait to be taken while no other is.</param>
/// <param name="stop">Ends the wait of the run's thread.</param>
internal sealed class RunAheadMessages(EventTable kinds, IReadOnlyList<V1.Dictionary> dictionary, Action begins, TimeSpan patience, CancellationToken stop) : IRunAheadObserver, IDisposable
{
    /// <summary>Messages that may wait to be sent.</summary>
    public const int Waiting = 16;

    private readonly Channel<V1.RunAheadResponse> _messages = Channel.CreateUnbounded<V1.RunAheadResponse>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _room = new(Waiting);
    private readonly CancellationTokenSource _givenUp = new();
    private FrameHeader _start;
    private long _steps;

    /// <inheritdoc/>
    public void Start(in FrameHeader position, long steps)
    {
        begins();
        _start = position;
        _steps = steps;
        Put(new V1.RunAheadResponse { Start = new V1.RunAheadStart { Position = Describe.Position(position), Steps = steps } });
        foreach (V1.Dictionary part in dictionary)
            Put(new V1.RunAheadResponse { Dictionary = part });
    }

    /// <inheritdoc/>
    public void Sample(in FrameHeader position, double[] values)
    {
        if (dictionary.Count == 0)
            return;
        var samples = new V1.Samples { Position = Describe.Position(position) };
        samples.Values.AddRange(values);
        Put(new V1.RunAheadResponse { Samples = samples });
    }

    /// <inheritdoc/>
    public void Happen(ReadOnlySpan<EventRecord> events)
    {
        var message = new V1.RunAheadEvents();
        foreach (ref readonly EventRecord record in events)
            message.Events.Add(Describe.Event(record, kinds, []));
        Put(new V1.RunAheadResponse { Events = message });
    }

    /// <inheritdoc/>
    public void Progress(in FrameHeader position, TimeSpan elapsed) => Put(new V1.RunAheadResponse
    {
        Progress = new V1.RunAheadProgress
        {
            Position = Describe.Position(position),
            Share = (position.Step - _start.Step) / (double)_steps,
            Speed = Speed(position, elapsed),
        },
    });

    /// <summary>The last message.</summary>
    public void End(RunAheadResult result) => _messages.Writer.TryWrite(new V1.RunAheadResponse
    {
        End = new V1.RunAheadEnd
        {
            Position = Describe.Position(result.End),
            ElapsedS = result.Elapsed.TotalSeconds,
            Speed = Speed(result.End, result.Elapsed),
            StateHash = result.StateHash,
        },
    });

    /// <summary>Nothing follows.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Sends what comes until nothing follows, or the run has given its client up: the run then says why.</summary>
    public async Task SendAsync(IServerStreamWriter<V1.RunAheadResponse> stream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givenUp.Token);
        try
        {
            await foreach (V1.RunAheadResponse message in _messages.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                await stream.WriteAsync(message, either.Token).ConfigureAwait(false);
                _room.Release();
            }
        }
        catch (OperationCanceledException) when (_givenUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // One message has waited for all that time.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room.Dispose();
        _givenUp.Dispose();
    }

    private double Speed(in FrameHeader position, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? (position.Time - _start.Time).Seconds / elapsed.TotalSeconds : 0;

    private void Put(V1.RunAheadResponse message)
    {
        if (!_room.Wait(patience, stop))
        {
            _givenUp.Cancel();
            throw new SnapshotException(
                SnapshotStatus.Full,
                FormattableString.Invariant($"The run ahead was ended: its client has taken none of its messages for {patience.TotalSeconds} s (Limits:RunAheadStallSeconds), and others wait for its place. Read as it comes, or ask for fewer signals and a longer period."));
        }

        _messages.Writer.TryWrite(message);
    }
}
