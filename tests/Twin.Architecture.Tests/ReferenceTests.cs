namespace Twin.Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => new(Repository.SourceProjects.Concat(Repository.PluginProjects));

    [Fact]
    public void EverySourceProject_HasARule() =>
        Assert.Empty(Repository.SourceProjects.Except(ReferenceRule.OfProject.Keys));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_References_AreThoseOfTheLayout(string project) =>
        Assert.Empty(AssemblyReader.Violations(Repository.PathOf(project), ReferenceRule.Of(project)));

    [Fact]
    public void Plugins_AreReferencedByNothing() =>
        Assert.DoesNotContain(Repository.SourceProjects, project => AssemblyReader.References(Repository.PathOf(project)).Intersect(Repository.PluginProjects).Any());

    // The same reader on assemblies that break a rule: it would see it.

    [Fact]
    public void Violations_OwnAssemblyThatIsNotAllowed_AreReported() =>
        Assert.Equal(
            ["Twin.Contracts: of ours, may not be referenced", "Twin.Physics: of ours, may not be referenced"],
            AssemblyReader.Violations(Repository.PathOf("Twin.Engine"), ReferenceRule.Of("Twin.Contracts")).Order(StringComparer.Ordinal));

    [Fact]
    public void Violations_PackageThatIsNotAllowed_AreReported() =>
        Assert.Contains("xunit.core: a package that is not allowed", AssemblyReader.Violations(typeof(ReferenceTests).Assembly.Location, ReferenceRule.Of("Twin.Engine")));

    [Fact]
    public void Violations_WebFrameworkThatIsNotAllowed_AreReported() =>
        Assert.Contains(
            AssemblyReader.Violations(typeof(ReferenceTests).Assembly.Location, ReferenceRule.Of("Twin.Engine")),
            violation => violation.EndsWith("ASP.NET Core, may not be referenced", StringComparison.Ordinal));
}
