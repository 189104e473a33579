using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Twin.Chassis.Tests;

public sealed class ChassisSchemaTests
{
    private static readonly string Folder = AppContext.BaseDirectory;

    // To write the file anew after a change of the grammar: TWIN_WRITE_SCHEMA=path/to/chassis.schema.json dotnet test
    [Fact]
    public void SchemaFile_ComparedWithReader_IsTheSame()
    {
        if (Environment.GetEnvironmentVariable("TWIN_WRITE_SCHEMA") is { Length: > 0 } path)
            File.WriteAllText(path, ChassisSchema.Write());
        else
            Assert.Equal(ChassisSchema.Write(), File.ReadAllText(Path.Combine(Folder, "chassis.schema.json")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Schema_Keys_AllReadFromTheFullFile()
    {
        // The full file is read without a problem, so the reader accepts each key of the schema; that it refuses others is tested with bad files, and traces have tests of their own.
        string[] ofTraces = ["file", "interpolation"];
        IEnumerable<string> missing = Keys().Where(key => !FullFile.Text.Contains(key + ":", StringComparison.Ordinal)).Except(ofTraces);
        Assert.Empty(missing);
    }

    [Fact]
    public void Schema_Objects_RefuseUnknownKeys()
    {
        JsonObject[] closed = [.. Objects(JsonNode.Parse(ChassisSchema.Write())!).Where(node => node["properties"] is JsonObject)];
        Assert.True(closed.Length > 20);
        Assert.All(closed, node => Assert.False(node["additionalProperties"]!.GetValue<bool>()));
    }

    [Fact]
    public void Schema_Defaults_AreThere()
    {
        JsonObject properties = JsonNode.Parse(ChassisSchema.Write())!["properties"]!.AsObject();
        Assert.Equal("25 degC", properties["room"]!["default"]!.GetValue<string>());
        Assert.Equal(1UL, properties["seed"]!["default"]!.GetValue<ulong>());
        Assert.True(properties["spread"]!["default"]!.GetValue<bool>());
        Assert.Equal("steady", properties["initial"]!["default"]!.GetValue<string>());
    }

    [Fact]
    public void Page_Keys_AllNamed()
    {
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.Equal([], Keys().Where(key => !Regex.IsMatch(page, $@"(?<![\w-]){key}(:|`)")));
    }

    [Fact]
    public void Page_Codes_AllNamed()
    {
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        string[] codes = [.. typeof(ProblemCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.Equal([], codes.Where(code => !page.Contains($"| {code} |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_Patterns_AllNamed()
    {
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.Equal([], WorkloadText.Patterns.Where(pattern => !page.Contains($"`{pattern}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_Example_IsAGoodFile()
    {
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        int start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        string text = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        // The example trace and port group are not there; everything else must read.
        text = text.Replace("\"trace: day.csv\", uplink: random", "full", StringComparison.Ordinal);
        Assert.Empty(ChassisFile.Parse(text, "README.md").Problems);
    }

    private static string[] Keys() =>
        [.. Objects(JsonNode.Parse(ChassisSchema.Write())!).Select(node => node["properties"]).OfType<JsonObject>().SelectMany(keys => keys).Select(key => key.Key).Distinct()];

    private static IEnumerable<JsonObject> Objects(JsonNode node)
    {
        if (node is JsonObject found)
            yield return found;
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject map => map.Select(entry => entry.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (JsonObject child in children.OfType<JsonNode>().SelectMany(Objects))
            yield return child;
    }
}
