namespace Twin.Architecture.Tests;

/// <summary>What an assembly may reference beside the base class library.</summary>
/// <param name="Own">Assemblies of this repository.</param>
/// <param name="Packages">Packages, by the beginning of their assemblies' names; null for any.</param>
/// <param name="WebFramework">Whether it may use ASP.NET Core's shared framework.</param>
internal sealed record ReferenceRule(string[] Own, string[]? Packages, bool WebFramework = false)
{
    /// <summary>The rules of the layout, by project.</summary>
    public static IReadOnlyDictionary<string, ReferenceRule> OfProject { get; } = new Dictionary<string, ReferenceRule>(StringComparer.Ordinal)
    {
        ["Twin.Contracts"] = new([], []),
        ["Twin.Physics"] = new([], []),
        ["Twin.Engine"] = new(["Twin.Contracts", "Twin.Physics"], []),
        ["Twin.Chassis"] = new(["Twin.Contracts", "Twin.Engine", "Twin.Physics"], ["YamlDotNet", "CsvHelper"]),
        ["Twin.Plugins"] = new(["Twin.Contracts"], []),
        ["Twin.PluginTestKit"] = new(["Twin.Contracts", "Twin.Engine", "Twin.Plugins"], []),
        ["Twin.Grpc.Transport"] = new([], ["Google.Protobuf"], WebFramework: true),
        ["Twin.Grpc"] = new(["Twin.Contracts", "Twin.Engine", "Twin.Grpc.Transport"], ["Google.Api.CommonProtos", "Google.Protobuf"], WebFramework: true),
        ["Twin.Telemetry"] = new(["Twin.Contracts", "Twin.Engine"], ["OpenTelemetry"], WebFramework: true),
        ["Twin.Host"] = new([.. Repository.SourceProjects], null, WebFramework: true),
    };

    /// <summary>The rule of a plugin: the contract, and private copies of whatever it likes.</summary>
    public static ReferenceRule OfPlugin { get; } = new(["Twin.Contracts"], null);

    /// <summary>The rule of a project.</summary>
    /// <param name="project">Its name; one of src must be in the table.</param>
    public static ReferenceRule Of(string project) => Repository.PluginProjects.Contains(project) ? OfPlugin : OfProject[project];
}
