using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Twin.Chassis.Tests;

public sealed class SchemaPatternTests
{
    private static readonly JsonObject Properties = JsonNode.Parse(ChassisSchema.Write())!["properties"]!.AsObject();

    [Theory]
    [InlineData("room", "25 degC", true)]
    [InlineData("room", "25°C", true)]
    [InlineData("room", "298.15 K", true)]
    [InlineData("room", "-2.5e1 C", true)]
    [InlineData("room", "25", false)]
    [InlineData("room", "25 W", false)]
    [InlineData("altitude", "150 m", true)]
    [InlineData("altitude", "3 µm", true)]
    [InlineData("altitude", "1,5 m", false)]
    public void Pattern_Quantity_AsTheReader(string key, string text, bool isQuantity)
    {
        string pattern = Properties[key]!["pattern"]!.GetValue<string>();
        Assert.Equal(isQuantity, Regex.IsMatch(text, pattern, RegexOptions.ECMAScript));
        IReadOnlyList<Engine.Description.Problem> problems = ChassisFile.Parse($"model: a\n{key}: {text}\ncomponents: {{a: v.p}}\n", "a.yaml").Problems;
        Assert.Equal(isQuantity, problems.All(problem => problem.Code == ProblemCodes.OutOfRange));
    }

    [Fact]
    public void Pattern_Film_AllSpellings()
    {
        string pattern = Properties["packages"]!["additionalProperties"]!["properties"]!["bottom"]!["oneOf"]![0]!["properties"]!["film"]!["pattern"]!.GetValue<string>();
        Assert.All((string[])["5 W/m2K", "5 W/m²K", "5 W/(m2 K)", "5 W/(m2.K)"], text => Assert.Matches(pattern, text));
        Assert.DoesNotMatch(pattern, "5 W/m2xK");
        // Where the flag 'u' is on, as in editors, only signs of syntax may be escaped.
        Assert.DoesNotMatch(@"\\[^\\^$.*+?()\[\]{}|/s]", pattern);
    }
}
