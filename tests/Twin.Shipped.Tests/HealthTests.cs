using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>What fails is failed in hw.status, raises an alarm, and is well again when mended.</summary>
[Collection(ShippedCollection.Name)]
public sealed class HealthTests(ShippedChassis shipped)
{
    [Theory]
    [InlineData(ShippedChassis.Pluggable, "psu1/failed", "psu1/status-failed", "failed")]
    [InlineData(ShippedChassis.Cpo51, "psu0/failed", "psu0/status-failed", "failed")]
    [InlineData(ShippedChassis.Pluggable, "fan3/stuck", "fan3/state-stopped", "failed")]
    [InlineData(ShippedChassis.Cpo102, "pump0/stuck", "pump0/state-stopped", "failed")]
    [InlineData(ShippedChassis.Cpo51, "els03/laser-dead2", "els03/state-laser-lost", "degraded")]
    [InlineData(ShippedChassis.Hybrid, "els3/laser-dead2", "els3/state-laser-lost", "degraded")]
    public void Part_Fails_ItsHealthAndItsAlarmSaySoUntilItIsMended(string name, string fault, string alarm, string health)
    {
        Running running = shipped.Steady(name);
        string part = fault[..fault.IndexOf('/', StringComparison.Ordinal)];
        Assert.All(running.Signals("/health$"), signal => Assert.Equal("ok", running.State(Local(running, signal))));
        running.Apply(new TwinCommand.InjectFault(fault, 1));
        running.Run(Duration.FromSeconds(20));
        Assert.Equal(health, running.State(part + "/health"));
        Assert.True(running["active-alarms"] >= 1);
        Assert.Equal([false], Records(running, alarm));
        Assert.Equal("hw.status", running.Signal(part + "/health").Metric);

        running.Apply(new TwinCommand.ClearFault(fault));
        running.Run(Duration.FromSeconds(60));
        Assert.Equal("ok", running.State(part + "/health"));
        Assert.Equal([false, true], Records(running, alarm));
    }

    [Fact]
    public void Fan_Slow_IsDegraded()
    {
        Running running = shipped.Steady(ShippedChassis.Pluggable);
        running.Apply(new TwinCommand.InjectFault("fan3/stuck", 0.3));
        running.Run(Duration.FromSeconds(20));
        Assert.Equal("slow", running.State("fan3/state"));
        Assert.Equal("degraded", running.State("fan3/health"));
        Assert.Equal("degraded", running.State("fan-control/health"));
        Assert.Equal("ok", running.State("fan4/health"));
    }

    private static string Local(Running running, SignalInfo signal) => signal.Path[(running.Chassis.Instance.Length + 1)..];

    // For each record of an event since the fork, whether it was cleared.
    private static List<bool> Records(Running running, string path)
    {
        int identity = running.Chassis.Events.Single(item => item.Path == $"{running.Chassis.Instance}/{path}").Id;
        var records = new EventRecord[running.Simulation.Events.Capacity];
        long from = 0;
        int count = running.Simulation.Events.Read(ref from, records, out _);
        return [.. records.Take(count).Where(record => record.Event == identity).Select(record => record.IsCleared)];
    }
}
