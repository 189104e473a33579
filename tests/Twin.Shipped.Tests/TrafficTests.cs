using Twin.Engine.Running;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>What more packets do, and what too much heat does to packets.</summary>
[Collection(ShippedCollection.Name)]
public sealed class TrafficTests(ShippedChassis shipped)
{
    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Workload_IdleToFull_HeatsTheChipAndLeavesOpticsAlone(string name)
    {
        Running before = shipped.Steady(name, ShippedChassis.Idle);
        Running after = before.Fork();
        after.Apply(new TwinCommand.ChooseWorkload(ShippedChassis.Full));
        after.Step(10);

        // At once: packets take power, lanes the same as ever.
        Assert.InRange(after["asic0/power"] - before["asic0/power"], 0.15 * before["asic0/power"], 0.45 * before["asic0/power"]);
        Assert.All(after.Values(@"^(oe|els|module)\d+/power$").Zip(before.Values(@"^(oe|els|module)\d+/power$")), pair => Assert.InRange(pair.First / pair.Second, 0.999, 1.001));

        // A minute later: the die is hotter, by the thermal resistance of the interface alone already some kelvin.
        after.Run(Duration.FromSeconds(60));
        double rise = after.Values("^asic0/mmu/temperature$")[0] - before.Values("^asic0/mmu/temperature$")[0];
        Assert.InRange(rise, 0.5, 30);
        Assert.All(after.Values(@"^(oe|els|module)\d+/power$").Zip(before.Values(@"^(oe|els|module)\d+/power$")), pair => Assert.InRange(pair.First / pair.Second, 0.98, 1.02));
        Assert.All(after.Values(@"^port\d+/state$"), state => Assert.Equal(2, state));
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51, "air/inlet-temperature")]
    [InlineData(ShippedChassis.Cpo102, "coolant/inlet-temperature")]
    [InlineData(ShippedChassis.Pluggable, "air/inlet-temperature")]
    public void Inlet_FarTooHot_ChipThrottlesAndCarriesLess(string name, string inlet)
    {
        Running running = shipped.Steady(name);
        running.Hold("/(fan|pump)[0-9]+/speed$");
        double clock = running["asic0/frequency"];
        double carried = running["throughput"];
        running.Apply(new TwinCommand.SetParameter(inlet, 75));

        int seconds = 0;
        while (running.State("asic0/state") == "running" && seconds < 300)
        {
            running.Run(Duration.FromSeconds(1));
            seconds++;
        }

        // hw-mgmt's and Spectrum's thresholds: action from 105 degC on (warning), 120 degC critical; the sensor may be some kelvin off the truth.
        Assert.Equal("throttled", running.State("asic0/state"));
        Assert.InRange(running.Values("^asic0/[^/]+/temperature$").Max(), 95, 125);
        running.Run(Duration.FromSeconds(5));
        Assert.True(running["asic0/frequency"] < clock);
        Assert.True(running["asic0/throughput"] < carried);
    }
}
