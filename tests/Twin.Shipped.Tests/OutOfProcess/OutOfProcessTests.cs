using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Shipped.Tests.OutOfProcess;

/// <summary>A shipped plugin, as it is, steps in a process of its own on memory that it shares with the engine, and nothing but that memory and a few numbers crosses.</summary>
[Collection(ShippedCollection.Name)]
public sealed class OutOfProcessTests(ShippedChassis shipped)
{
    private const int Steps = 3000;
    private const string Fan = "chassis0/fan0";
    private const string Laser = "chassis0/els00";

    [Fact]
    public void Step_PartsOfTwoPluginsInAnotherProcess_GivesTheSameBits()
    {
        using var other = new OtherProcess(ShippedChassis.FileOf(ShippedChassis.Cpo51), Fan, Laser);
        Running here = shipped.Start(ShippedChassis.Cpo51);
        Running there = ShippedChassis.Start(Compile(other), ShippedChassis.Cpo51, ShippedChassis.AllReduce);
        Assert.Equal(here.Simulation.State.Hash(), there.Simulation.State.Hash());
        ulong start = here.Simulation.State.Hash();
        long settling = other.Calls;
        for (int step = 0; step < Steps; step++)
        {
            foreach (TwinCommand command in Script(step))
            {
                here.Apply(command);
                there.Apply(command);
            }

            here.Simulation.Step();
            there.Simulation.Step();
        }

        Assert.Equal(here.Simulation.State.Hash(), there.Simulation.State.Hash());
        Assert.NotEqual(start, here.Simulation.State.Hash());

        // The fan: power in each step, flow in each hundredth; the laser: power and light in each step.
        Assert.Equal(Steps + (Steps / 100) + (2 * Steps), other.Calls - settling);
        Assert.True(settling > 0);
    }

    [Fact]
    public void Step_OtherProcessDies_CostsItsPartAndNothingElse()
    {
        using var other = new OtherProcess(ShippedChassis.FileOf(ShippedChassis.Cpo51), Fan);
        Running there = ShippedChassis.Start(Compile(other), ShippedChassis.Cpo51, ShippedChassis.AllReduce);
        there.Step(10);
        other.Kill();
        there.Step(200);

        Assert.Equal(
            [Fan], there.Chassis.Components.Where(component => there.Simulation.QuarantineReason(component.Index) is not null).Select(component => component.Path));
        Assert.Equal(210, there.Simulation.State.Step);
    }

    private static TwinCommand[] Script(int step) => step switch
    {
        300 => [new TwinCommand.OverrideActuator("fan0/speed", 0.4, null)],
        900 => [new TwinCommand.InjectFault("els00/laser-dead0", 1)],
        1500 => [new TwinCommand.InjectFault("fan0/stuck", 1), new TwinCommand.SetParameter("air/inlet-temperature", 35)],
        2100 => [new TwinCommand.ClearFault("fan0/stuck"), new TwinCommand.ClearFault("els00/laser-dead0")],
        _ => [],
    };

    private ChassisModel Compile(OtherProcess other)
    {
        Dictionary<string, ComponentKind> kinds = shipped.Kinds.Values.ToDictionary(
            kind => kind.Name, kind => kind with { Create = parameters => RemotePart.For(kind.Create(parameters), other) }, StringComparer.Ordinal);
        CompileResult compiled = ChassisCompiler.Compile(
            ChassisFile.Read(ShippedChassis.FileOf(ShippedChassis.Cpo51)).Description!, kinds, ReducedPackageFolder.Default);
        Assert.Empty(compiled.Problems);
        return compiled.Model!;
    }
}
