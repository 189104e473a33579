using System.Text.RegularExpressions;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>Fans, pumps and inlet temperatures.</summary>
[Collection(ShippedCollection.Name)]
public sealed class CoolingTests(ShippedChassis shipped)
{
    [Fact]
    public void Fan_Stuck_CagesInFrontOfItHeatUpMostAndTheRearRowIsHottest()
    {
        // Fan 3 draws air through cages 24 to 27 and then 28 to 31. The other fans are held, so that nobody makes up for it.
        Running running = shipped.Steady(ShippedChassis.Pluggable);
        running.Hold("/fan[0-9]+/speed$");
        Running undisturbed = running.Fork().Run(Duration.FromSeconds(60));
        running.Apply(new TwinCommand.InjectFault("fan3/stuck", 1));
        running.Run(Duration.FromSeconds(60));

        double[] now = [.. running.Values(@"^module\d+/case/temperature$")];
        double[] rise = [.. now.Zip(undisturbed.Values(@"^module\d+/case/temperature$"), (hot, cold) => hot - cold)];
        Assert.Equal(64, rise.Length);
        double[] zone = rise[24..32];
        double[] elsewhere = [.. rise[..24], .. rise[32..]];
        Assert.True(zone.Min() > 3, $"The cages behind the fan rose by {zone.Min():F2} K and more.");
        Assert.True(zone.Min() > 3 * elsewhere.Max(), $"Others rose by up to {elsewhere.Max():F2} K.");

        // Air that still passes the front row is warm when it comes to the rear row.
        Assert.True(now[28..32].Min() > now[24..28].Max());
        Assert.True(now[28..32].Min() > now[..24].Concat(now[32..]).Max());
        Assert.True(running["cage28/air/flow"] < undisturbed["cage28/air/flow"] / 2);
    }

    [Fact]
    public void Fan_Stuck_ControllerRunsTheOthersAtFullSpeed()
    {
        Running running = shipped.Steady(ShippedChassis.Pluggable);
        double before = running["fan5/speed-ratio"];
        running.Apply(new TwinCommand.InjectFault("fan3/stuck", 1));
        running.Run(Duration.FromSeconds(15));

        // hw-mgmt: full speed when a tachometer is broken.
        Assert.Equal("rotor-failed", running.State("fan-control/state"));
        Assert.True(before < 0.95);
        Assert.True(running["fan5/speed-ratio"] > 0.98);
        Assert.True(running["fan3/speed-ratio"] < 0.02);
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51)]
    [InlineData(ShippedChassis.Cpo102)]
    [InlineData(ShippedChassis.Pluggable)]
    [InlineData(ShippedChassis.Hybrid)]
    public void Inlet_TenKelvinMore_JunctionsTenKelvinAndLeakageMore(string name)
    {
        // The same box with every inlet and the room at plus ten, fans and pumps at the same speed, both solved as steady states.
        string text = File.ReadAllText(ShippedChassis.FileOf(name));
        text = text[..text.IndexOf("\ncontrol:", StringComparison.Ordinal)] + "\n";
        string hotText = text.Replace("25 degC", "35 degC", StringComparison.Ordinal).Replace("inlet-temperature: 35 degC\n    elements:\n      - {elements: pump", "inlet-temperature: 45 degC\n    elements:\n      - {elements: pump", StringComparison.Ordinal);
        Running cold = Held(text, name);
        Running hot = Held(hotText, name);
        Assert.Equal(cold.Values("/speed-ratio$"), hot.Values("/speed-ratio$"));

        // Air of 308 K is 3.2 % thinner than of 298 K and carries as much less heat: with a rise of up to 65 K from inlet to junction some 2 K more. Leakage doubles
        // every 25 K or so: 14 % of the chip's power grows by a third, 5 % more power. Together 10 to 16 K; the coolant's rise is smaller and it does not thin.
        double[] rise = [.. hot.Values(@"^asic0/[^/]+/temperature$").Zip(cold.Values(@"^asic0/[^/]+/temperature$"), (after, before) => after - before)];
        Assert.All(rise, kelvin => Assert.InRange(kelvin, 10, 16));
        Assert.All(
            hot.Values(@"^(oe\d+/(eic|pic)|els\d+/laser\d|module\d+/(dsp|optics))/temperature$").Zip(cold.Values(@"^(oe\d+/(eic|pic)|els\d+/laser\d|module\d+/(dsp|optics))/temperature$")),
            pair => Assert.InRange(pair.First - pair.Second, 10, 14));

        // Clock, packets and SerDes of the chip are the same, and droop is of second order: what it draws more is leakage.
        Assert.Equal(cold["asic0/frequency"], hot["asic0/frequency"]);
        Assert.Equal(cold["asic0/throughput"], hot["asic0/throughput"]);
        Assert.InRange(hot["asic0/power"] - cold["asic0/power"], 0.02 * cold["asic0/power"], 0.12 * cold["asic0/power"]);
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51)]
    [InlineData(ShippedChassis.Cpo102)]
    [InlineData(ShippedChassis.Pluggable)]
    [InlineData(ShippedChassis.Hybrid)]
    public void FanRamp_FactorizesAtMostOnceInAFlowStage(string name)
    {
        // Ten seconds from 40 to 100 %, a command in each of 100 flow stages. Leakage slopes that move past their own threshold may add a few.
        Running running = shipped.Steady(name);
        Simulation simulation = running.Simulation;
        string[] speeds = [.. running.Chassis.Actuators.Select(item => item.Path).Where(path => Regex.IsMatch(path, @"/(fan|pump)\d+/speed$"))];
        running.Hold(@"/(fan|pump)\d+/speed$");
        running.Run(Duration.FromSeconds(5));
        (long factorizations, long iterations) = (simulation.Factorizations, simulation.FlowIterations);
        for (int stage = 0; stage < 100; stage++)
        {
            foreach (string speed in speeds)
            {
                running.Apply(new TwinCommand.OverrideActuator(speed, 0.4 + (0.006 * stage), null));
            }

            running.Step(10);
        }

        Assert.InRange(simulation.Factorizations - factorizations, 50, 110);

        // Each stream starts from its last flows: three linear solves, four at most.
        int streams = name == ShippedChassis.Cpo102 ? 2 : 1;
        Assert.InRange(simulation.FlowIterations - iterations, 100, 400 * streams);
    }

    [Fact]
    public void Pump_StuckWithTheOtherHeld_FlowFallsAndTheChipIsHotter()
    {
        Running running = shipped.Steady(ShippedChassis.Cpo102);
        running.Hold("/pump[0-9]+/speed$");
        Running undisturbed = running.Fork().Run(Duration.FromSeconds(60));
        running.Apply(new TwinCommand.InjectFault("pump0/stuck", 1));
        running.Run(Duration.FromSeconds(60));
        Assert.InRange(running["plate0/coolant/flow"] / undisturbed["plate0/coolant/flow"], 0.05, 0.9);
        Assert.True(running["asic0/mmu/temperature"] > undisturbed["asic0/mmu/temperature"] + 0.5);

        // All heat still goes into less coolant.
        Assert.True(running["coolant/return/temperature"] > undisturbed["coolant/return/temperature"]);
    }

    [Fact]
    public void Pump_Stuck_ControllerRunsTheOtherAtFullSpeed()
    {
        Running running = shipped.Steady(ShippedChassis.Cpo102);
        running.Apply(new TwinCommand.InjectFault("pump0/stuck", 1));
        running.Run(Duration.FromSeconds(15));
        Assert.Equal("rotor-failed", running.State("pump-control/state"));
        Assert.True(running["pump1/speed-ratio"] > 0.98);
        Assert.True(running["pump0/speed-ratio"] < 0.02);
    }

    [Theory]
    [InlineData(ShippedChassis.Pluggable, 42, 42)]
    [InlineData(ShippedChassis.Hybrid, 21, 32 + 21)]
    public void Module_PulledAndInserted_ItsPortGoesDownItsCageCoolsAndItComesBack(string name, int number, int port)
    {
        const double PulledS = 90;
        (string module, string cage) = ($"module{number}", $"cage{number}");
        Running running = shipped.Steady(name);
        Running undisturbed = running.Fork().Run(Duration.FromSeconds(30));
        running.Apply(new TwinCommand.SetPresence(module, false));
        running.Run(Duration.FromSeconds(PulledS));
        Assert.Equal([port], DownPorts(running));
        Assert.Equal("absent", running.State($"{module}/condition"));
        Assert.Equal(0, running[$"{module}/power"]);

        // Without a module its cage comes down to its air: 36 J/K of sink (the default of its kind) over the conductance that the air gives it in the steady state.
        const double SinkCapacity = 36;
        double excess = undisturbed[$"{cage}/sink/temperature"] - undisturbed[$"{cage}/air/inlet-temperature"];
        double conductance = undisturbed[$"{cage}/heat-removed"] / excess;
        double left = excess * Math.Exp(-PulledS * conductance / SinkCapacity);
        Assert.True(running[$"{cage}/sink/temperature"] < undisturbed[$"{cage}/sink/temperature"] - 5);

        // Half a kelvin for fans that answer to the rest of the box.
        Assert.Equal(left, running[$"{cage}/sink/temperature"] - running[$"{cage}/air/inlet-temperature"], 0.5);

        running.Apply(new TwinCommand.SetPresence(module, true));
        running.Run(Duration.FromSeconds(1));
        Assert.Equal("inserting", running.State($"{module}/condition"));
        Assert.Equal([port], DownPorts(running));

        // Insertion 2 s, power-up 5 s (its own page), and the link.
        running.Run(Duration.FromSeconds(10));
        Assert.Equal("Ready", running.State($"{module}/state"));
        Assert.Empty(DownPorts(running));
        running.Run(Duration.FromSeconds(60));
        Assert.InRange(running[$"{module}/power"] / undisturbed[$"{module}/power"], 0.97, 1.03);
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51, "els05", 4)]
    [InlineData(ShippedChassis.Cpo102, "els05", 4)]
    [InlineData(ShippedChassis.Hybrid, "els1", 8)]
    public void LaserModule_PulledAndInserted_ItsPortsGoDownAndComeBack(string name, string module, int ports)
    {
        // Eight lasers feed 32 lanes: eight ports of four, four ports of eight if neighbouring lanes share a laser, eight if wavelengths interleave half an engine.
        Running running = shipped.Steady(name);
        running.Apply(new TwinCommand.SetPresence(module, false));
        running.Run(Duration.FromSeconds(5));
        Assert.Equal(ports, DownPorts(running).Length);
        running.Apply(new TwinCommand.SetPresence(module, true));
        running.Run(Duration.FromSeconds(30));
        Assert.Empty(DownPorts(running));
    }

    private static int[] DownPorts(Running running)
    {
        IReadOnlyList<double> states = running.Values(@"port\d+/state$");
        return [.. Enumerable.Range(0, states.Count).Where(port => states[port] == 0)];
    }

    private Running Held(string text, string name)
    {
        ChassisModel model = shipped.Compile(text, name);
        return ShippedChassis.Start(model, name, ShippedChassis.Full);
    }
}
