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
        Assert.All(after.Values(@"port\d+/state$"), state => Assert.Equal(2, state));
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51, "air/inlet-temperature")]
    [InlineData(ShippedChassis.Cpo102, "coolant/inlet-temperature")]
    [InlineData(ShippedChassis.Pluggable, "air/inlet-temperature")]
    [InlineData(ShippedChassis.Hybrid, "air/inlet-temperature")]
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
        Assert.Equal("degraded", running.State("asic0/health"));
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51, "air/inlet-temperature")]
    [InlineData(ShippedChassis.Cpo102, "coolant/inlet-temperature")]
    public void Inlet_HotAndCoolAgain_ThrottleHoldsToItsReleaseAndGivesEverythingBack(string name, string inlet)
    {
        Running running = shipped.Steady(name);
        running.Hold("/(fan|pump)[0-9]+/speed$");
        double clock = running["asic0/frequency"];
        double carried = running["asic0/throughput"];
        double power = running["asic0/power"];
        double coldC = Temperature(running, inlet);
        running.Apply(new TwinCommand.SetParameter(inlet, 75));
        double engagedC = double.NaN;
        for (int i = 0; i < 30_000 && double.IsNaN(engagedC); i++)
        {
            running.Step(1);
            engagedC = running["asic0/throttle"] > 0 ? running["asic0/hottest"] : engagedC;
        }

        // Engages at 105 degC as its own sensors read, not before; takes the more of the clock the hotter it is.
        Assert.InRange(engagedC, 105, 107);
        running.Run(Duration.FromSeconds(20));
        Assert.Equal(clock * (1 - running["asic0/throttle"]), running["asic0/frequency"], 1e-6 * clock);
        Assert.True(running["asic0/power"] < power);

        // Cool again: it holds on below 105 degC, in proportion, and lets go 5 K lower.
        running.Apply(new TwinCommand.SetParameter(inlet, coldC));
        double lastThrottledC = double.NaN;
        bool heldBelow = false;
        for (int i = 0; i < 60_000 && running["asic0/throttle"] > 0; i++)
        {
            lastThrottledC = running["asic0/hottest"];
            heldBelow |= lastThrottledC < 104;
            running.Step(1);
        }

        Assert.True(heldBelow);
        Assert.InRange(lastThrottledC, 99.5, 101.5);
        running.Run(Duration.FromSeconds(60));
        Assert.Equal("running", running.State("asic0/state"));
        Assert.Equal("ok", running.State("asic0/health"));
        Assert.Equal(clock, running["asic0/frequency"], 1e-6 * clock);
        Assert.Equal(carried, running["asic0/throughput"], 1e-6 * carried);
    }

    private static double Temperature(Running running, string path) =>
        running.Simulation.State.Words[running.Chassis.Parameters.Single(knob => knob.Path.EndsWith("/" + path, StringComparison.Ordinal)).Word];
}
