using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Tests.Otlp;
using Twin.Tests.Otlp;
using Twin.Units;

namespace Twin.Telemetry.Tests;

/// <summary>A chassis that gets another structure while it is observed.</summary>
public sealed class FollowTests
{
    private static readonly EventInfo Leak = new(0, "chassis0/leak", -1, AlarmSeverity.Warning, "Leak", true, -1);
    private static readonly EventInfo Hot = new(1, "chassis0/part0/hot", -1, AlarmSeverity.Critical, "Hot", true, -1);

    [Fact]
    public async Task Scrape_StructureChanges_ShowsTheNewSeriesAndSumsThatGoOn()
    {
        var twin = new FakeTwin(Parts(1).Signals, [Leak, Hot]);
        using var telemetry = new TwinTelemetry(twin, new());
        Raise(twin, 0);
        Raise(twin, 1);
        Raise(twin, 1);
        twin.Fill(word => word + 0.5);
        twin.Publish();
        Exposition before = await Exposition.ScrapeAsync(telemetry);
        Assert.Equal(["hw_power_watts{hw_id=chassis0/part0,hw_parent=chassis0,hw_type=asic}"], before.Of("hw_power_watts").Select(sample => sample.Key));
        Assert.Equal(2, before.Value("chassis_twin_events_total", ("severity", "critical")));

        twin.Change(Parts(3).Signals, [Hot with { Id = 0, Severity = AlarmSeverity.Warning }]);
        Raise(twin, 0);
        twin.Fill(word => 10 * word);
        twin.Publish();
        Exposition after = await Exposition.ScrapeAsync(telemetry);
        Assert.Equal([0, 20, 40], after.Of("hw_power_watts").OrderBy(sample => sample.Key).Select(sample => sample.Value));
        Assert.Equal(before.Value("chassis_twin_epoch") + 1, after.Value("chassis_twin_epoch"));

        // Of the kind that is gone, and of the one that has another severity, what was counted stays counted where it was.
        Assert.Equal(2, after.Value("chassis_twin_events_total", ("severity", "critical")));
        Assert.Equal(2, after.Value("chassis_twin_events_total", ("severity", "warning")));
    }

    [Fact]
    public async Task Created_StructureChanges_IsTheStartOfTheNewEpochAndOfTheProcess()
    {
        var twin = new FakeTwin(Parts(1).Signals, [Leak]);
        using var telemetry = new TwinTelemetry(twin, new());
        twin.Publish();
        OpenMetricsPage before = OpenMetricsPage.Parse(await OpenMetricsPage.TextAsync(telemetry));
        twin.Change(Parts(2).Signals, [Leak]);
        twin.Publish();
        OpenMetricsPage after = OpenMetricsPage.Parse(await OpenMetricsPage.TextAsync(telemetry));
        Assert.True(Created(after, "hw_energy_joules_created") > Created(before, "hw_energy_joules_created"));
        Assert.Equal(Created(before, "chassis_twin_events_created"), Created(after, "chassis_twin_events_created"));

        static double Created(OpenMetricsPage page, string name) => page.Samples.First(sample => sample.Key.Split('{')[0] == name).Value;
    }

    [Fact]
    public async Task Scrapes_WhileTheStructureChanges_AreEachOfOneStructure()
    {
        const int changes = 40;
        var twin = new FakeTwin(Parts(1).Signals);
        using var telemetry = new TwinTelemetry(twin, new());
        twin.Fill(_ => 1);
        twin.Publish();
        using var ended = new CancellationTokenSource();
        Task<int>[] scrapers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            int seen = 0;
            for (; !ended.IsCancellationRequested || seen == 0; seen++)
            {
                using var buffer = new Prometheus.PooledBuffer(256);
                if (!await telemetry.TryWriteAsync(buffer))
                {
                    continue;
                }

                // A structure of n parts publishes n everywhere.
                double[] powers = [.. Exposition.Parse(System.Text.Encoding.UTF8.GetString(buffer.WrittenMemory.Span)).Of("hw_power_watts").Select(sample => sample.Value)];
                Assert.All(powers, power => Assert.Equal(powers.Length, power));
            }

            return seen;
        }))];
        for (int i = 0; i < changes; i++)
        {
            int parts = 1 + (i % 7);
            twin.Change(Parts(parts).Signals);
            twin.Fill(_ => parts);
            twin.Publish();
            await Task.Yield();
        }

        await ended.CancelAsync();
        Assert.All(await Task.WhenAll(scrapers), seen => Assert.True(seen > 0));
    }

    [Fact]
    public async Task Otlp_StructureChanges_SendsTheNewSeriesWithTheStartOfTheEpochAndEventsOfBoth()
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc: true, rig => rig.Renew(Leak, Hot));
        rig.Twin[rig.Energy] = 500;
        rig.Twin.StepDurations.Record(1e-3);
        Raise(rig.Twin, 0);
        await rig.ExportStepAsync();
        Raise(rig.Twin, 1);

        SignalList more = new();
        more.Add("hw.power", "chassis0/part7", "power");
        SignalInfo energy = more.Add("hw.energy", "chassis0/part0", "energy", "J", kind: SignalKind.Counter);
        rig.Twin.Change(more.Signals, [Hot with { Id = 0 }]);
        Raise(rig.Twin, 0);
        rig.Twin[energy] = 510;
        rig.Twin.StepDurations.Record(1e-3);
        await rig.ExportStepAsync();
        Task<bool> flush = rig.Export.FlushAsync(TimeSpan.FromHours(1));
        await rig.PassTimeUntilAsync(() => flush.IsCompleted, 0.01);
        Assert.True(await flush);

        NumberPoint[] energies = Points("hw.energy");
        Assert.Equal([500, 510], energies.Select(point => point.Number).Distinct());
        Assert.True(energies.Last().StartTimeUnixNano > energies[0].TimeUnixNano, "a new epoch starts after the last point of the old one");
        Assert.Equal(["chassis0/part0", "chassis0/part7"], Points("hw.power").SelectMany(point => point.Attributes).Where(a => a.Key == "hw.id").Select(a => a.Value.Text).Distinct());
        NumberPoint[] counted = [.. Points("chassis.twin.events").Where(point => point.Attributes.Any(a => a.Value.Text == "critical"))];
        Assert.Equal(2, counted.Last().Number);
        Assert.Single(counted.Select(point => point.StartTimeUnixNano).Distinct());
        HistogramPoint[] durations = [.. rig.Receiver.Taken.SelectMany(a => a.Metrics).SelectMany(r => r.Scopes).SelectMany(s => s.Metrics).Where(m => m.Name == "chassis.twin.step.duration").SelectMany(m => m.Histogram.Points)];
        Assert.Equal(2u, (uint)durations.Last().Count);
        Assert.Equal(
            ["chassis0/leak", "chassis0/part0/hot", "chassis0/part0/hot"],
            rig.Receiver.LogRecords.SelectMany(record => record.Attributes).Where(a => a.Key == "chassis.event.path").Select(a => a.Value.Text));

        NumberPoint[] Points(string metric) => [.. rig.Receiver.Taken.SelectMany(arrival => arrival.PointsOf(metric))];
    }

    [Fact]
    public async Task Reader_ThatStandsStill_KeepsNothingOfTheStructuresThatPass()
    {
        var twin = new FakeTwin(Parts(1).Signals, [Leak]);
        using var telemetry = new TwinTelemetry(twin, new());
        twin.Publish();
        await Exposition.TextAsync(telemetry);
        WeakReference passed = Pass(twin);
        await OtlpRig.UntilAsync(() =>
        {
            GC.Collect();
            return !passed.IsAlive;
        });
        twin.Publish();
        Assert.Equal(2, (await Exposition.ScrapeAsync(telemetry)).Of("hw_power_watts").Count());
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Pass(FakeTwin twin)
    {
        twin.Change(Parts(3).Signals, [Leak]);
        var passed = new WeakReference(twin.Generation);
        twin.Change(Parts(2).Signals, [Leak]);
        return passed;
    }

    private static void Raise(FakeTwin twin, int kind) => twin.Events.Append(new EventRecord(0, twin.Epoch, 1, Duration.FromMilliseconds(1), kind, false, 0, 0));

    private static SignalList Parts(int count)
    {
        var list = new SignalList();
        for (int i = 0; i < count; i++)
        {
            list.Add("hw.power", $"chassis0/part{i}", "power");
            list.Add("hw.energy", $"chassis0/part{i}", "energy", "J", kind: SignalKind.Counter);
        }

        return list;
    }
}
