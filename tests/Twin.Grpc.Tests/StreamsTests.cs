using Twin.Engine.Running;
using Twin.Grpc.Streams;
using Twin.Units;

namespace Twin.Grpc.Tests;

public sealed class StreamsTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private static readonly int[] Words = [3, 5, 7];
    private readonly FakeTwin _twin = new();
    private readonly FrameDispatcher _dispatcher;

    public StreamsTests() => _dispatcher = new FrameDispatcher(_twin, new AlarmTable(_twin), new GrpcOptions());

    public void Dispose() => _dispatcher.Dispose();

    [Fact]
    public void Sampled_PolledInTime_TakesExactlyTheMultiples()
    {
        var subscription = new SampledSubscription(Words, 10 * Millisecond);
        _twin.Run(4);
        using IDisposable ending = _dispatcher.Add(subscription);
        var steps = new List<long>();
        for (int i = 0; i < 60; i++)
        {
            _twin.Run(5);
            _dispatcher.Poll();
            while (subscription.Queue.TryDequeue(out Capture? capture))
            {
                steps.Add(capture.Header.Step);
                Assert.False(capture.IsLate);
                Assert.Equal(0, capture.Conflated);
                Assert.Equal(Array.ConvertAll(Words, word => FakeTwin.Expected(capture.Header.Step, word)), capture.Values);
                subscription.Queue.Return(capture);
            }
        }

        Assert.Equal(Enumerable.Range(1, 30).Select(i => 10L * i), steps);
        Assert.Equal(1, subscription.Queue.Made);
    }

    [Fact]
    public void Sampled_CurrentFrameOnMultiple_IsTakenAtOnce()
    {
        var subscription = new SampledSubscription(Words, 10 * Millisecond);
        _twin.Run(21);
        using IDisposable ending = _dispatcher.Add(subscription);
        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? capture));
        Assert.Equal(20, capture.Header.Step);
    }

    [Fact]
    public void Sampled_FrameOverwritten_TakesTheNextAndSaysSo()
    {
        var subscription = new SampledSubscription(Words, 10 * Millisecond);
        _twin.Run(1);
        using IDisposable ending = _dispatcher.Add(subscription);
        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? first));
        subscription.Queue.Return(first);

        // Steps 1 to 39 between two looks: the ring holds 32 to 39; the multiples 10 and 20 are gone for good, 32 stands for 30.
        _twin.Run(39);
        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? late));
        Assert.Equal(32, late.Header.Step);
        Assert.True(late.IsLate);
        Assert.Equal(2, late.Conflated);
        subscription.Queue.Return(late);

        _twin.Run(1);
        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? next));
        Assert.Equal(40, next.Header.Step);
        Assert.False(next.IsLate);
        Assert.Equal(0, next.Conflated);
    }

    [Fact]
    public void Sampled_ReaderStalls_KeepsTheNewestAndCountsTheRest()
    {
        var subscription = new SampledSubscription(Words, Millisecond);
        using IDisposable ending = _dispatcher.Add(subscription);
        const int steps = 1000;
        for (int i = 0; i < steps; i++)
        {
            _twin.Run();
            _dispatcher.Poll();
        }

        int depth = subscription.Queue.Depth;
        Assert.Equal(depth, subscription.Queue.Made);
        long given = 0;
        var kept = new List<long>();
        while (subscription.Queue.TryDequeue(out Capture? capture))
        {
            given += capture.Conflated;
            kept.Add(capture.Header.Step);
        }

        Assert.Equal(Enumerable.Range(steps - depth, depth).Select(step => (long)step), kept);
        Assert.Equal(steps - depth, given);
    }

    [Fact]
    public void CaptureQueue_ManySignals_HoldsThreeBuffersAtMost()
    {
        Assert.Equal(3, new CaptureQueue(100_000).Depth);
        Assert.Equal(64, new CaptureQueue(1).Depth);
    }

    [Fact]
    public void Sampled_NewEpoch_StartsANewGrid()
    {
        var subscription = new SampledSubscription(Words, 10 * Millisecond);
        _twin.Run(101);
        using IDisposable ending = _dispatcher.Add(subscription);
        _dispatcher.Poll();
        _twin.Restore(33);
        _twin.Run(7);
        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? before));
        Assert.True(subscription.Queue.TryDequeue(out Capture? after));
        Assert.Equal((0L, 100L), (before.Header.Epoch, before.Header.Step));
        Assert.Equal((1L, 40L), (after.Header.Epoch, after.Header.Step));
        Assert.Equal(0, after.Conflated);
        Assert.False(after.IsLate);
    }

    [Fact]
    public void Sampled_PeriodIsNoMultipleOfStep_TakesTheFirstAfterAndSaysSo()
    {
        var ring = new FrameRing(1);
        var subscription = new SampledSubscription([0], 10 * Millisecond);
        for (int step = 1; step <= 8; step++)
        {
            ring.Publish([step], 0, step, Duration.FromMilliseconds(3 * step));
            Assert.True(ring.TryGather(step - 1, [], [], out FrameHeader header));
            var frame = new Frame(step - 1, header);
            subscription.Observe(ring, [frame], frame);
        }

        Assert.True(subscription.Queue.TryDequeue(out Capture? first));
        Assert.True(subscription.Queue.TryDequeue(out Capture? second));
        Assert.Equal((12, 21), (first.Header.Time.Milliseconds, second.Header.Time.Milliseconds));
        Assert.True(first.IsLate && second.IsLate);
        Assert.Equal(0, first.Conflated + second.Conflated);
    }

    [Theory]
    [InlineData(0, 0, 50.0000001, true)]
    [InlineData(0.5, 0, 50.5, false)]
    [InlineData(0.5, 0, 50.51, true)]
    [InlineData(0, 0.1, 54.9, false)]
    [InlineData(0, 0.1, 55.1, true)]
    [InlineData(6, 0.1, 55.1, false)]
    [InlineData(0.5, 0, double.NaN, true)]
    public void Change_AroundDeadBand_TellsWhatLeftIt(double absolute, double relative, double value, bool isTold)
    {
        foreach (int word in Words)
            _twin.Hold(word, 50);
        var subscription = new ChangeSubscription(Words, absolute, relative, 0);
        _twin.Run();
        using IDisposable ending = _dispatcher.Add(subscription);
        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? all));
        Assert.Null(all.Indexes);
        Assert.Equal([50, 50, 50], all.Values);
        subscription.Queue.Return(all);

        _twin.Hold(Words[1], value);
        _twin.Run();
        _dispatcher.Poll();
        Assert.Equal(isTold, subscription.Queue.TryDequeue(out Capture? changes));
        if (isTold)
        {
            Assert.Equal(1, changes!.Count);
            Assert.Equal(1, changes.Indexes![0]);
            Assert.Equal(value, changes.Values[0]);
        }
    }

    [Fact]
    public void Change_CreepsInsideDeadBand_IsToldAgainstTheLastValueTold()
    {
        _twin.Hold(3, 0);
        var subscription = new ChangeSubscription([3], 1, 0, 0);
        using IDisposable ending = _dispatcher.Add(subscription);
        var told = new List<double>();
        for (int i = 0; i < 40; i++)
        {
            _twin.Hold(3, 0.1 * i);
            _twin.Run();
            _dispatcher.Poll();
            while (subscription.Queue.TryDequeue(out Capture? capture))
            {
                told.Add(capture.Values[0]);
                subscription.Queue.Return(capture);
            }
        }

        Assert.Equal([0, 0.1 * 11, 0.1 * 22, 0.1 * 33], told);
    }

    [Fact]
    public void Change_MinimumPeriod_SparesMessagesButNotTheLastValue()
    {
        var subscription = new ChangeSubscription([3], 0, 0, 10 * Millisecond);
        using IDisposable ending = _dispatcher.Add(subscription);
        var steps = new List<long>();
        for (int i = 0; i < 31; i++)
        {
            _twin.Run();
            _dispatcher.Poll();
            while (subscription.Queue.TryDequeue(out Capture? capture))
            {
                steps.Add(capture.Header.Step);
                Assert.Equal(FakeTwin.Expected(capture.Header.Step, 3), capture.Values[0]);
                subscription.Queue.Return(capture);
            }
        }

        Assert.Equal([0, 10, 20, 30], steps);
    }

    [Fact]
    public void Change_ReaderStallsAndTwinPauses_CatchesUpWithTheNewest()
    {
        var subscription = new ChangeSubscription([3], 0, 0, 0);
        using IDisposable ending = _dispatcher.Add(subscription);
        for (int i = 0; i < 200; i++)
        {
            _twin.Run();
            _dispatcher.Poll();
        }

        int depth = subscription.Queue.Depth;
        Assert.Equal(depth, subscription.Queue.Made);
        for (int i = 0; i < depth; i++)
        {
            Assert.True(subscription.Queue.TryDequeue(out Capture? capture));
            Assert.Equal(i, capture.Header.Step);
            subscription.Queue.Return(capture);
        }

        _dispatcher.Poll();
        Assert.True(subscription.Queue.TryDequeue(out Capture? newest));
        Assert.Equal(199, newest.Header.Step);
        Assert.Equal(199 - depth, newest.Conflated);
        _dispatcher.Poll();
        Assert.False(subscription.Queue.TryDequeue(out _));
    }

    [Fact]
    public void Dispatcher_SubscriptionEnded_IsNotServed()
    {
        var subscription = new SampledSubscription(Words, Millisecond);
        _dispatcher.Add(subscription).Dispose();
        _twin.Run();
        _dispatcher.Poll();
        Assert.Equal(0, _dispatcher.SubscriptionCount);
        Assert.False(subscription.Queue.TryDequeue(out _));
    }

    [Fact]
    public void AlarmTable_RaisedAndCleared_ListsWhatIsActive()
    {
        var alarms = new AlarmTable(_twin);
        _twin.Run();
        _twin.Raise(0, first: 91);
        _twin.Raise(1);
        _twin.Raise(2);
        Assert.Equal([0, 2], alarms.Active(out _, out _).Select(record => record.Raised.Event));
        _twin.Raise(0, isCleared: true);
        Assert.Equal([2], alarms.Active(out long next, out long lost).Select(record => record.Raised.Event));
        Assert.Equal((4, 0), (next, lost));
    }
}
