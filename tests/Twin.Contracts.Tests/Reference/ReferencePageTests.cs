using System.Reflection;
using System.Runtime.CompilerServices;

namespace Twin.Contracts.Tests.Reference;

/// <summary>The vendor's reference says what the comments say.</summary>
public class ReferencePageTests
{
    private const string Switch = "TWIN_WRITE_REFERENCE";

    [Fact]
    public void Page_AgainstComments_IsCurrent()
    {
        string page = ReferencePage.Write(Sources());
        string path = Path.Combine(Sources(), "docs", "REFERENCE.md");
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"docs/REFERENCE.md of Twin.Contracts is not what the comments say; run this test with {Switch}=1 to write it.");
    }

    [Fact]
    public void Page_Types_AreAllShown() => Assert.Empty(ReferencePage.Missing(Sources()));

    [Fact]
    public void Text_EveryType_HasASummary()
    {
        // A name that the reader of the documentation file does not find would be shown without a word.
        var documentation = new Documentation(typeof(IPlugin).Assembly);
        Assert.DoesNotContain(typeof(IPlugin).Assembly.GetExportedTypes(), type => documentation.Text(type, "summary").Length == 0);
        MethodInfo[] methods = [.. typeof(IComponentBuilder).GetMethods().Concat(typeof(StepContext).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Where(method => !method.IsSpecialName)];
        Assert.DoesNotContain(methods, method => documentation.Text(method, "summary").Length == 0);
    }

    private static string Sources([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../src/Twin.Contracts"));
}
