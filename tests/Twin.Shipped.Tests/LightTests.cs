using System.Globalization;
using System.Text.RegularExpressions;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>A laser dies: exactly the lanes that it feeds and their ports notice.</summary>
[Collection(ShippedCollection.Name)]
public sealed class LightTests(ShippedChassis shipped)
{
    private const int LasersOfAModule = 8;
    private const int LanesOfALaser = 4;

    /// <summary>Change of a margin that only heat explains: the dead laser's share of the box is below 0.1 %.</summary>
    private const double HeatAloneDb = 0.02;

    [Theory]
    [InlineData(ShippedChassis.Cpo51, 3, 2, 64, 4)]
    [InlineData(ShippedChassis.Cpo102, 3, 2, 32, 1)]
    [InlineData(ShippedChassis.Cpo51, 15, 7, 64, 4)]
    [InlineData(ShippedChassis.Cpo102, 0, 0, 32, 1)]
    [InlineData(ShippedChassis.Hybrid, 2, 5, 32, 4)]
    public void Laser_Dies_ExactlyItsLanesAndPortsGoDown(string name, int module, int laser, int lanesOfAnEngine, int wavelengths)
    {
        // Light paths join laser lines and engine inputs in order, one to one. Lane l of an engine takes wavelength l mod W of group l / W / 4 (Cygnus.OpticalEngine's page).
        int line = (module * LasersOfAModule) + laser;
        int inputs = lanesOfAnEngine / LanesOfALaser;
        (int engine, int input) = (line / inputs, line % inputs);
        int[] lanes = [.. Enumerable.Range(0, lanesOfAnEngine)
            .Where(lane => lane % wavelengths == input % wavelengths && lane / wavelengths / LanesOfALaser == input / wavelengths)
            .Select(lane => (engine * lanesOfAnEngine) + lane)];
        Assert.Equal(LanesOfALaser, lanes.Length);

        Running before = shipped.Steady(name);
        int lanesOfAPort = before.Chassis.Ports[0].Lanes;
        int[] ports = [.. lanes.Select(lane => lane / lanesOfAPort).Distinct()];
        Running after = before.Fork();
        Running undisturbed = before.Fork().Run(Duration.FromSeconds(20));
        string[] laserModules = [.. before.Chassis.Components.Select(component => component.Name).Where(component => Regex.IsMatch(component, @"^els\d+$"))];
        string dead = string.Create(CultureInfo.InvariantCulture, $"{laserModules[module]}/laser-dead{laser}");
        after.Apply(new TwinCommand.InjectFault(dead, 1));
        after.Run(Duration.FromSeconds(20));

        // Transmitted light, lane by lane in order of engines and lanes.
        IReadOnlyList<double> power = after.Values(@"^oe\d+/lane\d+/line-tx/power$");
        IReadOnlyList<double> powerBefore = undisturbed.Values(@"^oe\d+/lane\d+/line-tx/power$");
        Assert.Equal(laserModules.Length * LasersOfAModule * LanesOfALaser, power.Count);
        Assert.Equal(lanes, Where(power, (value, i) => value < 1e-3 * powerBefore[i]));
        Assert.Equal(lanes, Where(power, (value, i) => Math.Abs((value / powerBefore[i]) - 1) > 5e-3));

        // Margins at the far end, and at the near end, whose light comes from elsewhere.
        IReadOnlyList<double> margin = after.Values(@"^oe\d+/lane\d+/line-tx/far-margin$");
        IReadOnlyList<double> marginBefore = undisturbed.Values(@"^oe\d+/lane\d+/line-tx/far-margin$");
        Assert.Equal(lanes, Where(margin, (value, i) => value < -30));
        Assert.Equal(lanes, Where(margin, (value, i) => Math.Abs(value - marginBefore[i]) > HeatAloneDb));
        Assert.All(
            after.Values(@"^asic0/lane\d+/rx/margin$").Zip(undisturbed.Values(@"^asic0/lane\d+/rx/margin$")),
            pair => Assert.InRange(pair.First - pair.Second, -HeatAloneDb, HeatAloneDb));

        // Ports.
        IReadOnlyList<double> state = after.Values(@"port\d+/state$");
        Assert.Equal(ports, Where(state, (value, _) => value == (int)PortState.Down));
        Assert.Equal(64 - ports.Length, Where(state, (value, _) => value == (int)PortState.Up).Length);
        foreach (int port in ports)
        {
            string path = before.Chassis.Ports[port].Path[(before.Chassis.Instance.Length + 1)..];
            Assert.Equal("transmit", after.State($"{path}/limiting-direction"));
            Assert.Contains((port * lanesOfAPort) + (int)after[$"{path}/limiting-lane"], lanes);
        }

        // And back again.
        after.Apply(new TwinCommand.ClearFault(dead));
        after.Run(Duration.FromSeconds(2));
        Assert.All(after.Values(@"port\d+/state$"), value => Assert.Equal((int)PortState.Up, value));
    }

    private static int[] Where(IReadOnlyList<double> values, Func<double, int, bool> isWanted) =>
        [.. Enumerable.Range(0, values.Count).Where(i => isWanted(values[i], i))];
}
