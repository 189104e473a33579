using Twin.Engine.Running;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>Supplies and regulators that fail.</summary>
[Collection(ShippedCollection.Name)]
public sealed class PowerTests(ShippedChassis shipped)
{
    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Supply_OneFails_TheOtherTakesTheLoad(string name)
    {
        Running before = shipped.Steady(name);
        Running after = before.Fork();
        double load = before["psu0/out/output-power"] + before["psu1/out/output-power"];
        after.Apply(new TwinCommand.InjectFault("psu1/failed", 1));
        after.Run(Duration.FromSeconds(2));
        Assert.Equal("failed", after.State("psu1/status"));
        Assert.Equal(0, after["psu1/out/output-power"]);

        // The bus droops by another 1 % or so of its load line: regulators make up for it, but for the losses in the path.
        Assert.InRange(after["psu0/out/output-power"] / load, 0.99, 1.01);
        Assert.All(after.Values(@"port\d+/state$"), state => Assert.Equal(2, state));
        string others = "^(asic0|oe[0-9]+|els[0-9]+|module[0-9]+)/power$";
        Assert.All(after.Values(others).Zip(before.Values(others)), pair => Assert.InRange(pair.First / pair.Second, 0.999, 1.001));
        string rails = "^(core|serdes|optics|lasers|modules)/voltage$";
        Assert.All(after.Values(rails).Zip(before.Values(rails)), pair => Assert.InRange(pair.First / pair.Second, 0.999, 1.001));
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Supply_BothFail_EverythingIsOff(string name)
    {
        Running running = shipped.Steady(name);
        running.Apply(new TwinCommand.InjectFault("psu0/failed", 1));
        running.Apply(new TwinCommand.InjectFault("psu1/failed", 1));
        running.Run(Duration.FromSeconds(10));
        Assert.Equal(0, running["inlet-power"], 1e-9);
        Assert.All(running.Values("^(asic0|oe[0-9]+|els[0-9]+|module[0-9]+|fan[0-9]+)/power$"), power => Assert.Equal(0, power, 1e-9));
        Assert.All(running.Values(@"port\d+/state$"), state => Assert.Equal(0, state));
        Assert.Equal("unpowered", running.State("asic0/state"));

        // What light still passes is the partners'.
        Assert.All(running.Values(@"lane\d+/line-tx/power$"), power => Assert.Equal(0, power, 1e-12));
        Assert.True(running.Values("^fan[0-9]+/speed-ratio$").Max() < 0.01);
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51, "vr-serdes")]
    [InlineData(ShippedChassis.Cpo51, "vr-optics")]
    [InlineData(ShippedChassis.Cpo51, "vr-lasers")]
    [InlineData(ShippedChassis.Cpo102, "vr-lasers")]
    [InlineData(ShippedChassis.Pluggable, "vr-serdes")]
    [InlineData(ShippedChassis.Hybrid, "vr-serdes")]
    public void Regulator_OnlyOneOfItsRailFails_LanesAreDown(string name, string regulator)
    {
        Running running = shipped.Steady(name);
        double before = running["inlet-power"];
        running.Apply(new TwinCommand.InjectFault($"{regulator}/failed", 1));
        running.Run(Duration.FromSeconds(2));
        Assert.Equal(0, running[$"{regulator[3..]}/power"]);
        Assert.All(running.Values(@"port\d+/state$"), state => Assert.Equal(0, state));
        Assert.True(running["inlet-power"] < before - 50);
    }

    [Theory]
    [InlineData("cpo", "panel", "vr-optics")]
    [InlineData("cpo", "panel", "vr-lasers")]
    [InlineData("panel", "cpo", "vr-modules0", "vr-modules1")]
    public void Regulators_OfOneHalfOfTheLanesFail_TheOtherHalfStaysUp(string dark, string lit, params string[] regulators)
    {
        Running running = shipped.Steady(ShippedChassis.Hybrid);
        foreach (string regulator in regulators)
        {
            running.Apply(new TwinCommand.InjectFault($"{regulator}/failed", 1));
        }

        running.Run(Duration.FromSeconds(2));
        Assert.All(running.Values($@"^{dark}-port\d+/state$"), state => Assert.Equal(0, state));
        Assert.All(running.Values($@"^{lit}-port\d+/state$"), state => Assert.Equal(2, state));
    }

    [Fact]
    public void Supply_BothFailAndComeBack_BoxComesUpAgain()
    {
        Running running = shipped.Steady(ShippedChassis.Pluggable);
        double before = running["inlet-power"];
        foreach (string supply in new[] { "psu0/failed", "psu1/failed" })
        {
            running.Apply(new TwinCommand.InjectFault(supply, 1));
        }

        running.Run(Duration.FromSeconds(5));
        foreach (string supply in new[] { "psu0/failed", "psu1/failed" })
        {
            running.Apply(new TwinCommand.ClearFault(supply));
        }

        running.Run(Duration.FromSeconds(30));
        Assert.All(running.Values(@"port\d+/state$"), state => Assert.Equal(2, state));
        Assert.InRange(running["inlet-power"] / before, 0.9, 1.1);
    }
}
