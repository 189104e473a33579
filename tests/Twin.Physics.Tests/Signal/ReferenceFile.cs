using System.Globalization;
using System.Text.Json;

namespace Twin.Physics.Tests.Signal;

/// <summary>Reads the reference data that lies beside the tests' sources.</summary>
internal static class ReferenceFile
{
    private static readonly Lazy<Dictionary<string, JsonElement>> OpticalCases = new(() =>
        JsonDocument.Parse(File.ReadAllText(PathOf("optical/oracles.json"))).RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(c => c.GetProperty("id").GetString()!));

    public static IEnumerable<string> OpticalIds(string prefix) =>
        OpticalCases.Value.Keys.Where(id => id.StartsWith(prefix, StringComparison.Ordinal));

    public static double Input(string id, string name) => Number(OpticalCases.Value[id].GetProperty("input").GetProperty(name));

    public static JsonElement InputElement(string id) => OpticalCases.Value[id].GetProperty("input");

    public static double Expected(string id, string name) => Number(OpticalCases.Value[id].GetProperty("expected").GetProperty(name));

    public static double[] ExpectedArray(string id, string name) =>
        OpticalCases.Value[id].GetProperty("expected").GetProperty(name).EnumerateArray().Select(e => e.GetDouble()).ToArray();

    public static IEnumerable<Dictionary<string, string>> Csv(string path)
    {
        string[] lines = File.ReadAllLines(PathOf(path));
        string[] header = lines[0].Split(',');
        foreach (string line in lines.Skip(1).Where(l => l.Length > 0))
        {
            string[] cells = line.Split(',');
            yield return header.Select((name, i) => (name, cells[i])).ToDictionary(p => p.name, p => p.Item2);
        }
    }

    public static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static string PathOf(string relative)
    {
        // From the build output up to the repository's root, so that no project file has to copy the data.
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Twin.sln")))
            folder = folder.Parent;
        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "tests", "Twin.Physics.Tests", "reference", relative);
    }

    public static void Relative(double expected, double actual, double tolerance) =>
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Abs(expected),
            $"expected {expected:R}, got {actual:R}, relative difference {(actual / expected) - 1.0:E2} above {tolerance:E1}");

    private static double Number(JsonElement element) => element.GetDouble();
}
