using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>The same inputs give the same bits, however the run came to its state.</summary>
[Collection(ShippedCollection.Name)]
public sealed class SameBitsTests(ShippedChassis shipped)
{
    private const int Steps = 10_000;

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Hash_RunTwice_IsEqual(string name)
    {
        ulong first = shipped.Start(name).Step(Steps).Simulation.State.Hash();
        Running again = shipped.Start(name);
        ulong start = again.Simulation.State.Hash();
        Assert.Equal(first, again.Step(Steps).Simulation.State.Hash());
        Assert.NotEqual(start, first);
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Hash_CompiledTwice_IsEqual(string name)
    {
        string text = File.ReadAllText(ShippedChassis.FileOf(name));
        ChassisModel first = shipped.Compile(text, name);
        ChassisModel second = shipped.Compile(text, name);
        Assert.Equal(first.Chassis.DictionaryVersion, second.Chassis.DictionaryVersion);
        Assert.Equal(first.Identity, second.Identity);
        Assert.Equal(
            ShippedChassis.Start(first, name, ShippedChassis.AllReduce).Step(1000).Simulation.State.Hash(),
            ShippedChassis.Start(second, name, ShippedChassis.AllReduce).Step(1000).Simulation.State.Hash());
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Hash_RestoredAtRandomSteps_EqualsUninterruptedRun(string name)
    {
        const int Points = 100;
        const int Length = 100;
        var random = new Random(20240901);
        HashSet<int> points = [];
        while (points.Count < Points)
        {
            points.Add(random.Next(Steps - Length));
        }

        Running whole = shipped.Start(name);
        ILookup<int, TwinCommand> script = Script(name);
        Dictionary<int, ChassisState> snapshots = [];
        Dictionary<int, ulong> expected = [];
        for (int step = 0; step <= Steps; step++)
        {
            if (expected.Count < Points && points.Contains(step - Length))
            {
                expected[step - Length] = whole.Simulation.State.Hash();
            }

            foreach (TwinCommand command in script[step])
            {
                whole.Apply(command);
            }

            if (points.Contains(step))
            {
                snapshots[step] = whole.Simulation.State.Clone();
            }

            whole.Simulation.Step();
        }

        // Into a simulation that has never been where the snapshot is, in random order: nothing may lie outside the block.
        ILookup<long, TwinCommand> commands = whole.Simulation.Commands.ToLookup(item => item.Step, item => item.Command);
        Running other = shipped.Start(name, ShippedChassis.AllReduce);
        foreach (int point in points)
        {
            other.Simulation.Restore(snapshots[point]);
            for (int step = point; step < point + Length; step++)
            {
                // Those of the very step of the snapshot are in it.
                foreach (TwinCommand command in step > point ? commands[step] : [])
                {
                    other.Apply(command);
                }

                other.Simulation.Step();
            }

            Assert.True(expected[point] == other.Simulation.State.Hash(), $"Restored at step {point}, the run differs {Length} steps later.");
        }
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Hash_ReplayedFromTheCommandLog_IsEqual(string name)
    {
        Running first = shipped.Start(name);
        ILookup<int, TwinCommand> script = Script(name);
        for (int step = 0; step < Steps; step++)
        {
            foreach (TwinCommand command in script[step])
            {
                first.Apply(command);
            }

            first.Simulation.Step();
        }

        Assert.Equal(script.Sum(commands => commands.Count()), first.Simulation.Commands.Count);
        Running second = shipped.Start(name);
        int next = 0;
        for (int step = 0; step < Steps; step++)
        {
            while (next < first.Simulation.Commands.Count && first.Simulation.Commands[next].Step == step)
            {
                second.Apply(first.Simulation.Commands[next++].Command);
            }

            second.Simulation.Step();
        }

        Assert.Equal(first.Simulation.State.Hash(), second.Simulation.State.Hash());
        Assert.NotEqual(shipped.Start(name).Step(Steps).Simulation.State.Hash(), second.Simulation.State.Hash());
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Fork_Disturbed_LeavesTheOriginalAlone(string name)
    {
        Running undisturbed = shipped.Start(name).Step(1500);
        Running original = shipped.Start(name).Step(500);
        Running disturbed = original.Fork();
        Running twin = original.Fork();
        disturbed.Apply(new TwinCommand.InjectFault("fan1/stuck", 1));
        disturbed.Apply(new TwinCommand.SetParameter("air/inlet-temperature", 40));

        // Interleaved, so that scratch memory shared by mistake would show.
        for (int step = 0; step < 1000; step++)
        {
            disturbed.Simulation.Step();
            original.Simulation.Step();
            twin.Simulation.Step();
        }

        Assert.Equal(undisturbed.Simulation.State.Hash(), original.Simulation.State.Hash());
        Assert.Equal(undisturbed.Simulation.State.Hash(), twin.Simulation.State.Hash());
        Assert.NotEqual(undisturbed.Simulation.State.Hash(), disturbed.Simulation.State.Hash());
        Assert.NotEqual(original.Simulation.State.Epoch, disturbed.Simulation.State.Epoch);
    }

    private static ILookup<int, TwinCommand> Script(string name)
    {
        string part = name is ShippedChassis.Pluggable or ShippedChassis.Hybrid ? "module12" : "els12";
        string port = name == ShippedChassis.Hybrid ? "panel-port08" : "port40";
        return new (int Step, TwinCommand Command)[]
        {
            (0, new TwinCommand.InjectFault("psu0/failed", 1)),
            (700, new TwinCommand.ChooseWorkload(ShippedChassis.Idle)),
            (1501, new TwinCommand.OverrideActuator("fan0/speed", 0.9, Duration.FromSeconds(3))),
            (1501, new TwinCommand.SetParameter("air/inlet-temperature", 33)),
            (2222, new TwinCommand.SetPresence(part, false)),
            (2600, new TwinCommand.EnablePort(port, false)),
            (3333, new TwinCommand.ChooseWorkload(ShippedChassis.AllReduce)),
            (4000, new TwinCommand.ClearFault("psu0/failed")),
            (4001, new TwinCommand.ResetComponent("psu0")),
            (4700, new TwinCommand.OverrideActuator("fan1/speed", 0.5, null)),
            (5200, new TwinCommand.EnablePort(port, true)),
            (6100, new TwinCommand.SetPresence(part, true)),
            (7500, new TwinCommand.ReleaseActuator("fan1/speed")),
            (8800, new TwinCommand.InjectFault("fan2/stuck", 0.5)),
        }.ToLookup(item => item.Step, item => item.Command);
    }
}
