using Xunit.Abstractions;

namespace Twin.Shipped.Tests;

/// <summary>Steady states, idle and at full load, against what is published of such boxes.</summary>
[Collection(ShippedCollection.Name)]
public sealed class SteadyStateTests(ShippedChassis shipped, ITestOutputHelper output)
{
    private const string Cpo51 = ShippedChassis.Cpo51;
    private const string Cpo102 = ShippedChassis.Cpo102;
    private const string Pluggable = ShippedChassis.Pluggable;
    private const string Hybrid = ShippedChassis.Hybrid;
    private const string Idle = ShippedChassis.Idle;
    private const string Full = ShippedChassis.Full;

    /// <summary>Quantities of a steady state and the range that the reference supports. A pattern of signals stands for its highest value.</summary>
    public static TheoryData<string, string, string, double, double> Ranges => new()
    {
        // Switch chip: 450 W typical (chipcraft), 500 W (TechInsights), electrical facts; 102.4T 900-1,200 W in the model range there. Idle keeps clocks,
        // leakage and SerDes: about four fifths, since packets are 100 W of 500 W.
        { Cpo51, Full, "asic", 450, 500 },
        { Cpo51, Idle, "asic", 340, 420 },
        { Cpo102, Full, "asic", 900, 1200 },
        { Cpo102, Idle, "asic", 680, 900 },
        { Pluggable, Full, "asic", 450, 500 },
        { Pluggable, Idle, "asic", 340, 420 },

        // 25.6T: about 450 W (TechInsights: Tomahawk 5 at 500 W is about 10 % above Tomahawk 4), within a tenth.
        { Hybrid, Full, "asic", 405, 495 },
        { Hybrid, Idle, "asic", 310, 395 },

        // Engines: 14 + 4 W for 6.4 Tb/s (thermal blocks.csv), within a fifth.
        { Cpo51, Full, "engine", 14.4, 21.6 },
        { Cpo102, Full, "engine", 14.4, 21.6 },

        // 3.2 Tb/s in SiGe: 112-128 Gb/s parts of 1.33 and 1.81 pJ/bit (electrical facts) on 32 lanes of 106.25 Gb/s are 10.7 W, bias and heaters on top; above
        // half of an engine of twice the lanes in CMOS, below all of it.
        { Hybrid, Full, "engine", 10.7, 16 },

        // Laser modules: below 9 W for twelve lines at 17.5-19 dBm, below 15 W for eight at 19-21 dBm (ELS-12, ELS-13), below the connector's 31.2 W (ELS-09).
        // Module wall-plug efficiency: 5.9 % with cooler to 12.5 % published (ELS-16, ELS-18, ELS-19), uncooled chips near 20 % at 70 degC and better colder (LAS-09).
        { Cpo51, Full, "laser-module", 2.5, 15 },
        { Cpo102, Full, "laser-module", 2.5, 15 },
        { Hybrid, Full, "laser-module", 2.5, 15 },
        { Cpo51, Full, "laser-efficiency", 0.125, 0.25 },
        { Cpo102, Full, "laser-efficiency", 0.125, 0.25 },
        { Hybrid, Full, "laser-efficiency", 0.125, 0.25 },

        // Pluggable: 800G DSP modules 13-18 W (INT-07), 16 W typical (INT-01).
        { Pluggable, Full, "module", 13, 18 },

        // 400G: 10-12 W at most (INT-03), which is what a cage is built for; typical parts draw a fifth less.
        { Hybrid, Full, "module", 8, 12 },

        // Optics per bit: 5.5 pJ/bit CPO against 15 and more (chipcraft, electrical facts); 9 W a 1.6T port is 5.6 pJ/bit; 13-18 W for 800G is 16-22 pJ/bit.
        { Cpo51, Full, "optics-pj", 2.5, 5.7 },
        { Cpo102, Full, "optics-pj", 2.5, 5.7 },
        { Pluggable, Full, "optics-pj", 15, 22.5 },

        // Halves of one box: 5.5 pJ/bit of 51.2T less a fifth, up to what SiGe may cost more (engine and laser module at the top of their ranges above: 8 pJ/bit);
        // 8-12 W for 400G are 20-30 pJ/bit.
        { Hybrid, Full, "co-packaged-pj", 4.5, 8 },
        { Hybrid, Full, "module-pj", 20, 30 },

        // Box: the chip, the optics above, fans and conversion at 85-93 % in all (80 PLUS and regulator ranges, electrical facts).
        { Cpo51, Full, "inlet", 650, 1000 },
        { Cpo51, Idle, "inlet", 550, 850 },
        { Cpo102, Full, "inlet", 1350, 1900 },
        { Cpo102, Idle, "inlet", 1100, 1500 },

        // 2RU pluggable: 913 W typical without transceivers (S9321-64E), modules of 13-18 W with their conversion on top: 1,745-2,190 W; fans follow the room, hence 15 % down.
        { Pluggable, Full, "inlet", 1500, 2200 },
        { Pluggable, Idle, "inlet", 1400, 2100 },
        { Pluggable, Full, "inlet-without-optics", 700, 1000 },

        // 405-495 W of the chip, 58-102 W of engines and lasers, 256-384 W of modules, 85-93 % in conversion, a tenth for fans.
        { Hybrid, Full, "inlet", 800, 1250 },
        { Hybrid, Idle, "inlet", 700, 1100 },
        { Hybrid, Full, "pj", 31, 49 },
        { Cpo51, Full, "pj", 12, 20 },
        { Cpo102, Full, "pj", 12, 20 },
        { Pluggable, Full, "pj", 29, 43 },

        // Junctions: above the coolant, below the 105 degC at which hw-mgmt warns and fans are full.
        { Cpo51, Full, @"^asic0/[^/]+/temperature$", 60, 105 },
        { Cpo51, Idle, @"^asic0/[^/]+/temperature$", 50, 95 },
        { Cpo102, Full, @"^asic0/[^/]+/temperature$", 60, 105 },
        { Cpo102, Idle, @"^asic0/[^/]+/temperature$", 50, 95 },
        { Pluggable, Full, @"^asic0/[^/]+/temperature$", 60, 105 },
        { Pluggable, Idle, @"^asic0/[^/]+/temperature$", 50, 95 },
        { Hybrid, Full, @"^asic0/[^/]+/temperature$", 60, 105 },
        { Hybrid, Idle, @"^asic0/[^/]+/temperature$", 50, 95 },

        // Engines: no public limit; silicon photonics on one substrate with a chip of 80 degC is colder than it, warmer than the fluid.
        { Cpo51, Full, @"^oe\d+/(eic|pic)/temperature$", 45, 85 },
        { Cpo102, Full, @"^oe\d+/(eic|pic)/temperature$", 45, 85 },
        { Hybrid, Full, @"^oe\d+/(eic|pic)/temperature$", 45, 85 },

        // Laser modules: 0-45 degC case (ELS-17). Pluggable cases: 0-70 degC (INT-01).
        { Cpo51, Full, @"^els\d+/case/temperature$", 25, 45 },
        { Cpo51, Idle, @"^els\d+/case/temperature$", 25, 45 },
        { Cpo102, Full, @"^els\d+/case/temperature$", 25, 45 },
        { Hybrid, Full, @"^els\d+/case/temperature$", 25, 45 },
        { Hybrid, Idle, @"^els\d+/case/temperature$", 25, 45 },
        { Pluggable, Full, @"^module\d+/case/temperature$", 40, 70 },
        { Pluggable, Idle, @"^module\d+/case/temperature$", 40, 70 },

        // One row of cages, all in air of 25 degC, with two thirds of the power each: from 10 K above the air to the same limit.
        { Hybrid, Full, @"^module\d+/case/temperature$", 35, 70 },
        { Hybrid, Idle, @"^module\d+/case/temperature$", 35, 70 },

        // Worst margins at the KP4 target: an operating link has some; a loss of half of what a PMD allows would need more than 8 dB, which no budget of the reference has.
        { Cpo51, Full, "lowest margin", 0.05, 8 },
        { Cpo51, Idle, "lowest margin", 0.05, 8 },
        { Cpo102, Full, "lowest margin", 0.05, 8 },
        { Cpo102, Idle, "lowest margin", 0.05, 8 },
        { Pluggable, Full, "lowest margin", 0.05, 8 },
        { Pluggable, Idle, "lowest margin", 0.05, 8 },
        { Hybrid, Full, "lowest co-packaged margin", 0.05, 8 },
        { Hybrid, Full, "lowest panel margin", 0.05, 8 },
        { Hybrid, Idle, "lowest margin", 0.05, 8 },

        // Supplies: between 90 % and the top of 80 PLUS Titanium, 96 %, with a point for rounding. Regulators of the load: 88-92 % (electrical facts).
        { Pluggable, Full, @"^psu\d/efficiency$", 0.90, 0.97 },
        { Cpo51, Full, @"^psu\d/efficiency$", 0.90, 0.97 },
        { Cpo102, Full, @"^psu\d/efficiency$", 0.90, 0.97 },
        { Hybrid, Full, @"^psu\d/efficiency$", 0.90, 0.97 },
        { Pluggable, Full, @"^vr-core\d/efficiency$", 0.88, 0.92 },
        { Cpo51, Full, @"^vr-core\d/efficiency$", 0.88, 0.92 },
        { Cpo102, Full, @"^vr-core\d/efficiency$", 0.88, 0.92 },
        { Hybrid, Full, @"^vr-core\d/efficiency$", 0.88, 0.92 },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void SteadyState_Quantity_IsInThePublishedRange(string name, string workload, string quantity, double low, double high) =>
        Assert.InRange(Quantity(shipped.Steady(name, workload), quantity), low, high);

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void SteadyState_AnyLoad_IsCalm(string name)
    {
        foreach (string workload in new[] { Idle, Full })
        {
            Running running = shipped.Steady(name, workload);
            output.WriteLine(Row(name, workload, shipped.SettlingIterations(name, workload), running));
            Assert.All(running.Chassis.Ports, port => Assert.Equal("up", running.State($"{port.Path[(port.Path.IndexOf('/', StringComparison.Ordinal) + 1)..]}/state")));
            Assert.Equal(0, running["quarantined-components"]);
            Assert.Equal(0, running["active-alarms"]);
            Assert.True(running["heating-margin"] > 0, $"{running["heating-margin"]} K to the nearest warning limit");

            // Settled: fewer iterations than the engine's limit of 3,000, and a minute later nobody has moved but by the noise of
            // the sensors that controllers read (0.5 K quantisation and noise of the worst one, passed on with a gain of less than four).
            Assert.InRange(shipped.SettlingIterations(name, workload), 1, 2999);
            IReadOnlyList<double> before = running.Values("/temperature$");
            double inlet = running["inlet-power"];
            running.Run(Units.Duration.FromSeconds(60));
            Assert.All(running.Values("/temperature$").Zip(before), pair => Assert.InRange(pair.First - pair.Second, -2, 2));
            Assert.InRange(running["inlet-power"] / inlet, 0.98, 1.02);
        }
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void SteadyState_IdleOrFull_OpticsKeepTheirPowerAndPacketsTakeTheirs(string name)
    {
        Running idle = shipped.Steady(name, Idle);
        Running full = shipped.Steady(name, Full);

        // A lane that is up sends scrambled symbols, packets or not; what is left is the dependence on temperature, a few kelvin.
        Assert.InRange(Sum(full, "^(oe|els|module)[0-9]+/power$") / Sum(idle, "^(oe|els|module)[0-9]+/power$"), 0.98, 1.02);
        Assert.InRange(full["asic0/serdes/power"] / idle["asic0/serdes/power"], 0.98, 1.02);

        // Packets: a fifth to a quarter of the chip (100 of 500 W; 205 of 1,000 W, SwitchAsic's table).
        Assert.InRange((full["asic0/power"] - idle["asic0/power"]) / full["asic0/power"], 0.15, 0.3);
        Assert.Equal(0, idle["throughput"]);
        Assert.Equal(full.Chassis.Ports.Sum(port => port.Rate.BitsPerSecond), full["throughput"], 1e-6 * full["throughput"]);
    }

    [Fact]
    public void SteadyState_CoPackagedOrPluggable_OpticsTakeAThirdOrLessForABit()
    {
        double pluggable = Quantity(shipped.Steady(Pluggable), "optics-pj");

        // 70 % below pluggables (Davisson), 30 W -> 9 W a port (LightCounting): at most 0.4 of it.
        Assert.True(Quantity(shipped.Steady(Cpo51), "optics-pj") < 0.4 * pluggable);
        Assert.True(Quantity(shipped.Steady(Cpo102), "optics-pj") < 0.4 * pluggable);

        // And side by side in one box.
        Running hybrid = shipped.Steady(Hybrid);
        Assert.True(Quantity(hybrid, "co-packaged-pj") < 0.4 * Quantity(hybrid, "module-pj"));

        // Whole box: what is saved at the optics is saved at the inlet and more, for conversion and fans.
        Assert.True(Quantity(shipped.Steady(Cpo51), "pj") < 0.6 * Quantity(shipped.Steady(Pluggable), "pj"));
    }

    private static double Sum(Running running, string pattern) => running.Values(pattern).Sum();

    private static double Optics(Running running) => Sum(running, "^(oe|els|module)[0-9]+/power$");

    private static double Capacity(Running running) => running.Chassis.Ports.Sum(port => port.Rate.BitsPerSecond);

    private static double Capacity(Running running, string ports) =>
        running.Chassis.Ports.Where(port => port.Path.Contains(ports, StringComparison.Ordinal)).Sum(port => port.Rate.BitsPerSecond);

    private static double Quantity(Running running, string quantity) => quantity switch
    {
        "inlet" => running["inlet-power"],
        "inlet-without-optics" => running["inlet-power"] - Optics(running) - Sum(running, @"^vr-modules\d/power$"),
        "asic" => running["asic0/power"],
        "engine" => running.Values(@"^oe\d+/power$").Max(),
        "laser-module" => running.Values(@"^els\d+/power$").Max(),
        "laser-efficiency" => running.Values(@"^els\d+/module-efficiency$").Min(),
        "module" => running.Values(@"^module\d+/power$").Max(),
        "optics-pj" => 1e12 * Optics(running) / Capacity(running),
        "co-packaged-pj" => 1e12 * Sum(running, @"^(oe|els)\d+/power$") / Capacity(running, "/cpo-port"),
        "module-pj" => 1e12 * Sum(running, @"^module\d+/power$") / Capacity(running, "/panel-port"),
        "pj" => 1e12 * running["energy-per-bit"],
        "lowest margin" => running.Values("(^|/)(far-)?margin$").Min(),
        "lowest co-packaged margin" => running.Values(@"^cpo-port\d+/margin$").Min(),
        "lowest panel margin" => running.Values(@"^panel-port\d+/margin$").Min(),
        _ => running.Values(quantity).Max(),
    };

    private static string Row(string name, string workload, int iterations, Running running) => FormattableString.Invariant(
        $"{name} {workload}: inlet {running["inlet-power"]:F1} W, asic {running["asic0/power"]:F1} W, optics {Optics(running):F1} W, hottest asic {Quantity(running, "^asic0/[^/]+/temperature$"):F1}, optics {Quantity(running, @"^(oe\d+/(eic|pic)|module\d+/(dsp|optics))/temperature$"):F1}, case {Quantity(running, @"^(els|module)\d+/case/temperature$"):F1}, laser {Quantity(running, @"^(els\d+/laser\d/temperature|module\d+/junction-temperature)$"):F1} degC, {1e12 * running["energy-per-bit"]:F2} pJ/bit (optics {Quantity(running, "optics-pj"):F2}), worst margin {Quantity(running, "lowest margin"):F3} dB, settled in {iterations} iterations");
}
