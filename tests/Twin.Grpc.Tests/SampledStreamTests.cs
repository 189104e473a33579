using Twin.Engine.Running;
using Twin.Grpc.Streams;
using Twin.Units;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>Sampled streams: which frames they take, what a slow client loses by each policy, what is shared.</summary>
public sealed class SampledStreamTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private static readonly int[] Words = [3, 5, 7];
    private readonly FakeTwin _twin = new();
    private readonly FrameDispatcher _dispatcher;

    public SampledStreamTests() => _dispatcher = Streaming.Dispatch(_twin, new GrpcOptions());

    public void Dispose() => _dispatcher.Dispose();

    [Fact]
    public void Sampled_PolledInTime_TakesExactlyTheMultiples()
    {
        _twin.Run(4);
        using IDisposable ending = Add(10, out SampledSubscription subscription);
        var steps = new List<long>();
        for (int i = 0; i < 60; i++)
        {
            _twin.Run(5);
            _dispatcher.Poll();
            foreach (Samples samples in StreamReading.DrainSamples(subscription))
            {
                steps.Add(samples.Position.Step);
                Assert.Equal(samples.Position.Step * Millisecond, samples.Position.SimulationTimeNs);
                Assert.False(samples.IsLate);
                Assert.Equal(0UL, samples.Conflated);
                Assert.Equal(1U, samples.Stride);
                Assert.Equal(Words.Select(word => FakeTwin.Expected(samples.Position.Step, word)), samples.Values);
            }
        }

        Assert.Equal(Enumerable.Range(1, 30).Select(i => 10L * i), steps);
    }

    [Fact]
    public void Sampled_CurrentFrameOnMultiple_IsTakenAtOnce()
    {
        _twin.Run(21);
        using IDisposable ending = Add(10, out SampledSubscription subscription);
        Assert.Equal(20, Assert.Single(StreamReading.DrainSamples(subscription)).Position.Step);
    }

    [Fact]
    public void Sampled_SecondReader_BeginsLikeTheFirst()
    {
        _twin.Run(21);
        using IDisposable ending = Add(10, out SampledSubscription first);
        using IDisposable secondEnding = Add(10, out SampledSubscription second);
        Assert.Equal(20, Assert.Single(StreamReading.DrainSamples(second)).Position.Step);
        _twin.Run(5);
        _dispatcher.Poll();
        using IDisposable thirdEnding = Add(10, out SampledSubscription third);
        _twin.Run(5);
        _dispatcher.Poll();
        Assert.Equal([20, 30], StreamReading.DrainSamples(first).Select(samples => samples.Position.Step));
        Assert.Equal(30, Assert.Single(StreamReading.DrainSamples(third)).Position.Step);
    }

    [Fact]
    public void Sampled_FrameOverwritten_TakesTheNextAndSaysSo()
    {
        _twin.Run(1);
        using IDisposable ending = Add(10, out SampledSubscription subscription);
        Assert.Single(StreamReading.DrainSamples(subscription));

        // Steps 1 to 39 between two looks: the ring holds 32 to 39; the multiples 10 and 20 are gone for good, 32 stands for 30.
        _twin.Run(39);
        _dispatcher.Poll();
        Samples late = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((32L, true, 2UL), (late.Position.Step, late.IsLate, late.Conflated));

        _twin.Run(1);
        _dispatcher.Poll();
        Samples next = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((40L, false, 0UL, 2UL), (next.Position.Step, next.IsLate, next.Conflated, next.ConflatedTotal));
    }

    [Fact]
    public void Sampled_PeriodIsNoMultipleOfStep_TakesTheFirstAfterAndSaysSo()
    {
        var ring = new FrameRing(1);
        var feed = new SampleFeed(new StreamSelection(_twin.Chassis, [0]), 10 * Millisecond, hasExtremes: false, 1024, _dispatcher.Clock);
        SampledSubscription subscription = feed.Attach(ring, Conflation.Newest, 0, StreamOrigin.Now);
        for (int step = 1; step <= 8; step++)
        {
            ring.Publish([step], 0, step, Duration.FromMilliseconds(3 * step));
            Assert.True(ring.TryGather(step - 1, [], [], out FrameHeader header));
            var frame = new Frame(step - 1, header);
            feed.Observe(ring, [frame], frame, new WakeQueue());
        }

        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal([12 * Millisecond, 21 * Millisecond], taken.Select(samples => samples.Position.SimulationTimeNs));
        Assert.All(taken, samples => Assert.Equal((true, 0UL), (samples.IsLate, samples.Conflated)));
    }

    [Fact]
    public void Sampled_Frame_SaysWhenItWasComputed()
    {
        _twin.Run(1);
        long before = (TimeProvider.System.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
        using IDisposable ending = Add(10, out SampledSubscription subscription);
        _twin.Run(10);
        _dispatcher.Poll();
        long after = (TimeProvider.System.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal(2, taken.Count);
        Assert.True(taken[0].ComputedUnixNs < taken[1].ComputedUnixNs);
        // A clock that is set while the test runs moves by less.
        Assert.InRange(taken[1].ComputedUnixNs, before - (1000 * Millisecond), after + (1000 * Millisecond));
    }

    [Fact]
    public void Newest_ReaderStalls_KeepsTheNewestAndCountsTheRest()
    {
        using IDisposable ending = Add(1, out SampledSubscription subscription);
        const int steps = 1000;
        RunAndPoll(steps);
        List<Samples> kept = StreamReading.DrainSamples(subscription);
        int depth = subscription.Buffer;
        Assert.Equal(64, depth);
        Assert.Equal(Enumerable.Range(steps - depth, depth).Select(step => (long)step), kept.Select(samples => samples.Position.Step));
        Assert.Equal((ulong)(steps - depth), kept[0].Conflated);
        Assert.All(kept, samples => Assert.Equal(((ulong)(steps - depth), Conflation.Newest), (samples.ConflatedTotal, samples.Conflation)));
    }

    [Fact]
    public void Newest_ClientWantsOneToWait_GetsTheNewestAlone()
    {
        using IDisposable ending = Add(1, out SampledSubscription subscription, buffer: 1);
        RunAndPoll(50);
        Samples newest = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((49L, 49UL), (newest.Position.Step, newest.Conflated));
        Assert.Equal(1U, subscription.Terms.Buffer);
    }

    [Fact]
    public void EveryNth_ReaderStalls_StaysEquallySpacedAndRecovers()
    {
        using IDisposable ending = Add(1, out SampledSubscription subscription, Conflation.EveryNth, buffer: 4);
        RunAndPoll(101);
        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal([0, 32, 64, 96], taken.Select(samples => samples.Position.Step));
        Assert.Equal([0UL, 31, 31, 31], taken.Select(samples => samples.Conflated));
        Assert.All(taken, samples => Assert.Equal((32U, Conflation.EveryNth), (samples.Stride, samples.Conflation)));

        // From now on nothing waits: n is halved after every eight steps until it is one again, and every step is accounted for.
        long previous = 96;
        uint stride = 32;
        for (int i = 0; i < 100; i++)
        {
            RunAndPoll(1);
            foreach (Samples samples in StreamReading.DrainSamples(subscription))
            {
                Assert.True(samples.Stride <= stride);
                stride = samples.Stride;
                Assert.Equal(0, samples.Position.Step % stride);
                Assert.Equal(samples.Position.Step - previous - 1, (long)samples.Conflated);
                previous = samples.Position.Step;
            }
        }

        Assert.Equal((1U, 200L), (stride, previous));
    }

    [Fact]
    public void EveryNth_StalledForEver_HoldsAtTheLargestNAndKeepsTheNewest()
    {
        using IDisposable ending = Add(1, out SampledSubscription subscription, Conflation.EveryNth, buffer: 2);
        RunAndPoll(5000);
        Assert.Equal(SampledSubscription.MaximumStride, subscription.Stride);
        Assert.Equal([3072, 4096], StreamReading.DrainSamples(subscription).Select(samples => samples.Position.Step));
    }

    [Fact]
    public void EveryNth_FrameOnTheGridOverwritten_TakesTheNextAndSaysSo()
    {
        using IDisposable ending = Add(1, out SampledSubscription subscription, Conflation.EveryNth, buffer: 1);
        RunAndPoll(9);
        Assert.Equal(0, Assert.Single(StreamReading.DrainSamples(subscription)).Position.Step);
        Assert.Equal(16, subscription.Stride);

        // Steps 9 to 30 between two looks: the ring holds 23 to 30, and 23 stands for 16.
        _twin.Run(22);
        _dispatcher.Poll();
        Samples late = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((23L, true, 22UL, 16U), (late.Position.Step, late.IsLate, late.Conflated, late.Stride));
        RunAndPoll(2);
        Samples next = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((32L, false, 8UL, 16U), (next.Position.Step, next.IsLate, next.Conflated, next.Stride));
    }

    [Fact]
    public void Envelope_PeakBetweenSamples_IsInTheNext()
    {
        foreach (int word in Words)
            _twin.Hold(word, 1);
        _twin.Run(1);
        using IDisposable ending = Add(10, out SampledSubscription subscription, Conflation.Envelope);
        _dispatcher.Poll();
        _twin.Hold(5, 9);
        _twin.Hold(7, double.NaN);
        RunAndPoll(3);
        _twin.Hold(5, -4);
        _twin.Hold(7, 1);
        RunAndPoll(1);
        _twin.Hold(5, 1);
        RunAndPoll(16);
        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal([0, 10, 20], taken.Select(samples => samples.Position.Step));
        Assert.Equal([1UL, 10, 10], taken.Select(samples => samples.CoveredSteps));
        Assert.Equal([1, 1, 1], taken[1].Values);
        Assert.Equal([1, -4, 1], taken[1].Minima);
        Assert.Equal([1, 9, 1], taken[1].Maxima);
        Assert.Equal([1, 1, 1], taken[2].Minima);
        Assert.Equal([1, 1, 1], taken[2].Maxima);
    }

    [Fact]
    public void Envelope_ReaderStalls_PeaksOfGivenUpSamplesAreInTheFirstThatWaits()
    {
        foreach (int word in Words)
            _twin.Hold(word, 1);
        _twin.Run(1);
        using IDisposable ending = Add(10, out SampledSubscription subscription, Conflation.Envelope, buffer: 2);
        for (int step = 1; step <= 400; step++)
        {
            _twin.Hold(3, step == 57 ? 100 : 1);
            _twin.Hold(7, step == 203 ? -100 : 1);
            RunAndPoll(1);
        }

        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal([390, 400], taken.Select(samples => samples.Position.Step));
        Assert.Equal((39UL, 391UL), (taken[0].Conflated, taken[0].CoveredSteps));
        Assert.Equal([1, 1, -100], taken[0].Minima);
        Assert.Equal([100, 1, 1], taken[0].Maxima);
        Assert.Equal([1, 1, 1], taken[0].Values);
        Assert.Equal((0UL, 10UL), (taken[1].Conflated, taken[1].CoveredSteps));
        Assert.Equal([1, 1, 1], taken[1].Minima);
        Assert.Equal([1, 1, 1], taken[1].Maxima);
    }

    [Fact]
    public void Widen_AnyLength_TakesExtremesAndPassesOverNaN()
    {
        for (int length = 1; length < 20; length++)
        {
            double[] minima = [.. Enumerable.Range(0, length).Select(i => i % 5 == 0 ? double.NaN : i)];
            double[] maxima = [.. minima];
            double[] other = [.. Enumerable.Range(0, length).Select(i => i % 3 == 0 ? double.NaN : i % 2 == 0 ? i - 10 : i + 10)];
            double[] expectedMinima = [.. minima.Zip(other, double.MinNumber)];
            double[] expectedMaxima = [.. maxima.Zip(other, double.MaxNumber)];
            SampleBody.Widen(minima, maxima, other, other);
            Assert.Equal(expectedMinima, minima);
            Assert.Equal(expectedMaxima, maxima);
        }
    }

    [Fact]
    public void Sampled_NewEpoch_StartsANewGrid()
    {
        _twin.Run(101);
        using IDisposable ending = Add(10, out SampledSubscription subscription);
        _dispatcher.Poll();
        _twin.Restore(33);
        _twin.Run(7);
        _dispatcher.Poll();
        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal([(0L, 100L), (1L, 40L)], taken.Select(samples => (samples.Position.Epoch, samples.Position.Step)));
        Assert.Equal((0UL, false), (taken[1].Conflated, taken[1].IsLate));
    }

    [Fact]
    public void Sampled_BeginningOfEpochOverwritten_IsCountedFromTheBeginning()
    {
        _twin.Run(101);
        using IDisposable ending = Add(10, out SampledSubscription subscription);
        _dispatcher.Poll();
        Assert.Single(StreamReading.DrainSamples(subscription));

        // 33 to 73 at once: of the new epoch the ring holds 66 to 73, so that 40, 50 and 60 went unseen; 66 stands for the last of them.
        _twin.Restore(33);
        _twin.Run(40);
        _dispatcher.Poll();
        List<Samples> taken = StreamReading.DrainSamples(subscription);
        Assert.Equal([(1L, 66L, true, 2UL), (1L, 70L, false, 0UL)], taken.Select(samples => (samples.Position.Epoch, samples.Position.Step, samples.IsLate, samples.Conflated)));
    }

    [Fact]
    public void Envelope_NewEpoch_KeepsExtremesOfEpochsApart()
    {
        foreach (int word in Words)
            _twin.Hold(word, 1);
        _twin.Run(1);
        using IDisposable ending = Add(10, out SampledSubscription subscription, Conflation.Envelope, buffer: 1);
        _twin.Hold(3, 100);
        RunAndPoll(14);
        _twin.Hold(3, 1);
        _twin.Restore(5);
        RunAndPoll(15);
        Samples newest = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((1L, 20L, 3UL), (newest.Position.Epoch, newest.Position.Step, newest.Conflated));
        Assert.Equal([1, 1, 1], newest.Maxima);
        Assert.Equal(16UL, newest.CoveredSteps);
    }

    [Fact]
    public void Feed_HundredEqualStreams_EncodeOnceAndKeepNoMemoryEach()
    {
        var subscriptions = new List<SampledSubscription>();
        for (int i = 0; i < 100; i++)
        {
            Add(10, out SampledSubscription subscription, i % 2 == 0 ? Conflation.Newest : Conflation.EveryNth);
            subscriptions.Add(subscription);
        }

        SampleFeed feed = subscriptions[0].Feed;
        Assert.All(subscriptions, subscription => Assert.Same(feed, subscription.Feed));
        const int samples = 2000;
        for (int i = 0; i < samples; i++)
        {
            RunAndPoll(10);
            Assert.All(subscriptions, subscription => Assert.Single(StreamReading.Drain(subscription)));
        }

        Assert.Equal(1, _dispatcher.FeedCount);
        // What is kept, one that is being filled and one that the streams send.
        Assert.InRange(feed.Made, feed.Kept, feed.Kept + 2);
        Assert.Equal(100, _dispatcher.SubscriptionCount);
    }

    [Theory]
    [InlineData(Conflation.Newest)]
    [InlineData(Conflation.EveryNth)]
    [InlineData(Conflation.Envelope)]
    public void Feed_ReadersStall_HoldABoundedNumberOfBytes(Conflation policy)
    {
        const int signals = 20_000;
        var twin = new FakeTwin(extraSignals: signals);
        using var dispatcher = Streaming.Dispatch(twin, new GrpcOptions());
        int[] everything = [.. Enumerable.Range(0, twin.Chassis.Signals.Count)];
        var stalled = new List<SampledSubscription>();
        for (int i = 0; i < 5; i++)
        {
            dispatcher.Current.Streams.AddSampled(dispatcher.Current.Streams.Select([.. everything])!, Millisecond, policy, 0, StreamOrigin.Now, out SampledSubscription subscription);
            stalled.Add(subscription);
        }

        for (int i = 0; i < 500; i++)
        {
            twin.Run();
            dispatcher.Poll();
        }

        // 500 samples of 160 kB, with minima and maxima 480 kB, would be 80 MB and 240 MB for each stream.
        SampleFeed feed = stalled[0].Feed;
        long shared = (long)feed.Made * feed.BodyBytes;
        long own = stalled.Sum(subscription => (long)subscription.OwnBytes);
        long mostShared = (long)(Math.Max(feed.Kept, feed.DefaultBuffer) + (policy == Conflation.EveryNth ? feed.DefaultBuffer : 0) + 2) * feed.BodyBytes;
        Assert.InRange(shared, 1, mostShared);
        Assert.True(mostShared < 12_000_000, $"{mostShared} bytes");
        Assert.True(own <= 5 * 810_000, $"{own} bytes of their own");
        foreach (SampledSubscription subscription in stalled)
        {
            List<Samples> taken = StreamReading.DrainSamples(subscription);
            Assert.InRange(taken.Count, 1, subscription.Buffer);
            Assert.Equal(taken[^1].Position.Step + 1, taken.Count + (long)taken[^1].ConflatedTotal);
        }
    }

    [Fact]
    public void Feed_ReadersEnd_GivesBackWhatTheyHeld()
    {
        IDisposable first = Add(1, out SampledSubscription subscription, Conflation.EveryNth);
        RunAndPoll(300);
        Assert.True(subscription.TryTake(new StreamMessage()));
        SampleFeed feed = subscription.Feed;
        first.Dispose();
        int made = feed.Made;
        IDisposable second = Add(1, out _, Conflation.EveryNth);
        RunAndPoll(3000);
        second.Dispose();
        Assert.InRange(feed.Made, made, Math.Max(made, feed.Kept + feed.DefaultBuffer + 2));
        Assert.Equal(0, _dispatcher.SubscriptionCount);
    }

    [Fact]
    public void SelectionTable_EqualIds_AreOneObjectAsLongAsItIsUsed()
    {
        StreamSelection selection = _dispatcher.Current.Streams.Select([1, 2, 3])!;
        Assert.Same(selection, _dispatcher.Current.Streams.Select([1, 2, 3])!);
        Assert.NotSame(selection, _dispatcher.Current.Streams.Select([1, 2, 4])!);
        Assert.Same(selection.Dictionary, _dispatcher.Current.Streams.Select([1, 2, 3])!.Dictionary);
    }

    private IDisposable Add(long periodMs, out SampledSubscription subscription, Conflation policy = Conflation.Newest, uint buffer = 0) =>
        _dispatcher.Current.Streams.AddSampled(_dispatcher.Current.Streams.Select([.. Words])!, periodMs * Millisecond, policy, buffer, StreamOrigin.Now, out subscription)!;

    private void RunAndPoll(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            _twin.Run();
            _dispatcher.Poll();
        }
    }
}
