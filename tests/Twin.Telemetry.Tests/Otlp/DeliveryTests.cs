using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using Twin.Telemetry.Otlp;
using Twin.Tests.Otlp;

namespace Twin.Telemetry.Tests.Otlp;

public sealed class DeliveryTests
{
    public static TheoryData<bool> Protocols => [true, false];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_ReceiverAwayForTenMinutes_ArriveEachOnceInOrderWithTheirTimes(bool isGrpc)
    {
        const int exports = 60;
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc);
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Count == 2);
        IReadOnlyList<OtlpArrival> before = rig.Receiver.Taken;

        await rig.StopReceiverAsync();
        for (int i = 0; i < exports; i++)
        {
            await rig.ExportStepAsync();
        }

        Assert.Equal(2 * exports, rig.Metrics.SpooledRequests);
        await rig.PassTimeUntilAsync(() => rig.Metrics.Retries > 0);
        await rig.ReturnReceiverAsync();
        await rig.PassTimeUntilAsync(() => rig.Metrics.SpooledRequests == 0);
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Metrics.SpooledRequests == 0);

        OtlpArrival[] arrivals = [.. before, .. rig.Receiver.Taken.Where(arrival => arrival.IsMetrics)];
        NumberPoint[] steps = [.. arrivals.SelectMany(arrival => arrival.PointsOf("chassis.twin.step"))];
        Assert.Equal(Enumerable.Range(1, exports + 2).Select(step => (double)step), steps.Select(point => point.Number));
        Assert.Equal(exports + 2, arrivals.SelectMany(arrival => arrival.PointsOf("hw.energy")).Count());
        Assert.Equal(exports + 2, arrivals.SelectMany(arrival => arrival.PointsOf("hw.power")).Count());
        Assert.Equal(exports + 2, arrivals.SelectMany(arrival => arrival.PointsOf("chassis.twin.missed_deadlines")).Count());
        Assert.Equal(steps.Select(point => point.TimeUnixNano).Order(), steps.Select(point => point.TimeUnixNano));
        Assert.Equal(steps.Length, steps.Select(point => point.TimeUnixNano).Distinct().Count());
        Assert.Equal(0, Enum.GetValues<DropReason>().Sum(rig.Metrics.Dropped));
        Assert.Single(rig.Log.Lines, line => line.StartsWith("Metrics cannot be sent to ", StringComparison.Ordinal));
        Assert.Single(rig.Log.Lines, line => line.StartsWith("Metrics are taken by ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_ReceiverUnavailableWhileNewOnesCome_AreSentInOrderAtABoundedRate(bool isGrpc)
    {
        const double perSecond = 5;
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc, r => r.Configure = options => options.RequestsPerSecond = perSecond);
        rig.Receiver.Answer = _ => OtlpAnswer.Unavailable;
        for (int i = 0; i < 20; i++)
        {
            await rig.ExportStepAsync();
        }

        rig.Receiver.Answer = _ => OtlpAnswer.Taken;
        DateTimeOffset returned = rig.Clock.GetUtcNow();
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Count > 10, 0.05);
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Metrics.SpooledRequests == 0, 0.05);

        Assert.Equal(Enumerable.Range(1, 21).Select(step => (double)step), rig.Steps);
        DateTimeOffset[] times = [.. rig.Receiver.Taken.Select(arrival => arrival.At)];
        Assert.True(times[0] <= returned + Backoff.Longest + TimeSpan.FromSeconds(1));

        // The rate is the sender's; on the way the clock of the test moves on, by some of its steps.
        const int window = 10;
        Assert.True(times[window - 1] - times[0] >= TimeSpan.FromSeconds(((window - 1) / perSecond) - 0.5), $"{times[0]:O} to {times[window - 1]:O}");
        Assert.Contains(rig.Log.Lines, line => line.Contains(isGrpc ? "gRPC status 14: gone fishing." : "HTTP status 503", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_ReceiverSaysWhenToComeAgain_IsLeftAloneUntilThen(bool isGrpc)
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc);

        // RESOURCE_EXHAUSTED may be tried again because it says when; status 429 may anyway.
        rig.Receiver.Answer = _ => new OtlpAnswer(429, 8, TimeSpan.FromSeconds(90), Message: "slow down");
        DateTimeOffset asked = rig.Clock.GetUtcNow() + OtlpRig.Interval;
        await rig.ExportStepAsync();
        await OtlpRig.UntilAsync(() => rig.Metrics.Retries == 1);
        rig.Receiver.Answer = _ => OtlpAnswer.Taken;
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Count > 0);

        Assert.True(rig.Receiver.Taken[0].At - asked >= TimeSpan.FromSeconds(90));
        Assert.Equal(1, rig.Steps[0]);
        Assert.Equal(1, rig.Metrics.Retries);
    }

    [Theory]
    [InlineData(true, 13)]
    [InlineData(true, 3)]
    [InlineData(true, 8)]
    [InlineData(false, 500)]
    [InlineData(false, 400)]
    public async Task Metrics_RefusedForGood_AreCountedAndReportedAndTheNextOnesGoOn(bool isGrpc, int status)
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc);
        rig.Receiver.Answer = _ => new OtlpAnswer(isGrpc ? 200 : status, isGrpc ? status : 0, Message: "no such thing");
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Receiver.Attempts == 2 && rig.Metrics.SpooledRequests == 0);
        Assert.Empty(rig.Receiver.Taken);
        Assert.Equal(0, rig.Metrics.Retries);
        Assert.True(rig.Metrics.Dropped(DropReason.Refused) > 5);
        Assert.Contains(rig.Log.Lines, line => line.Contains($"status {status}", StringComparison.Ordinal) && line.Contains(" refused ", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("open sesame", StringComparison.Ordinal));

        rig.Receiver.Answer = _ => OtlpAnswer.Taken;
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Count == 2);
        Assert.Equal([2], rig.Steps);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_PartlyRejected_AreCountedAndReported(bool isGrpc)
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc);
        rig.Receiver.Answer = arrival => arrival.PointsOf("hw.energy").Any() ? new OtlpAnswer(200, 0, Rejected: 2, Message: "too old") : OtlpAnswer.Taken;
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Metrics.Requests == 2);

        Assert.Equal(2, rig.Metrics.Dropped(DropReason.Rejected));
        Assert.Contains(rig.Log.Lines, line => line.Contains(" rejected 2 items of Metrics; they are lost. It says: too old", StringComparison.Ordinal));

        // They are seen in the telemetry itself with the next export.
        await rig.ExportStepAsync();
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Count == 4);
        NumberPoint dropped = rig.Receiver.Taken[^1].PointsOf("chassis.twin.export.dropped")
            .Single(point => point.Attributes.Any(a => a.Value.Text == "metrics") && point.Attributes.Any(a => a.Value.Text == "rejected"));
        Assert.Equal(2, dropped.Number);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_ReceiverSilent_AreTriedAgainAfterTheLimit(bool isGrpc)
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc, r => r.Timeout = TimeSpan.FromMinutes(5));
        int asked = 0;
        rig.Receiver.Answer = _ => Interlocked.Increment(ref asked) == 1 ? OtlpAnswer.Silence : OtlpAnswer.Taken;
        await rig.ExportStepAsync();
        await OtlpRig.UntilAsync(() => rig.Receiver.Attempts == 1);
        Assert.Equal(0, rig.Metrics.Retries);
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Any(arrival => arrival.PointsOf("hw.energy").Any()));

        Assert.True(rig.Metrics.Retries >= 1);
        Assert.Contains(rig.Log.Lines, line => line.Contains("No answer within 300 s.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_SpoolFull_LosesExactlyTheOldest(bool isGrpc)
    {
        // Three quarters of 1 MiB: 192 blocks, of which each small request takes one.
        const int requests = 192;
        const int exports = 100;
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc, r => r.Configure = options => options.SpoolBytes = OtlpOptions.MinimumSpoolBytes);

        // One attempt in ten minutes: none is under way while the spool overflows, for one that is would keep its request.
        rig.Receiver.Answer = _ => OtlpAnswer.Unavailable with { RetryAfter = Backoff.LongestAsked };
        for (int i = 1; i <= exports; i++)
        {
            await rig.ExportStepAsync();
            int attempts = i * OtlpRig.Interval >= Backoff.LongestAsked + OtlpRig.Interval ? 2 : 1;

            // The attempt is counted before its wait begins: time that passed in between would not count for the wait.
            await OtlpRig.UntilAsync(() => rig.Metrics.Retries == attempts && rig.Clock.NextWait <= Backoff.LongestAsked);
        }

        Assert.Equal(requests, rig.Metrics.SpooledRequests);
        rig.Receiver.Answer = _ => OtlpAnswer.Taken;
        await rig.PassTimeUntilAsync(() => rig.Metrics.SpooledRequests == 0);
        Assert.Equal(Enumerable.Range(exports - (requests / 2) + 1, requests / 2).Select(step => (double)step), rig.Steps);
        long points = rig.Metrics.Exported * (exports - (requests / 2)) / (requests / 2);
        Assert.Equal(points, rig.Metrics.Dropped(DropReason.Overflow));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task AllSignals_NextRunAfterOneThatCouldNotSend_ArriveEachOnce(bool isGrpc)
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc);
        rig.Receiver.Answer = _ => OtlpAnswer.Unavailable;
        using var source = new System.Diagnostics.ActivitySource("Twin.Test." + isGrpc);
        for (int i = 0; i < 3; i++)
        {
            await rig.ExportStepAsync();
            source.StartActivity($"span {i}")!.Dispose();
            rig.Loggers.CreateLogger("test").Log(LogLevel.Warning, default, $"record {i}", null, (text, _) => text);
            Assert.False(await Flush(rig));
        }

        await rig.RestartExportAsync();
        rig.Receiver.Answer = _ => OtlpAnswer.Taken;
        await rig.PassTimeUntilAsync(() => rig.Export.Statistics.All(statistics => statistics.SpooledRequests == 0));

        Assert.Equal([1, 1, 2, 2, 3, 3], rig.Steps); // each once by its interval and once by the flush
        Assert.Equal(["span 0", "span 1", "span 2"], rig.Receiver.Spans.Select(span => span.Name).Where(name => name.StartsWith("span ", StringComparison.Ordinal)));
        Assert.Equal(["record 0", "record 1", "record 2"], rig.Receiver.LogRecords.Select(record => record.Body.Text).Where(text => text.StartsWith("record ", StringComparison.Ordinal)));

        static async Task<bool> Flush(OtlpRig rig)
        {
            Task<bool> flush = rig.Export.FlushAsync(TimeSpan.FromSeconds(1));
            while (!flush.IsCompleted)
            {
                rig.Clock.Advance(TimeSpan.FromMilliseconds(100), holdsPeriods: true);
                await Task.Delay(1);
            }

            return await flush;
        }
    }

    [Fact]
    public void Backoff_FailuresInARow_DoublesUpToItsLongest()
    {
        var backoff = new Backoff(() => 1);
        Assert.Equal([1.0, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => backoff.Next(null).TotalSeconds));
        backoff.Reset();
        Assert.Equal(1, backoff.Next(null).TotalSeconds);
        Assert.Equal(45, backoff.Next(TimeSpan.FromSeconds(45)).TotalSeconds);
        Assert.Equal(Backoff.LongestAsked, backoff.Next(TimeSpan.FromDays(1)));
        Assert.Equal(0.5, new Backoff(() => 0).Next(null).TotalSeconds);
    }

    [Fact]
    public void OtlpDestination_AsText_KeepsSecrets()
    {
        var destination = new OtlpDestination(new Uri("https://user:word@localhost:4318/v1/logs?key=1"), OtlpExportProtocol.HttpProtobuf) { Headers = [new("authorization", "Bearer 123")] };
        Assert.Equal("https://localhost:4318/v1/logs", destination.DisplayAddress);
        Assert.DoesNotContain("123", destination.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("word", destination.ToString(), StringComparison.Ordinal);
    }
}
