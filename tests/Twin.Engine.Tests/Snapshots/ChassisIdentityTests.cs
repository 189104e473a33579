using Twin.Engine.Description;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Snapshots;

public sealed class ChassisIdentityTests
{
    [Fact]
    public void Identity_OfTheSameChassisCompiledTwice_IsTheSame()
    {
        ChassisIdentity first = LiveRun.CompileNoisy().Identity;
        ChassisIdentity second = LiveRun.CompileNoisy().Identity;
        Assert.Equal(first, second);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Empty(first.Differences(second, "It"));
    }

    [Fact]
    public void Identity_OfWhereARunStartsAndItsTitle_DoesNotDepend()
    {
        ChassisIdentity cold = Compile(MovingChassis.Description with { Initial = InitialCondition.Ambient }, MovingChassis.Parts).Identity;
        ChassisIdentity settled = Compile(MovingChassis.Description with { Initial = InitialCondition.Steady, Title = "Other" }, MovingChassis.Parts).Identity;
        Assert.Equal(cold, settled);
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "seed", "is of another description of 'test'" },
        { "mount", "is of another description of 'test'" },
        { "room", "is of another description of 'test'" },
        { "origin", "" },
        { "model", "is of the chassis 'other'" },
        { "plugin", "was taken with the plugin test 2.0 (hash-2.0), loaded is test 1.0 (hash-1.0)." },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Differences_OfAChange_SayWhichSideHasWhat(string change, string sentence)
    {
        ChassisDescription plain = MovingChassis.Description;
        ChassisIdentity own = change == "plugin" ? LiveRun.CompileNoisy(plugin: "1.0").Identity : Compile(plain, MovingChassis.Parts).Identity;
        ChassisIdentity other = change switch
        {
            "plugin" => LiveRun.CompileNoisy(plugin: "2.0").Identity,
            "seed" => Of(plain with { Seed = 2 }),
            "mount" => Of(plain with { Mounts = [.. plain.Mounts.Take(plain.Mounts.Count - 1), plain.Mounts[^1] with { Conductance = WPerK(0.100001) }] }),
            "room" => Of(plain with { Room = Temperature.FromCelsius(22.5) }),
            "origin" => Of(plain with { Mounts = [.. plain.Mounts.Select(mount => mount with { From = mount.From with { Origin = new Origin("f", 1, 2) } })] }),
            _ => Of(plain with { Model = "other" }),
        };
        IReadOnlyList<string> differences = own.Differences(other, "The snapshot 'x'");
        if (sentence.Length == 0)
        {
            Assert.Empty(differences);
            return;
        }

        Assert.Contains(sentence, Assert.Single(differences), StringComparison.Ordinal);
        Assert.StartsWith("The snapshot 'x' ", differences[0], StringComparison.Ordinal);
        Assert.NotEqual(own.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void WorkloadIdentity_OfOtherValuesUnderTheSameName_Differs()
    {
        int[] groups = [0, 0, 1];
        ulong full = WorkloadIdentity.Of(new SteadyTraffic("constant", 1), groups);
        Assert.Equal(full, WorkloadIdentity.Of(new SteadyTraffic("constant", 1), groups));
        Assert.NotEqual(full, WorkloadIdentity.Of(new SteadyTraffic("constant", 0.99), groups));
        Assert.NotEqual(full, WorkloadIdentity.Of(new SteadyTraffic("other", 1), groups));
    }

    [Fact]
    public void CompileAgain_SteppedOnAnotherThread_GivesTheSameBits()
    {
        ChassisModel model = LiveRun.CompileNoisy();
        Simulation first = Run(model);
        first.Step(50);
        var second = new Simulation(model.CompileAgain(), [new SteadyTraffic("constant", 1)]);
        second.Restore(first.State);
        var thread = new Thread(() => second.Step(500));
        thread.Start();
        first.Step(500);
        thread.Join();
        Assert.Equal(first.State.Hash(), second.State.Hash());
    }

    [Fact]
    public void CompileAgain_OfAPartThatDescribesItselfDifferently_IsRefused()
    {
        int described = 0;
        ChassisModel model = Compile(
            Plain with { Zones = [Zone("board", 1, 1)], Mounts = [Mount("part.base", "board", 1)] },
            ("part", () => new PowerPart(builder => builder.Couple(builder.ThermalNode($"n{described++}", JPerK(1)), builder.Mount("base"), WPerK(1)), (in _) => { })));
        Assert.Contains("describe itself the same way twice", Assert.Throws<InvalidOperationException>(model.CompileAgain).Message, StringComparison.Ordinal);
    }

    private static ChassisIdentity Of(ChassisDescription description) => Compile(description, MovingChassis.Parts).Identity;
}
