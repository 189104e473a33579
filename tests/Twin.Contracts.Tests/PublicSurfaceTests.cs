using System.Runtime.CompilerServices;

namespace Twin.Contracts.Tests;

/// <summary>The contract's public surface is a text in the repository, so that every change of it is seen in review.</summary>
public class PublicSurfaceTests
{
    private const string Switch = "TWIN_ACCEPT_PUBLIC_API";

    [Fact]
    public void Contracts_PublicSurface_IsTheListedOne()
    {
        string file = ListingFile();
        List<string> built = PublicSurface.Of(typeof(IPlugin).Assembly);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(file, string.Join('\n', built) + "\n");
        }

        string[] listed = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] gone = [.. Qualified(listed).Except(Qualified(built), StringComparer.Ordinal)];
        string[] added = [.. Qualified(built).Except(Qualified(listed), StringComparer.Ordinal)];
        Assert.True(
            listed.SequenceEqual(built, StringComparer.Ordinal),
            $"The public surface of Twin.Contracts is not the one in {file}.\n"
            + string.Concat(gone.Select(line => $"- {line}\n")) + string.Concat(added.Select(line => $"+ {line}\n"))
            + $"If the change is meant, set {Switch}=1, run this test again and commit the file; the minor version grows with what is added, "
            + "the major one with what is gone.");
    }

    // A member's line says its type only by standing under it; for a comparison each line names both.
    private static IEnumerable<string> Qualified(IEnumerable<string> lines)
    {
        string type = string.Empty;
        foreach (string line in lines)
        {
            type = line.StartsWith(' ') ? type : line;
            yield return line.StartsWith(' ') ? $"{type} |{line[1..]}" : line;
        }
    }

    private static string ListingFile([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "PublicApi.txt");
}
