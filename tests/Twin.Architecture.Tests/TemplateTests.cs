using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Twin.Architecture.Tests;

/// <summary>What the template asks for is what this repository packs and restores.</summary>
public sealed partial class TemplateTests
{
    [Fact]
    public void Template_Versions_AreThoseOfTheRepository()
    {
        Dictionary<string, string> versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Version")!.Value, StringComparer.Ordinal);
        string own = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        string[] projects = Directory.GetFiles(Path.Combine(Repository.FolderOf("Twin.Templates"), "templates"), "*.csproj", SearchOption.AllDirectories);
        (string Name, string Version)[] asked =
        [
            .. projects.SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
                .Select(item => (item.Attribute("Include")!.Value, item.Attribute("Version")!.Value)),
        ];
        Assert.NotEmpty(asked);
        Assert.All(asked, item => Assert.Equal(item.Name.StartsWith("Twin.", StringComparison.Ordinal) ? own : versions[item.Name], item.Version));
    }

    [Fact]
    public void Page_Version_IsThatOfTheRepository()
    {
        string own = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        MatchCollection versions = ContractsReference().Matches(File.ReadAllText(Path.Combine(Repository.FolderOf("Twin.Contracts"), "README.md")));
        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Equal(own, version.Groups[1].Value));
    }

    [GeneratedRegex("\"Twin.Contracts\" Version=\"([^\"]+)\"")]
    private static partial Regex ContractsReference();
}
