using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Units;
using Xunit.Abstractions;

namespace Twin.Shipped.Tests;

/// <summary>The loop of leakage and temperature, and lasers on coolers.</summary>
[Collection(ShippedCollection.Name)]
public sealed class FeedbackTests(ShippedChassis shipped, ITestOutputHelper output)
{
    private const string Uncooled = "      output-power: 100 mW";

    [Theory]
    [InlineData(ShippedChassis.Cpo51)]
    [InlineData(ShippedChassis.Cpo102)]
    [InlineData(ShippedChassis.Pluggable)]
    [InlineData(ShippedChassis.Hybrid)]
    public void LoopGain_OfAHealthyBox_IsSmallAndOfTheChip(string name)
    {
        // Leakage is a seventh to a tenth of the chip's power P over a rise dT of 50 K or so, and doubles every 28 K: gain = ln 2 / 28 K (P_leak / P) dT, about 0.1 to 0.25.
        Running running = shipped.Steady(name);
        output.WriteLine($"{name}: loop gain {running["loop-gain"]:F3} at {running.State("loop-element")}");
        Assert.InRange(running["loop-gain"], 0.05, 0.35);
        Assert.StartsWith("asic0/", running.State("loop-element"), StringComparison.Ordinal);
        (long factorizations, long solves) = (running.Simulation.LoopFactorizations, running.Simulation.LoopSolves);
        running.Run(Duration.FromSeconds(10));
        output.WriteLine($"10 s: {running.Simulation.LoopFactorizations - factorizations} factorisations, {running.Simulation.LoopSolves - solves} solves in 100 looks");
        Assert.InRange(running.Simulation.LoopSolves - solves, 100, 400);
    }

    [Fact]
    public void LoopGain_OfALeakyChipWithFansDown_RaisesItsAlarmBeforeAnyLimitOfTheChip()
    {
        // Half as much leakage again, 16 K to double: a part far out of its lot.
        Running running = Leaky("leakage-current: 120 A, leakage-doubling: 16 K");
        Assert.Empty(NoSteadyState(running));
        output.WriteLine($"loop gain {running["loop-gain"]:F3} at {running.State("loop-element")}, hottest {running["asic0/hottest"]:F1}");
        foreach (string fan in running.Chassis.Actuators.Select(actuator => actuator.Path).Where(path => path.Contains("/fan", StringComparison.Ordinal)).ToArray())
        {
            running.Apply(new TwinCommand.OverrideActuator(fan, 0.2, null));
        }

        int first = -1;
        int hot = -1;
        for (int i = 0; i < 30_000 && hot < 0; i++)
        {
            running.Step(1);
            if (i % 10 == 0)
            {
                List<string> raised = Raised(running);
                first = first < 0 && raised.Any(path => path.EndsWith("-runaway-ahead", StringComparison.Ordinal)) ? i : first;
                hot = hot < 0 && raised.Any(path => path.Contains("/asic0/", StringComparison.Ordinal) && path.EndsWith("-warm", StringComparison.Ordinal)) ? i : hot;
            }
        }

        output.WriteLine($"alarm in step {first}, first limit of the chip in step {hot}, gain {running["loop-gain"]:F3}");
        Assert.InRange(first, 0, hot - 1);
    }

    [Fact]
    public void Start_OfAChipThatLeaksFarTooMuch_SaysThatThereIsNoSteadyStateAndWhy()
    {
        Running running = Leaky("leakage-current: 400 A, leakage-doubling: 14 K");
        Assert.StartsWith(running.Chassis.Instance + "/asic0/", Assert.Single(NoSteadyState(running)), StringComparison.Ordinal);
    }

    [Fact]
    public void CooledLasers_InletTenKelvinMore_WavelengthsStandWhereUncooledOnesDrift()
    {
        Running cooled = Cooled();
        Running uncooled = shipped.Steady(ShippedChassis.Cpo51);
        Assert.All(cooled.Values("^els[0-9]+/submount/temperature$"), celsius => Assert.InRange(celsius, 44.3, 45.7));
        Assert.All(cooled.Signals("^els[0-9]+/cooler-state$"), signal => Assert.Equal(0, cooled.Simulation.State.Words[signal.Word]));
        output.WriteLine($"module {cooled["els00/power"]:F2} W cooled, {uncooled["els00/power"]:F2} W uncooled; cooler {cooled["els00/cooler/power"]:F3} W at {cooled["els00/cooler-current"]:F3} A");
        double[] cooledBefore = [.. cooled.Values("^els[0-9]+/laser[0-9]/wavelength$")];
        double[] uncooledBefore = [.. uncooled.Values("^els[0-9]+/laser[0-9]/wavelength$")];
        foreach (Running running in new[] { cooled, uncooled })
        {
            running.Hold("/fan[0-9]+/speed$");
            running.Apply(new TwinCommand.SetParameter("air/inlet-temperature", 35));
            running.Run(Duration.FromSeconds(200));
        }

        // 0.09 nm/K: most of 10 K without a cooler, a tenth of a kelvin of thermistor noise and resolution with one.
        Assert.All(cooled.Values("^els[0-9]+/laser[0-9]/wavelength$").Zip(cooledBefore), pair => Assert.InRange(pair.First - pair.Second, -0.01e-9, 0.01e-9));
        Assert.All(uncooled.Values("^els[0-9]+/laser[0-9]/wavelength$").Zip(uncooledBefore), pair => Assert.InRange(pair.First - pair.Second, 0.4e-9, 1.1e-9));
        Assert.All(cooled.Signals("^els[0-9]+/health$"), signal => Assert.Equal(0, cooled.Simulation.State.Words[signal.Word]));
    }

    [Fact]
    public void CooledLasers_CoolerDies_LasersFollowTheCaseAndTheModuleHasFailed()
    {
        Running running = Cooled("40 degC");
        running.Apply(new TwinCommand.SetParameter("air/inlet-temperature", 45));
        running.Run(Duration.FromSeconds(120));
        Assert.InRange(running["els03/submount/temperature"], 39.3, 40.7);
        Assert.True(running["els03/cooler-current"] > 0.1);
        Assert.Equal("ok", running.State("els03/health"));

        running.Apply(new TwinCommand.InjectFault("els03/cooler-dead", 1));
        running.Run(Duration.FromSeconds(60));
        Assert.Equal(0, running["els03/cooler-current"]);
        Assert.Equal("lost", running.State("els03/cooler-state"));
        Assert.Equal("failed", running.State("els03/health"));
        Assert.True(running["els03/submount/temperature"] > running["els03/body/temperature"]);

        // The others hold theirs, and this one does again when it is mended.
        Assert.InRange(running["els04/submount/temperature"], 39.3, 40.7);
        running.Apply(new TwinCommand.ClearFault("els03/cooler-dead"));
        running.Run(Duration.FromSeconds(60));
        Assert.InRange(running["els03/submount/temperature"], 39.3, 40.7);
        Assert.Equal("ok", running.State("els03/health"));
    }

    [Fact]
    public void CooledLasers_CoolerTooWeak_StaysAtItsLimitAndSaysSo()
    {
        // 2 W without a difference: half of the lasers' heat at one of 35 K.
        Running running = Cooled("5 degC, maximum-heat: 2 W, maximum-current: 1 A");
        Assert.Equal("at-limit", running.State("els00/cooler-state"));
        Assert.Equal("degraded", running.State("els00/health"));
        running.Run(Duration.FromSeconds(30));
        Assert.Equal("at-limit", running.State("els00/cooler-state"));
        Assert.InRange(running["els00/cooler-current"], 0.5, 1);
        Assert.True(running["els00/submount/temperature"] > 6);
    }

    [Fact]
    public void CooledLasers_WhileEverythingMoves_EnergyClosesAndNothingIsAllocated()
    {
        Running running = Cooled(schedule: string.Empty);
        long allocated = 0;
        int[] imbalances = [.. running.Chassis.Components.Select(component => running.Signal($"{component.Name}/imbalance").Word)];
        int[] powers = [.. running.Chassis.Components.Select(component => running.Signal($"{component.Name}/power").Word)];
        int box = running.Signal("box-imbalance").Word;
        int inlet = running.Signal("inlet-power").Word;
        for (int step = 0; step < 4000; step++)
        {
            TwinCommand? command = step switch
            {
                500 => new TwinCommand.SetParameter("air/inlet-temperature", 40),
                1000 => new TwinCommand.SetParameter("els02/submount-set-point", 30),
                1500 => new TwinCommand.InjectFault("els05/cooler-dead", 1),
                2000 => new TwinCommand.SetPresence("els07", false),
                2500 => new TwinCommand.InjectFault("vr-lasers/failed", 1),
                2600 => new TwinCommand.ClearFault("vr-lasers/failed"),
                3000 => new TwinCommand.SetPresence("els07", true),
                3500 => new TwinCommand.SetParameter("els02/submount-set-point", 60),
                _ => null,
            };
            if (command is not null)
            {
                running.Apply(command);
            }

            AllocationWindow window = AllocationWindow.Open();
            running.Simulation.Step();
            allocated += step > 100 ? window.Bytes : 0;
            ReadOnlySpan<double> words = running.Simulation.State.Words;
            for (int i = 0; i < imbalances.Length; i++)
            {
                Assert.True(
                    Math.Abs(words[imbalances[i]]) <= 1e-9 * Math.Max(1, Math.Abs(words[powers[i]])),
                    $"step {step}: {running.Chassis.Components[i].Name} {words[imbalances[i]]} of {words[powers[i]]} W");
            }

            Assert.True(Math.Abs(words[box]) <= 1e-6 * words[inlet], $"step {step}: box {words[box]}");
        }

        Assert.Equal(0, running["quarantined-components"]);
        Assert.Equal(0, allocated);
    }

    private static List<string> Raised(Running running)
    {
        var records = new EventRecord[running.Simulation.Events.Capacity];
        long from = 0;
        int count = running.Simulation.Events.Read(ref from, records, out _);
        return [.. records.Take(count).Where(record => !record.IsCleared).Select(record => running.Chassis.Events[record.Event].Path)];
    }

    private static List<string> NoSteadyState(Running running) => [.. Raised(running).Where(path => path.EndsWith("-no-steady-state", StringComparison.Ordinal))];

    private Running Leaky(string parameters)
    {
        const string Kind = "asic0: borealis.switch-asic";
        string text = File.ReadAllText(ShippedChassis.FileOf(ShippedChassis.Cpo51));
        Assert.Contains(Kind, text, StringComparison.Ordinal);
        text = text.Replace(Kind, $"asic0: {{kind: borealis.switch-asic, parameters: {{{parameters}}}}}", StringComparison.Ordinal) + ShippedChassis.CoarseSchedule;
        return ShippedChassis.Start(shipped.Compile(text, ShippedChassis.Cpo51), ShippedChassis.Cpo51, ShippedChassis.Full);
    }

    private Running Cooled(string setPoint = "45 degC", string schedule = ShippedChassis.CoarseSchedule)
    {
        string text = File.ReadAllText(ShippedChassis.FileOf(ShippedChassis.Cpo51));
        Assert.Contains(Uncooled, text, StringComparison.Ordinal);
        text = text.Replace(Uncooled, $"      cooler: {{set-point: {setPoint}}}\n{Uncooled}", StringComparison.Ordinal) + schedule;
        ChassisModel model = shipped.Compile(text, ShippedChassis.Cpo51);
        return ShippedChassis.Start(model, ShippedChassis.Cpo51, ShippedChassis.Full);
    }
}
