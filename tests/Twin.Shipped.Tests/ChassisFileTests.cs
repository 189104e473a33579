using Twin.Chassis;

namespace Twin.Shipped.Tests;

/// <summary>The shipped files: good, with the counts that are published, and with a source for their figures.</summary>
[Collection(ShippedCollection.Name)]
public sealed class ChassisFileTests(ShippedChassis shipped)
{
    /// <summary>Sections whose figures need a source; the others hold none, or only references and counts.</summary>
    private static readonly string[] FigureSections = ["zones", "packages", "streams", "channels", "light-paths", "far-ends", "mounts", "rails"];

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void File_Shipped_HasNoProblem(string name)
    {
        ChassisFileResult file = ChassisFile.Read(ShippedChassis.FileOf(name));
        Assert.Empty(file.Problems);
        Assert.Equal(name, file.Description!.Model);
    }

    [Fact]
    public void Files_Shipped_AreThoseOfTheseTests() =>
        Assert.Equal(
            new[] { ShippedChassis.Cpo102, ShippedChassis.Cpo51, ShippedChassis.Hybrid, ShippedChassis.Pluggable },
            Directory.GetFiles(Path.GetDirectoryName(ShippedChassis.FileOf("any"))!, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    // Reference "Architectures of published optical switch systems".
    [Theory]
    [InlineData(ShippedChassis.Cpo51, 8, 16, 0, 128, 8, 800e9)]
    [InlineData(ShippedChassis.Cpo102, 16, 16, 0, 128, 8, 1600e9)]
    [InlineData(ShippedChassis.Pluggable, 0, 0, 64, 512, 8, 800e9)]
    [InlineData(ShippedChassis.Hybrid, 4, 4, 32, 32 + 128, 4, 400e9)]
    public void Counts_OfChassis_AreThePublishedOnes(string name, int engines, int laserModules, int modules, int lasers, int portLanes, double portRate)
    {
        Running running = shipped.Steady(name);
        Assert.Equal(engines, Components("cygnus."));
        Assert.Equal(laserModules, Components("acme."));
        Assert.Equal(modules, Components("dorado."));
        Assert.Equal(64, running.Chassis.Ports.Count);
        Assert.All(running.Chassis.Ports, port => Assert.Equal((portRate, portLanes), (port.Rate.BitsPerSecond, port.Lanes)));

        // Each lane has an end of the switch chip's and one at the line, a transmitter and a receiver each way.
        int lanes = 64 * portLanes;
        Assert.Equal(lanes, running.Chassis.Ports.Sum(port => port.Lanes));
        Assert.Equal(lanes, running.Signals(@"^asic0/lane\d+/rx/margin$").Count);
        Assert.Equal(lanes, running.Signals(@"lane\d+/line-tx/power$").Count);
        Assert.Equal(lanes, running.Signals(@"lane\d+/line-rx/power$").Count);
        Assert.Equal(lasers, running.Signals(@"^(module\d+/lane|els\d+/laser)\d/bias-current$").Count);

        int Components(string vendor) => running.Chassis.Components.Count(component => component.Kind.StartsWith(vendor, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Figures_OfComponentsAndSections_NameASource(string name)
    {
        string[] lines = File.ReadAllLines(ShippedChassis.FileOf(name));
        List<string> without = [];
        foreach ((string section, int first, int end) in Blocks(lines, 0, lines.Length, 0))
        {
            if (section == "components")
            {
                without.AddRange(Blocks(lines, first + 1, end, 2)
                    .Where(block => lines[block.First..block.End].Any(line => line.Contains("parameters:", StringComparison.Ordinal)))
                    .Where(block => !HasComment(block.First, block.End)).Select(block => $"components.{block.Name}"));
            }
            else if (FigureSections.Contains(section) && !HasComment(first, end))
            {
                without.Add(section);
            }
        }

        Assert.Empty(without);

        bool HasComment(int from, int to) => lines[from..to].Any(line => line.Contains('#', StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, int First, int End)> Blocks(string[] lines, int from, int to, int indent)
    {
        int[] heads = [.. Enumerable.Range(from, to - from).Where(i =>
            lines[i].Length > indent && lines[i].TakeWhile(c => c == ' ').Count() == indent && char.IsAsciiLetter(lines[i][indent]))];
        for (int i = 0; i < heads.Length; i++)
        {
            yield return (lines[heads[i]].Trim().Split(':')[0], heads[i], i + 1 < heads.Length ? heads[i + 1] : to);
        }
    }
}
