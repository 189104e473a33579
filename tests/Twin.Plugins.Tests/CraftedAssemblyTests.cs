namespace Twin.Plugins.Tests;

/// <summary>Assemblies that no compiler would write are answered in time that goes with their size: each type and each method is looked at once.</summary>
/// <remarks>The limit is a safety net: these take about a second, and would take a quarter of an hour if the work went with the square of the number of types.</remarks>
public sealed class CraftedAssemblyTests : IDisposable
{
    private const int Types = 150_000;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(3);

    private readonly PluginWorkshop _workshop = new();
    private readonly string _assembly;

    public CraftedAssemblyTests()
    {
        string folder = _workshop.Empty("crafted");
        _assembly = Path.Combine(folder, "Crafted.dll");
        PluginWorkshop.Manifest(folder, $$"""{ "id": "fixture.crafted", "vendor": "V", "version": "1.0", "entry": "{{CraftedAssembly.First}}" }""");
    }

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(Types / 2)]
    [InlineData(Types - 1)]
    public async Task Load_LongChainOfBases_IsAnswered(int? last)
    {
        CraftedAssembly.WriteChain(_assembly, Types, last);

        IReadOnlyList<PluginProblem> problems = await Task.Run(() => _workshop.Refused()).WaitAsync(SafetyNet);

        // What cannot be known of a base type is not held against the entry; that it cannot be made is.
        Assert.Equal(PluginProblemCodes.EntryNotCreatable, Assert.Single(problems).Code);
    }

    [Fact]
    public async Task Load_MethodsThatBelongToEveryType_IsRefusedAsDamaged()
    {
        CraftedAssembly.WriteShared(_assembly, Types, methods: 60_000);

        IReadOnlyList<PluginProblem> problems = await Task.Run(() => _workshop.Refused()).WaitAsync(SafetyNet);

        Assert.Equal(PluginProblemCodes.NotAnAssembly, Assert.Single(problems).Code);
    }
}
