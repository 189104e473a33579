using Twin.Grpc.Streams;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>Streams that go on where an earlier one ended.</summary>
public sealed class ResumeTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private static readonly int[] Words = [3, 5, 7];
    private readonly FakeTwin _twin = new(keptSlots: 16);
    private readonly ManualTime _time = new();
    private readonly FrameDispatcher _dispatcher;

    public ResumeTests() => _dispatcher = Streaming.Dispatch(_twin, new GrpcOptions(), _time);

    public void Dispose() => _dispatcher.Dispose();

    [Theory]
    [InlineData(Conflation.Newest)]
    [InlineData(Conflation.EveryNth)]
    [InlineData(Conflation.Envelope)]
    public void Resume_WithinWhatIsKept_LosesNothing(Conflation policy)
    {
        IDisposable ending = Add(100, out SampledSubscription before, policy: policy);
        RunAndPoll(1001);
        List<Samples> seen = StreamReading.DrainSamples(before);
        Assert.Equal(1000, seen[^1].Position.Step);
        ending.Dispose();

        // 50 s of simulated time without any reader: more samples than may wait for a slow one.
        RunAndPoll(50_000 - 5);
        using IDisposable again = Add(100, out SampledSubscription after, seen[^1].Position, policy: policy);
        Assert.Equal(ResumeOutcome.Continued, after.Terms.Resumption.Outcome);
        RunAndPoll(5);
        List<Samples> taken = StreamReading.DrainSamples(after);
        Assert.True(taken.Count > after.Buffer);
        Assert.Equal(Enumerable.Range(11, 500).Select(i => 100L * i), taken.Select(samples => samples.Position.Step));
        Assert.All(taken, samples => Assert.Equal(0UL, samples.Conflated));
    }

    [Fact]
    public void Resume_BeyondWhatIsKept_NamesWhatIsMissing()
    {
        IDisposable ending = Add(10, out SampledSubscription before);
        RunAndPoll(101);
        Position last = StreamReading.DrainSamples(before)[^1].Position;
        SampleFeed feed = before.Feed;
        ending.Dispose();
        long samples = feed.Kept + 50;
        RunAndPoll((int)(10 * samples));
        using IDisposable again = Add(10, out SampledSubscription after, last);
        Resumption resumption = after.Terms.Resumption;
        Assert.Equal((ResumeOutcome.Gap, 50UL), (resumption.Outcome, resumption.Missing));
        Assert.Equal((110 * Millisecond, 600 * Millisecond), (resumption.MissingFromNs, resumption.MissingToNs));
        List<Samples> taken = StreamReading.DrainSamples(after);
        Assert.Equal((610L, 50UL), (taken[0].Position.Step, taken[0].Conflated));
        Assert.Equal(feed.Kept, taken.Count);
        Assert.Equal(50UL, taken[^1].ConflatedTotal);
    }

    [Fact]
    public void Resume_NoFeedYet_GoesOnFromTheRing()
    {
        // Every tenth step is kept longer: 160 ms of them, and 8 ms of all others.
        _twin.Run(501);
        using IDisposable all = Add(10, out SampledSubscription kept, At(400));
        Assert.Equal(ResumeOutcome.Continued, kept.Terms.Resumption.Outcome);
        Assert.Equal(Enumerable.Range(41, 10).Select(i => 10L * i), StreamReading.DrainSamples(kept).Select(samples => samples.Position.Step));

        using IDisposable some = Add(20, out SampledSubscription older, At(100));
        Assert.Equal((ResumeOutcome.Gap, 12UL), (older.Terms.Resumption.Outcome, older.Terms.Resumption.Missing));
        Assert.Equal(360, StreamReading.DrainSamples(older)[0].Position.Step);

        using IDisposable every = Add(1, out SampledSubscription recent, At(498));
        Assert.Equal(ResumeOutcome.Continued, recent.Terms.Resumption.Outcome);
        Assert.Equal([499, 500], StreamReading.DrainSamples(recent).Select(samples => samples.Position.Step));
    }

    [Fact]
    public void Resume_NothingCameSince_WaitsForTheNext()
    {
        _twin.Run(101);
        using IDisposable ending = Add(10, out SampledSubscription subscription, At(100));
        Assert.Equal((ResumeOutcome.Continued, 0UL), (subscription.Terms.Resumption.Outcome, subscription.Terms.Resumption.Missing));
        Assert.Empty(StreamReading.Drain(subscription));
        RunAndPoll(10);
        Samples next = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((110L, 0UL), (next.Position.Step, next.Conflated));
    }

    [Fact]
    public void Resume_OtherEpoch_SaysSoAndGivesItsBeginning()
    {
        IDisposable ending = Add(10, out SampledSubscription before);
        RunAndPoll(101);
        Position last = StreamReading.DrainSamples(before)[^1].Position;
        ending.Dispose();
        _twin.Restore(33);
        RunAndPoll(40);
        using IDisposable again = Add(10, out SampledSubscription after, last);
        Resumption resumption = after.Terms.Resumption;
        Assert.Equal(ResumeOutcome.OtherEpoch, resumption.Outcome);
        Assert.Equal((1L, 33L, 33 * Millisecond), (resumption.EpochBegin.Epoch, resumption.EpochBegin.Step, resumption.EpochBegin.SimulationTimeNs));
        Assert.Equal(0UL, resumption.Missing);
        List<Samples> taken = StreamReading.DrainSamples(after);
        Assert.Equal([(1L, 40L), (1L, 50L), (1L, 60L), (1L, 70L)], taken.Select(samples => (samples.Position.Epoch, samples.Position.Step)));
        Assert.All(taken, samples => Assert.Equal(0UL, samples.Conflated));
    }

    [Fact]
    public void Resume_OtherEpochWithoutFeed_CountsWhatIsMissingFromItsBeginning()
    {
        _twin.Run(10);
        _twin.Restore(1000);
        _twin.Run(500);
        using IDisposable ending = Add(10, out SampledSubscription subscription, At(5));
        Resumption resumption = subscription.Terms.Resumption;
        Assert.Equal(ResumeOutcome.OtherEpoch, resumption.Outcome);
        Samples first = StreamReading.DrainSamples(subscription)[0];
        Assert.Equal((first.Position.Step - 1000) / 10, (long)resumption.Missing);
        Assert.Equal(resumption.Missing, first.Conflated);
        Assert.Equal((1000 * Millisecond, (first.Position.Step - 10) * Millisecond), (resumption.MissingFromNs, resumption.MissingToNs));
    }

    [Fact]
    public void Resume_OtherRunOrAhead_SaysSo()
    {
        _twin.Run(21);
        using IDisposable ahead = Add(10, out SampledSubscription first, At(5000));
        Assert.Equal(ResumeOutcome.Ahead, first.Terms.Resumption.Outcome);
        Assert.Equal(20, Assert.Single(StreamReading.DrainSamples(first)).Position.Step);
        using IDisposable other = Add(10, out SampledSubscription second, At(5), isSameRun: false);
        Assert.Equal(ResumeOutcome.OtherRun, second.Terms.Resumption.Outcome);
        Assert.Equal((0L, 0L), (second.Terms.Resumption.EpochBegin.Epoch, second.Terms.Resumption.EpochBegin.Step));
        Assert.Equal(20, StreamReading.DrainSamples(second)[^1].Position.Step);
    }

    [Fact]
    public void Resume_FallsBehindWhileItCatchesUp_CountsWhatIsForgotten()
    {
        IDisposable ending = Add(10, out SampledSubscription before);
        RunAndPoll(101);
        Position last = StreamReading.DrainSamples(before)[^1].Position;
        int kept = before.Feed.Kept;
        ending.Dispose();
        RunAndPoll(10 * kept);
        using IDisposable again = Add(10, out SampledSubscription after, last);
        Assert.Equal(ResumeOutcome.Continued, after.Terms.Resumption.Outcome);
        RunAndPoll(70);
        List<Samples> taken = StreamReading.DrainSamples(after);
        Assert.Equal((180L, 7UL), (taken[0].Position.Step, taken[0].Conflated));
        Assert.Equal(kept, taken.Count);
    }

    [Fact]
    public void Linger_LastReaderLeaves_FeedGoesOnForAMinute()
    {
        Add(100, out SampledSubscription subscription).Dispose();
        Assert.Equal(60U, subscription.Terms.LingersS);
        Assert.Equal(subscription.Feed.Kept * 100 * Millisecond, subscription.Terms.KeptNs);
        _time.Advance(FrameDispatcher.Linger - TimeSpan.FromSeconds(1));
        _dispatcher.Poll();
        Assert.Equal(1, _dispatcher.FeedCount);
        _time.Advance(TimeSpan.FromSeconds(1));
        _dispatcher.Poll();
        Assert.Equal(0, _dispatcher.FeedCount);
    }

    [Fact]
    public void Linger_FeedKeepsTooLittle_EndsWithItsReader()
    {
        var twin = new FakeTwin(extraSignals: 20_000);
        using var dispatcher = Streaming.Dispatch(twin, new GrpcOptions(), _time);
        StreamSelection everything = dispatcher.Current.Streams.Select([.. Enumerable.Range(0, twin.Chassis.Signals.Count)])!;
        IDisposable ending = dispatcher.Current.Streams.AddSampled(everything, Millisecond, Conflation.Newest, 0, StreamOrigin.Now, out SampledSubscription subscription)!;
        Assert.Equal(0U, subscription.Terms.LingersS);
        ending.Dispose();
        Assert.Equal(0, dispatcher.FeedCount);
    }

    [Fact]
    public void Linger_ManyFeeds_TheOldestEnds()
    {
        for (uint i = 0; i < FrameDispatcher.MaximumLingering + 5; i++)
        {
            Add(100 + i, out _).Dispose();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(FrameDispatcher.MaximumLingering, _dispatcher.FeedCount);
        using IDisposable newest = Add(100 + FrameDispatcher.MaximumLingering + 4, out SampledSubscription subscription);
        Assert.Equal(FrameDispatcher.MaximumLingering, _dispatcher.FeedCount);
        Assert.NotNull(subscription);
    }

    [Fact]
    public void History_ManyFeeds_NeverTakesMoreThanItMay()
    {
        var options = new GrpcOptions { HistoryBytes = 1_000_000 };
        using var dispatcher = Streaming.Dispatch(_twin, options, _time);
        long kept = 0;
        for (int i = 0; i < 60; i++)
        {
            dispatcher.Current.Streams.AddSampled(dispatcher.Current.Streams.Select([i])!, Millisecond, Conflation.Newest, 0, StreamOrigin.Now, out SampledSubscription subscription);
            kept += subscription.Feed.Kept * subscription.Feed.BodyBytes;
        }

        Assert.InRange(kept, options.HistoryBytes / 16, options.HistoryBytes);
    }

    [Fact]
    public void Resume_OnChange_BeginsWithEverythingAndSaysWhatWasPassedOver()
    {
        _twin.Run(101);
        using IDisposable gap = AddChanges(At(90), out ChangeSubscription subscription);
        Resumption resumption = subscription.Terms.Resumption;
        Assert.Equal((ResumeOutcome.Gap, 9UL), (resumption.Outcome, resumption.Missing));
        Assert.Equal((91 * Millisecond, 99 * Millisecond), (resumption.MissingFromNs, resumption.MissingToNs));
        Samples all = Assert.Single(StreamReading.DrainSamples(subscription));
        Assert.Equal((100L, 9UL), (all.Position.Step, all.Conflated));

        using IDisposable current = AddChanges(At(100), out ChangeSubscription same);
        Assert.Equal((ResumeOutcome.Continued, 0UL), (same.Terms.Resumption.Outcome, same.Terms.Resumption.Missing));
        Assert.Equal(100, Assert.Single(StreamReading.DrainSamples(same)).Position.Step);

        _twin.Restore(7);
        using IDisposable other = AddChanges(At(100), out ChangeSubscription after);
        Assert.Equal((ResumeOutcome.OtherEpoch, 7L), (after.Terms.Resumption.Outcome, after.Terms.Resumption.EpochBegin.Step));
        using IDisposable ahead = AddChanges(new Position { Epoch = 1, Step = 8 }, out ChangeSubscription early);
        Assert.Equal(ResumeOutcome.Ahead, early.Terms.Resumption.Outcome);
    }

    private static Position At(long step) => new() { Step = step, SimulationTimeNs = step * Millisecond };

    private IDisposable Add(
        long periodMs, out SampledSubscription subscription, Position? resume = null, bool isSameRun = true, Conflation policy = Conflation.Newest) =>
        _dispatcher.Current.Streams.AddSampled(_dispatcher.Current.Streams.Select([.. Words])!, periodMs * Millisecond, policy, 0, StreamOrigin.After(resume, isSameRun), out subscription)!;

    private IDisposable AddChanges(Position resume, out ChangeSubscription subscription)
    {
        subscription = new ChangeSubscription(_dispatcher.Current.Streams.Select([.. Words])!, 0, 0, 0, _dispatcher.Clock);
        return _dispatcher.Current.Streams.AddChanges(subscription, StreamOrigin.After(resume, isSameRun: true))!;
    }

    private void RunAndPoll(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            _twin.Run();
            _dispatcher.Poll();
        }
    }
}
