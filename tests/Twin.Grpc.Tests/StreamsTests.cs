using Twin.Grpc.Lookup;
using Twin.Grpc.Streams;
using Twin.V1;

namespace Twin.Grpc.Tests;

public sealed class StreamsTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private static readonly int[] Words = [3, 5, 7];
    private readonly FakeTwin _twin = new();
    private readonly FrameDispatcher _dispatcher;

    public StreamsTests() => _dispatcher = Streaming.Dispatch(_twin, new GrpcOptions());

    public void Dispose() => _dispatcher.Dispose();

    [Fact]
    public void CaptureQueue_ManySignals_HoldsThreeBuffersAtMost()
    {
        Assert.Equal(3, new CaptureQueue(100_000).Depth);
        Assert.Equal(64, new CaptureQueue(1).Depth);
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
        var subscription = Changes(Words, absolute, relative, 0);
        _twin.Run();
        using IDisposable ending = _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.Now)!;
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
        var subscription = Changes([3], 1, 0, 0);
        using IDisposable ending = _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.Now)!;
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
        var subscription = Changes([3], 0, 0, 10 * Millisecond);
        using IDisposable ending = _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.Now)!;
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
        var subscription = Changes([3], 0, 0, 0);
        using IDisposable ending = _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.Now)!;
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
    public void Change_NewEpoch_SendsEverythingAgain()
    {
        foreach (int word in Words)
            _twin.Hold(word, 50);
        _twin.Run(30);
        ChangeSubscription subscription = Changes(Words, 1, 0, 10 * Millisecond);
        using IDisposable ending = _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.Now)!;
        _dispatcher.Poll();
        Assert.Equal([50, 50, 50], Assert.Single(StreamReading.Drain(subscription)).Samples.Values);

        // Neither the dead band nor the minimum period of the epoch before holds in the new one.
        _twin.Hold(5, 50.5);
        _twin.Restore(12);
        _dispatcher.Poll();
        Samples all = Assert.Single(StreamReading.Drain(subscription)).Samples;
        Assert.Equal((1L, 12L), (all.Position.Epoch, all.Position.Step));
        Assert.Equal([50, 50.5, 50], all.Values);
        _twin.Run(9);
        _dispatcher.Poll();
        Assert.Empty(StreamReading.Drain(subscription));
    }

    [Fact]
    public void Dispatcher_SubscriptionEnded_IsNotServed()
    {
        ChangeSubscription subscription = Changes(Words, 0, 0, 0);
        _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.Now)!.Dispose();
        _twin.Run();
        _dispatcher.Poll();
        Assert.Equal(0, _dispatcher.SubscriptionCount);
        Assert.False(subscription.Queue.TryDequeue(out _));
    }

    [Fact]
    public void WakeQueue_HundredStreamsAtOnce_AreWokenOverAFewLooks()
    {
        const int bytes = 16 * 1024;
        var wakes = new WakeQueue();
        for (int i = 0; i < 100; i++)
            wakes.Add(Changes(Words, 0, 0, 0), bytes);
        var left = new List<int>();
        while (wakes.Count > 0)
        {
            wakes.WakeSome();
            left.Add(wakes.Count);
        }

        // A quarter of 1.6 MB, then of the rest, then 256 kB at a time.
        Assert.Equal([75, 56, 40, 24, 8, 0], left);
    }

    [Fact]
    public void AlarmTable_RaisedAndCleared_ListsWhatIsActive()
    {
        var alarms = new AlarmTable(new Structures(_twin, new GrpcOptions()));
        _twin.Run();
        _twin.Raise(0, first: 91);
        _twin.Raise(1);
        _twin.Raise(2);
        Assert.Equal([0, 2], alarms.Active(out _, out _, out _).Select(record => record.Raised.Event));
        _twin.Raise(0, isCleared: true);
        Assert.Equal([2], alarms.Active(out _, out long next, out long lost).Select(record => record.Raised.Event));
        Assert.Equal((4, 0), (next, lost));
    }

    private ChangeSubscription Changes(int[] ids, double absolute, double relative, long minimumPeriodNs) =>
        new(_dispatcher.Current.Streams.Select(ids)!, absolute, relative, minimumPeriodNs, _dispatcher.Clock);
}
