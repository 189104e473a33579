using System.Diagnostics;
using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Thermal;
using Twin.Physics.Thermal.Packages;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

public sealed class ChannelTests
{
    private const double InletC = 30;
    private const double FlowM3PerS = 2e-3 / 60;
    private static double Water => LiquidWater.DensityKgPerM3(InletC) * LiquidWater.SpecificHeatJPerKgK(InletC);

    private static ChassisDescription Chassis(double film, int strips, int lanes) => Plain with
    {
        Room = Temperature.FromCelsius(45),
        Initial = InitialCondition.Steady,
        Zones = [Zone("board", 100, 1e6)],
        Mounts = [Mount("psu.base", "board", 1), Mount("pump.base", "board", 1)],
        Rails = [Rail("bus", "psu.out", "asic0.supply, oe*.supply, pump.supply")],
        Packages =
        [
            ReferencePackage.Description with
            {
                Top = [.. Enumerable.Range(0, lanes).Select(i => new PackageFilmDescription(null, HeatTransferCoefficient.FromSi(film), new(Mm(75.0 / lanes * i), Mm(0), Mm(75.0 / lanes), Mm(75)), "lid" + i + "-")
                {
                    Channels = new()
                    {
                        Stream = "coolant", From = "feed", To = "warm", Along = ChannelDirection.North, Strips = strips, Drop = Pressure.FromPascals(50e3), Flow = VolumeFlow.FromLitersPerMinute(2.0 / lanes), Capacity = JPerK(40 / lanes),
                    },
                })],
                Bottom = [Film("board", 50)],
            },
        ],
        Streams = [new("coolant", Fluid.Water, Temperature.FromCelsius(InletC), [new(Ref("pump.rotor"), "inlet", "feed")], [new("hose", "warm", "outlet", Pressure.FromPascals(1), VolumeFlow.FromLitersPerMinute(2))])],
    };

    private static Simulation Start(ChassisDescription c) => Run(c, [.. ReferencePackage.Parts(), ("psu", () => new Supply(ratedW: 4000)), ("pump", () => new Bench.Fan(2 * FlowM3PerS, 100e3, 1, FlowMedium.Coolant))]);

    [Fact]
    public void Explore()
    {
        var text = new System.Text.StringBuilder();
        double[][] full = new double[3][];
        foreach ((double film, int strips, int lanes) in new[] { (43400.0, 8, 1), (43400.0, 16, 1), (43400.0, 32, 1), (43400.0, 16, 5), (75900.0, 8, 1), (75900.0, 32, 1), (75900.0, 16, 5) })
        {
            var watch = Stopwatch.StartNew();
            ChassisDescription c = Chassis(film, strips, lanes);
            Engine.Compiling.CompileResult r = TryCompile(c, [.. ReferencePackage.Parts(), ("psu", () => new Supply(ratedW: 4000)), ("pump", () => new Bench.Fan(2 * FlowM3PerS, 100e3, 1, FlowMedium.Coolant))]);
            Assert.True(r.Model is not null, string.Join('\n', r.Problems));
            text.AppendLine(CultureInfo.InvariantCulture, $"film {film} strips {strips} lanes {lanes}: {string.Join(';', r.Log)} {watch.ElapsedMilliseconds} ms");
            if (full[0] is null)
            {
                PackageModel laid = r.Packages[0].Model with { Blocks = [.. r.Packages[0].Model.Blocks.Select((b, i) => b with { NominalPowerW = ReferencePackage.PowersW[i] })], Films = [.. r.Packages[0].Model.Films.Select(f => f with { TemperatureC = 45 })] };
                for (int k = 0; k < 3; k++)
                {
                    PackageModel m = ReferencePackage.UnderChannels(laid, FlowM3PerS, k == 2 ? 4.12e6 : Water, InletC, 43400, k == 1 ? 1e-6 : 43400);
                    var system = new PackageSystem(m, PackageGrid.Uniform(m, 50));
                    double[] t = new double[system.CellCount];
                    PackageBalance b = new PackageSolver(system).SolveSteady(t);
                    full[k] = [.. Enumerable.Range(0, m.Blocks.Count).Select(i => system.BlockAverage(i, t))];
                    text.AppendLine(CultureInfo.InvariantCulture, $"full {k}: carried {system.CarriedOffW(t, InletC)} mmu {full[k][0]} {b.Status} outlet {string.Join(' ', Enumerable.Range(0, 50).Select(x => t[system.CoolantCell(49, x)].ToString("F2", CultureInfo.InvariantCulture)))}");
                }
            }

            Simulation s = Run(r.Model);
            double[] ours = [.. ReferencePackage.Temperatures.Select(s.Value)];
            for (int k = 0; k < 2; k++)
            {
                double[] d = [.. ours.Zip(full[k], (a, b) => a - b)];
                text.AppendLine(CultureInfo.InvariantCulture, $"   against {k}: worst {d.Max():F3} {d.Min():F3} mean {d.Average():F3}; asic {d.Take(13).Min():F3} {d.Take(13).Max():F3}");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"   warm {s.Value("coolant/warm/temperature")} fluid {s.Value("fluid-heat")} rise {s.Value("fluid-heat") / (Water * FlowM3PerS)} flow {s.Value("pump/rotor/flow") / FlowM3PerS} settling {s.SettlingIterations} box {s.Value("box-imbalance"):E2} inlet {s.Value("inlet-power")}");
            watch.Restart();
            s.Step(200);
            text.AppendLine(CultureInfo.InvariantCulture, $"   200 steps {watch.ElapsedMilliseconds} ms; box {s.Value("box-imbalance"):E2} ; {s.Unbalanced()}");
        }

        Assert.Fail(text.ToString());
    }
}
