namespace Twin.Architecture.Tests;

public sealed class StaticFieldTests
{
    /// <summary>What runs in a step, or could: two twins in one process must not meet there.</summary>
    public static TheoryData<string> Projects => ["Twin.Contracts", "Twin.Physics", "Twin.Engine", .. Repository.PluginProjects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_StaticFields_CannotBeChanged(string project) =>
        Assert.Empty(AssemblyReader.MutableStaticFields(Repository.PathOf(project)));

    [Fact]
    public void MutableStaticFields_OfABadType_AreFound() =>
        Assert.Equal(
            [
                "Twin.Architecture.Tests.StaticFieldTests+Bad.<Property>k__BackingField: Double is not readonly",
                "Twin.Architecture.Tests.StaticFieldTests+Bad.Array: the content of Double[] can be changed",
                "Twin.Architecture.Tests.StaticFieldTests+Bad.Counter: Int32 is not readonly",
                "Twin.Architecture.Tests.StaticFieldTests+Bad.List: the content of System.Collections.Generic.List`1<System.String> can be changed",
            ],
            AssemblyReader.MutableStaticFields(typeof(StaticFieldTests).Assembly.Location)
                .Where(text => text.Contains("+Bad.", StringComparison.Ordinal)).Select(text => text.Replace("<String>", "<System.String>", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>Breaks the rule in every way, and keeps it in others.</summary>
    private static class Bad
    {
        public const int Literal = 1;
        public static readonly double Constant = Math.Sqrt(2);
        private static readonly double[] Table = [Constant];
        public static readonly double[] Array = [1];
        public static readonly List<string> List = [];
        public static int Counter = Literal;

        public static double Property { get; set; } = Constant + Array[0] + Table[0] + List.Count + Counter;
    }
}
