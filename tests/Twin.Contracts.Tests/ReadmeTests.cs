using System.Runtime.CompilerServices;

namespace Twin.Contracts.Tests;

/// <summary>The vendor's page shows code that compiles, because it is the code of the proof.</summary>
public class ReadmeTests
{
    [Fact]
    public void Readme_SmallestPlugin_IsTheCompiledOne()
    {
        string root = Path.Combine(Path.GetDirectoryName(SourceFile())!, "..", "..");
        string page = File.ReadAllText(Path.Combine(root, "src", "Twin.Contracts", "README.md"));
        string code = File.ReadAllText(Path.Combine(root, "tests", "Twin.Contracts.Proof", "SmallestPlugin.cs"));

        Assert.Contains("```csharp\n" + code.Trim() + "\n```", page, StringComparison.Ordinal);
    }

    private static string SourceFile([CallerFilePath] string source = "") => source;
}
