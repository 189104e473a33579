using System.Text.RegularExpressions;

namespace Twin.Architecture.Tests;

public sealed partial class PageTests
{
    public static TheoryData<string> Projects => new(Repository.SourceProjects.Concat(Repository.FileProjects).Concat(Repository.PluginProjects));

    public static TheoryData<string> Protos => new(
        Directory.GetFiles(Path.Combine(Repository.Root, "proto"), "*.proto", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(Repository.Root, "proto"), path).Replace('\\', '/'))
            .Where(path => !path.StartsWith(GivenNames, StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>The interoperability test of gRPC: its names are given, without a version.</summary>
    private const string GivenNames = "grpc/testing/";

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_Folder_HasAPage(string project)
    {
        string page = Path.Combine(Repository.FolderOf(project), "README.md");
        Assert.True(File.Exists(page), $"'{page}' is missing: what the project is for, its main types, what must not enter it.");
        Assert.StartsWith("# ", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protos))]
    public void Proto_Package_IsItsFolderAndHasAVersion(string path) =>
        Assert.Null(ProtoProblem(path, File.ReadAllText(Path.Combine(Repository.Root, "proto", path))));

    [Theory]
    [InlineData("twin/v1/a.proto", "syntax = \"proto3\";")]
    [InlineData("twin/v1/a.proto", "syntax = \"proto3\";\npackage twin;")]
    [InlineData("twin/v1/a.proto", "syntax = \"proto3\";\npackage twin.v2;")]
    [InlineData("twin/a.proto", "syntax = \"proto3\";\npackage twin;")]
    [InlineData("twin/v1/a.proto", "package twin.v1;")]
    public void ProtoProblem_BadFile_IsFound(string path, string text) => Assert.NotNull(ProtoProblem(path, text));

    private static string? ProtoProblem(string path, string text)
    {
        string expected = Path.GetDirectoryName(path)!.Replace('/', '.').Replace('\\', '.');
        Match package = Package().Match(text);
        return !text.Contains("syntax = \"proto3\";", StringComparison.Ordinal) ? $"{path} is not proto3"
            : !package.Success ? $"{path} has no package"
            : package.Groups[1].Value != expected ? $"{path} has the package {package.Groups[1].Value} and lies in the folder of {expected}"
            : !Version().IsMatch(expected) ? $"{path}: the package {expected} has no version"
            : null;
    }

    [GeneratedRegex(@"^package ([a-zA-Z0-9_.]+);", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"\.v[0-9]+((alpha|beta)[0-9]*)?$")]
    private static partial Regex Version();
}
