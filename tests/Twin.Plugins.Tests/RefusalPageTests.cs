using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Twin.Engine.Reloading;

namespace Twin.Plugins.Tests;

/// <summary>The vendor's tables of refusals have every code there is, each with what its comment says: those of loading, and those of a reload.</summary>
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
            $"docs/REFUSALS.md of Twin.Contracts is not what the comments of {nameof(PluginProblemCodes)} and {nameof(ReloadProblemCodes)} say; run this test with {Switch}=1 to write it.");
    }

    [Theory]
    [InlineData(typeof(PluginProblemCodes), "^TW02[0-9]{2}$")]
    [InlineData(typeof(ReloadProblemCodes), "^TW07[0-9]{2}$")]
    public void Codes_Values_AreDifferentAndOfTheRange(Type source, string range)
    {
        string[] codes = [.. Codes(source).Select(code => (string)code.GetRawConstantValue()!)];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches(range, code));
    }

    [Fact]
    public void Codes_InTheSources_StandInOnePlaceOnly()
    {
        // A code that is written where it is used would stand in no table.
        string sources = Path.GetFullPath(Path.Combine(PagePath(), "../../.."));
        string[] strays =
        [
            .. Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && Path.GetFileName(file) is not (nameof(PluginProblemCodes) + ".cs" or nameof(ReloadProblemCodes) + ".cs"))
                .Where(file => Literal().IsMatch(File.ReadAllText(file))),
        ];
        Assert.Empty(strays);
    }

    private static string Write()
    {
        var page = new StringBuilder();
        page.Append("# Why a plugin is refused\n\n");
        page.Append("Written from the comments of `PluginProblemCodes` and `ReloadProblemCodes` by a test. The host says each with the place (file, and line of `plugin.json`), the value that it found and what would be right;\n");
        page.Append("everything that is wrong with a folder is said at once. Codes stay what they are: scripts may look for them.\n\n");
        page.Append("## While it is loaded and unloaded\n\n");
        AppendTable(page, typeof(PluginProblemCodes));
        page.Append("\n## While it is taken into a running twin\n\n");
        page.Append("Besides those above, and those that say what is wrong with the description of a part (`twin validate` shows them, too). The old build goes on.\n\n");
        AppendTable(page, typeof(ReloadProblemCodes));
        return page.ToString();
    }

    private static void AppendTable(StringBuilder page, Type source)
    {
        Dictionary<string, string> summaries = XDocument.Load(Path.ChangeExtension(source.Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Blanks().Replace(member.Element("summary")?.Value ?? string.Empty, " ").Trim(), StringComparer.Ordinal);
        page.Append("| code | what is wrong |\n|---|---|\n");
        foreach (FieldInfo code in Codes(source).OrderBy(code => (string)code.GetRawConstantValue()!, StringComparer.Ordinal))
        {
            string summary = summaries[$"F:{source.FullName}.{code.Name}"];
            Assert.NotEmpty(summary);
            page.Append($"| `{code.GetRawConstantValue()}` | {summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static IEnumerable<FieldInfo> Codes(Type source) => source.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral);

    private static string PagePath([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../src/Twin.Contracts/docs/REFUSALS.md"));

    [GeneratedRegex("\"TW0[27][0-9]{2}\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
