using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Grpc.Tests;

/// <summary>A real chassis of two heaters on a board, for what a fake twin cannot do.</summary>
internal static class SmallChassis
{
    public static ChassisModel Compile(ulong seed = 1)
    {
        var kinds = new Dictionary<string, ComponentKind>(StringComparer.Ordinal)
        {
            ["heater"] = new("heater", "heater", "test.heater", typeof(NoParameters), _ => new Heater()) { Build = new PluginBuild("test.heater", "1.0", "abc") },
        };
        var description = new ChassisDescription
        {
            Model = "small",
            Seed = seed,
            Initial = InitialCondition.Ambient,
            Zones = [new ZoneDescription("board", HeatCapacity.FromJoulesPerKelvin(50), ThermalConductance.FromWattsPerKelvin(1))],
            Mounts = [new MountDescription(new("h*.base"), new("board"), ThermalConductance.FromWattsPerKelvin(2))],
            Components = [new("h0", "heater", MapParameter.Empty), new("h1", "heater", MapParameter.Empty)],
        };
        CompileResult result = ChassisCompiler.Compile(description, kinds);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return result.Model;
    }

    public sealed record NoParameters;

    private sealed class Heater : IComponent, IPowerBehavior
    {
        private ThermalNode _body;
        private LiveParameter<Power> _power;
        private Fault _dead;

        public void Describe(IComponentBuilder builder)
        {
            _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(10), new(Temperature.FromCelsius(70), Temperature.FromCelsius(90), Temperature.FromCelsius(110)));
            builder.Couple(_body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(2));
            _power = builder.LiveParameter("power", Power.FromWatts(20), Power.Zero, Power.FromWatts(1000), "Power.");
            _dead = builder.Fault("dead", "Dead.");
        }

        public void StepPower(in StepContext step) => step.AddHeat(_body, (1 - step[_dead]) * step.Get(_power));
    }
}
