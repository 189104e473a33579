using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Twin.Plugins.Tests;

/// <summary>The vendor's table of refusals has every code there is, each with what its comment says.</summary>
public sealed partial class RefusalPageTests
{
    private const string Switch = "TWIN_WRITE_REFERENCE";

    [Fact]
    public void Page_AgainstCodes_IsCurrent()
    {
        string page = Write();
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(PagePath(), page);
        }

        Assert.True(
            File.Exists(PagePath()) && File.ReadAllText(PagePath()) == page,
            $"docs/REFUSALS.md of Twin.Contracts is not what the comments of {nameof(PluginProblemCodes)} say; run this test with {Switch}=1 to write it.");
    }

    [Fact]
    public void Codes_Values_AreDifferentAndOfTheRange()
    {
        string[] codes = [.. Codes().Select(code => (string)code.GetRawConstantValue()!)];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^TW02[0-9]{2}$", code));
    }

    private static string Write()
    {
        Dictionary<string, string> summaries = XDocument.Load(Path.ChangeExtension(typeof(PluginProblemCodes).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Blanks().Replace(member.Element("summary")?.Value ?? string.Empty, " ").Trim(), StringComparer.Ordinal);
        var page = new StringBuilder();
        page.Append("# Why a plugin is refused\n\n");
        page.Append("Written from the comments of `PluginProblemCodes` by a test. The host says each with the place (file, and line of `plugin.json`), the value that it found and what would be right;\n");
        page.Append("everything that is wrong with a folder is said at once. Codes stay what they are: scripts may look for them.\n\n");
        page.Append("| code | what is wrong |\n|---|---|\n");
        foreach (FieldInfo code in Codes().OrderBy(code => (string)code.GetRawConstantValue()!, StringComparer.Ordinal))
        {
            string summary = summaries[$"F:{typeof(PluginProblemCodes).FullName}.{code.Name}"];
            Assert.NotEmpty(summary);
            page.Append($"| `{code.GetRawConstantValue()}` | {summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<FieldInfo> Codes() => typeof(PluginProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral);

    private static string PagePath([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../src/Twin.Contracts/docs/REFUSALS.md"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
