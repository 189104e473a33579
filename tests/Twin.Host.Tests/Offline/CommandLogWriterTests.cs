using Twin.Chassis;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Host.Offline;
using Twin.Host.Setup;
using Twin.Plugins;
using Twin.Units;

namespace Twin.Host.Tests.Offline;

public sealed class CommandLogWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twin-log-");
    private readonly LoadedChassis _loaded = Load();

    private string Log => Path.Combine(_folder.FullName, "run.jsonl");

    public void Dispose()
    {
        _loaded.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task State_ThatCannotBeKept_IsTriedAgainAndTheCommandsAreThere()
    {
        Simulation run = new(_loaded.Model, _loaded.Workloads);
        run.Start();
        ChassisState state = _loaded.Model.NewState();
        state.CopyFrom(run.State);
        run.Step();
        run.Apply(new TwinCommand.Restore(state));

        // A file stands where the folder of states has to be.
        File.WriteAllText(Log + ".snapshots", string.Empty);
        await using CommandLogWriter writer = Open();
        writer.Begin(run.Commands);
        string trouble = Assert.Single(await writer.EndAsync());
        Assert.Contains("run.jsonl.snapshots", trouble, StringComparison.Ordinal);
        Assert.Equal((1, 2), (writer.Written, File.ReadAllLines(Log).Length));

        File.Delete(Log + ".snapshots");
        Assert.Empty(await writer.EndAsync());
        var problems = new ProblemReport();
        LoggedCommand read = Assert.Single(CommandLogFile.Read(Log, _loaded, null, problems, out string? hint));
        Assert.Empty(problems.Lines);
        Assert.Null(hint);
        Assert.Equal(state.Hash(), Assert.IsType<TwinCommand.Restore>(read.Command).Snapshot.Hash());
    }

    [Fact]
    public async Task Open_WhileAnotherRunWritesToIt_IsRefusedAndNothingOfItIsLost()
    {
        await using CommandLogWriter writer = Open();
        string[] before = File.ReadAllLines(Log);
        var problems = new ProblemReport();
        Assert.Null(CommandLogWriter.Open(Log, _loaded, problems));
        Assert.Contains("cannot be written", Assert.Single(problems.Lines), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllLines(Log));
    }

    [Fact]
    public async Task Read_WithAnotherSeed_IsRefusedAndSaysWhich()
    {
        await using (CommandLogWriter writer = Open())
        {
            await writer.EndAsync();
        }

        using LoadedChassis other = Load(seed: 7, InitialCondition.Steady);
        var problems = new ProblemReport();
        CommandLogFile.Read(Log, other, null, problems, out _);
        Assert.Contains(problems.Lines, line => line.Contains("give --seed 1", StringComparison.Ordinal));
        Assert.Contains(problems.Lines, line => line.Contains("give --initial ambient", StringComparison.Ordinal));
    }

    private static LoadedChassis Load(ulong seed = 1, InitialCondition initial = InitialCondition.Ambient)
    {
        var description = new ChassisDescription
        {
            Model = "test",
            Initial = initial,
            Seed = seed,
            Zones = [new ZoneDescription("board", HeatCapacity.FromJoulesPerKelvin(100), ThermalConductance.FromWattsPerKelvin(5))],
        };
        CompileResult result = ChassisCompiler.Compile(description, new Dictionary<string, ComponentKind>());
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return new LoadedChassis(description, result.Model, [new WorkloadFactory(description.Ports, []).Create("all-reduce", "test").Workload!], PluginCatalog.Load([]));
    }

    private CommandLogWriter Open()
    {
        var problems = new ProblemReport();
        CommandLogWriter? writer = CommandLogWriter.Open(Log, _loaded, problems);
        Assert.True(writer is not null, string.Join('\n', problems.Lines));
        return writer;
    }
}
