using System.Text.Json;

namespace Twin.EndToEnd.Tests;

public sealed class PluginCheckTests
{
    private static readonly string Laser = Path.Combine(TwinProcess.Folder, "plugins", "Acme.InPLaser");

    [Fact]
    public async Task PluginCheck_ShippedPlugin_IsGood()
    {
        using TemporaryFolder folder = new();
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("plugin", "check", Laser, "--kind", "acme.els-module", "--case", "0", "--json", folder.File("report.json"));

        Assert.Empty(error);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("acme.inp-laser 1.0.0 (Acme Photonics), seed 1\n  acme.els-module: 1 cases", output, StringComparison.Ordinal);
        Assert.EndsWith("ok: keeps to the contract\n", output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("report.json")));
        Assert.True(json.RootElement.GetProperty("isGood").GetBoolean());
        Assert.Equal("acme.els-module", json.RootElement.GetProperty("kinds")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task PluginCheck_WrongDeclaration_IsAFindingWithTheCommandThatShowsItAgain()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.GetFiles(Laser))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        folder.Write("conformance.json", """{"kinds": {"acme.els-module": {"directions": [{"when": "output-power", "falls": ["out.power"]}]}}}""");
        string[] arguments = ["plugin", "check", folder.Path, "--kind", "acme.els-module", "--case", "0", "--seed", "7"];
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(arguments);

        Assert.Empty(error);
        Assert.Equal(1, exitCode);
        Assert.Contains("goes-the-declared-way: acme.els-module, out.power: It is declared to fall when output-power rises", output, StringComparison.Ordinal);
        Assert.Contains("  again: twin " + string.Join(' ', arguments) + "\n", output, StringComparison.Ordinal);
    }
}
