namespace Twin.Plugins.Tests;

public sealed class ManifestTests : IDisposable
{
    private const string Good = "\"id\": \"a.b\",\n\"vendor\": \"V\",\n\"version\": \"1.0\",\n\"entry\": \"Fixture.Parts.GoodPlugin\"";
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("", PluginProblemCodes.ManifestNotJson, 1)]
    [InlineData("[]", PluginProblemCodes.ManifestNotJson, 1)]
    [InlineData("{\n" + Good + ",\n}", PluginProblemCodes.ManifestNotJson, 6)]
    [InlineData("{\n" + Good + "}\nmore", PluginProblemCodes.ManifestNotJson, 6)]
    [InlineData("{\n" + Good + ",\n\"author\": {\"x\": [1, 2]}}", PluginProblemCodes.ManifestUnknownKey, 6)]
    [InlineData("{\n" + Good + ",\n\"id\": \"c.d\"}", PluginProblemCodes.ManifestDuplicateKey, 6)]
    [InlineData("{\n" + Good + ",\n\"assembly\": 3}", PluginProblemCodes.ManifestBadValue, 6)]
    [InlineData("{\n" + Good + ",\n\"assembly\": \"sub/x.dll\"}", PluginProblemCodes.ManifestBadValue, 6)]
    [InlineData("{\n" + Good + ",\n\"assembly\": \"../x.dll\"}", PluginProblemCodes.PathOutside, 6)]
    [InlineData("{\n" + Good + ",\n\"assembly\": \"/x.dll\"}", PluginProblemCodes.PathOutside, 6)]
    [InlineData("{\n" + Good + ",\n\"assembly\": \"C:x.dll\"}", PluginProblemCodes.PathOutside, 6)]
    [InlineData("{\n" + Good + ",\n\"assembly\": \"None.dll\"}", PluginProblemCodes.FileMissing, 6)]
    [InlineData("{\n" + Good + ",\n\"native\": \"lib\"}", PluginProblemCodes.ManifestBadValue, 6)]
    [InlineData("{\n" + Good + ",\n\"native\": [[\"lib\"]]}", PluginProblemCodes.ManifestBadValue, 6)]
    [InlineData("{\n" + Good + ",\n\"native\": [\"lib/../..\"]}", PluginProblemCodes.PathOutside, 6)]
    [InlineData("{\n" + Good + ",\n\"native\": [\"lib\"]}", PluginProblemCodes.FileMissing, 6)]
    public void Load_WrongManifest_NamesCodeAndLine(string text, string code, int line)
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginWorkshop.Manifest(folder, text);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal((code, line), (problem.Code, problem.Line));
        Assert.Equal(Path.Combine(folder, "plugin.json"), problem.File);
    }

    [Theory]
    [InlineData("id", "laser")]
    [InlineData("id", "Acme.laser")]
    [InlineData("id", "acme..laser")]
    [InlineData("id", "acme.laser-")]
    [InlineData("vendor", " ")]
    [InlineData("version", "1")]
    [InlineData("version", "1.x")]
    [InlineData("version", "1.0-")]
    [InlineData("version", "1.2.3.4")]
    [InlineData("entry", "")]
    [InlineData("entry", "A..B")]
    [InlineData("entry", "A+B")]
    public void Load_MalformedValue_NamesIt(string key, string value)
    {
        string folder = _workshop.Folder("GoodPlugin");
        Dictionary<string, string> values = new() { ["id"] = "a.b", ["vendor"] = "V", ["version"] = "1.0", ["entry"] = "A.B", [key] = value };
        PluginWorkshop.Manifest(folder, "{" + string.Join(",", values.Select(pair => $"\"{pair.Key}\": \"{pair.Value}\"")) + "}");

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.ManifestBadValue, problem.Code);
        Assert.Contains($"'{key}' is '{value}'", problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Hint);
    }

    [Fact]
    public void Load_ManyProblems_ReportsAllAtOnce()
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginWorkshop.Manifest(folder, """
            {
              "id": "Wrong",
              "version": "one",
              "colour": "red"
            }
            """);

        Assert.Equal(
            [(PluginProblemCodes.ManifestUnknownKey, 4), (PluginProblemCodes.ManifestMissingKey, null), (PluginProblemCodes.ManifestMissingKey, null),
             (PluginProblemCodes.ManifestBadValue, 2), (PluginProblemCodes.ManifestBadValue, 3)],
            _workshop.Refused().Select(problem => (problem.Code, problem.Line)));
    }

    [Fact]
    public void Load_ByteOrderMark_IsSkipped()
    {
        string folder = _workshop.Folder("GoodPlugin");
        File.WriteAllBytes(Path.Combine(folder, "plugin.json"), [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(Path.Combine(folder, "plugin.json"))]);

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Load_BrokenText_IsAProblem()
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginWorkshop.Manifest(folder, "{\n\"id\": \"\\ud800\"}");

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal((PluginProblemCodes.ManifestNotJson, 2), (problem.Code, problem.Line));
    }

    [Fact]
    public void Load_ManifestWithAnyBytesChanged_NeverThrows()
    {
        string folder = _workshop.Empty("mutant");
        string manifest = Path.Combine(folder, "plugin.json");
        byte[] good = System.Text.Encoding.UTF8.GetBytes("{\n" + Good + ",\n\"native\": [\"lib\"],\n\"assembly\": \"X.dll\"}");
        Random random = new(20);
        for (int i = 0; i < 500; i++)
        {
            byte[] mutant = [.. good];
            for (int change = random.Next(1, 4); change > 0; change--)
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(manifest, mutant[..random.Next(mutant.Length + 1)]);

            // The folder has no assembly, so something is wrong in any case.
            Assert.NotEmpty(_workshop.Refused());
        }
    }

    [Fact]
    public void Load_SeveralAssembliesUndescribed_AsksForOne()
    {
        string folder = _workshop.Folder("GoodPlugin");
        File.Delete(Path.Combine(folder, "Fixture.Parts.deps.json"));

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.AssemblyUndecided, problem.Code);
        Assert.Contains("Fixture.Library.dll, Fixture.Parts.dll", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AssemblyNamedLikeTheFolder_IsTheDefault()
    {
        string folder = _workshop.Folder("GoodPlugin", name: "Fixture.Parts");
        File.Delete(Path.Combine(folder, "Fixture.Parts.deps.json"));

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Problem_Text_ReadsLikeACompilersMessage() =>
        Assert.Equal("/p/plugin.json:4: TW0211 a.b: There is no key 'x'. The keys are these.",
            new PluginProblem("TW0211", "a.b", "There is no key 'x'.", "The keys are these.", "/p/plugin.json", 4).ToString());
}
