using Twin.Engine.Description;

namespace Twin.Chassis.Tests;

public sealed partial class ChassisFileTests
{
    [Fact]
    public void Parse_ManyMistakes_AllAtOnceByPosition()
    {
        const string Text = """
            modell: x
            room: 25 W
            components:
              a: {knd: v.p, repeat: 0}
              b: v.p
            zones:
              board: {capacity: 0 J/K, surface-loss: 1 K}
            mounts:
              - {from: b.case, to: bord, conductance: 1}
            schedule: {base: 3 ms}
            """;
        ChassisFileResult result = ChassisFile.Parse(Text, "bad.yaml");
        string[] expected =
        [
            "1:1 TW0104 modell", "1:1 TW0106 model", "2:7 TW0109 room",
            "4:6 TW0106 components.a.kind", "4:7 TW0104 components.a.knd", "4:25 TW0110 components.a.repeat",
            "7:21 TW0110 zones.board.capacity", "7:42 TW0109 zones.board.surface-loss",
            "9:24 TW0116 mounts[0].to", "9:43 TW0109 mounts[0].conductance",
            "10:11 TW0117 schedule.link", "10:11 TW0117 schedule.flow", "10:11 TW0117 schedule.control",
        ];
        Assert.Equal(expected, result.Problems.Select(problem => $"{problem.Origin!.Line}:{problem.Origin.Column} {problem.Code} {problem.Path}"));
        Assert.Null(result.Description);
    }

    [Theory]
    [InlineData("", "TW0107", 1, 1)]
    [InlineData("# nothing\n", "TW0107", 1, 1)]
    [InlineData("model: [a\ncomponents: {}\n", "TW0102", 1, 8)]
    [InlineData("model: a\n\tcomponents: {}\n", "TW0102", 1, 8)]
    [InlineData("model: \"a\n", "TW0102", 1, 8)]
    [InlineData("model: a: b\n", "TW0102", 1, 9)]
    [InlineData("- model\n", "TW0108", 1, 1)]
    [InlineData("just text\n", "TW0108", 1, 1)]
    [InlineData("? [a, b]\n: c\n", "TW0103", 1, 3)]
    [InlineData("model: a\ncomponents: {}\n", "TW0107", 2, 13)]
    public void Parse_NoChassis_SaysSo(string text, string code, int line, int column)
    {
        ChassisFileResult result = ChassisFile.Parse(text, "bad.yaml");
        Assert.Null(result.Description);
        Problem problem = result.Problems.First(problem => problem.Code == code);
        Assert.Equal(new Origin("bad.yaml", line, column), problem.Origin);
    }

    [Fact]
    public void Parse_CommaInBraces_HintSaysQuotes()
    {
        ChassisFileResult result = ChassisFile.Parse("model: a\ncomponents: {a: v.p}\nmounts: [{from: a.x, b.y, to: a.z, conductance: 1 W/K}]\n", "bad.yaml");
        Problem problem = Assert.Single(result.Problems);
        Assert.Equal(("TW0104", "In braces a comma ends a text: put quotes around a text with commas."), (problem.Code, problem.Hint));
    }

    [Fact]
    public void Parse_AliasBomb_RefusedWithoutExpansion()
    {
        string[] lines = [.. Enumerable.Range(1, 12).Select(i => $"k{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]")];
        ChassisFileResult result = ChassisFile.Parse("k0: &a0 x\n" + string.Join('\n', lines), "bomb.yaml");
        Assert.Contains(result.Problems, problem => problem.Code == ProblemCodes.NotSupported && problem.Message.Contains("alias", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Parse_DeepNesting_RefusedAtTheBound(char bracket)
    {
        Problem problem = Assert.Single(ChassisFile.Parse("model: a\nx: " + new string(bracket, 100_000), "deep.yaml").Problems);
        Assert.Equal(ProblemCodes.NotSupported, problem.Code);
        Assert.Equal(2, problem.Origin!.Line);
    }

    [Fact]
    public void Parse_ManyProblems_ListEndsWithCount()
    {
        string text = "model: a\ncomponents:\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"  A{i}: v.p\n"));
        IReadOnlyList<Problem> problems = ChassisFile.Parse(text, "many.yaml").Problems;
        Assert.Equal(501, problems.Count);
        Assert.Equal((ProblemCodes.MoreProblems, "100 more problems are not listed."), (problems[^1].Code, problems[^1].Message));
    }

    [Fact]
    public void Parse_TooManyComponents_SaysSo()
    {
        string text = "model: a\ncomponents:\n" + string.Concat(Enumerable.Range(0, 5).Select(i => $"  c{(char)('a' + i)}: 4000 x v.p\n"));
        Problem problem = Assert.Single(ChassisFile.Parse(text, "many.yaml").Problems);
        Assert.Equal((ProblemCodes.TooMany, "components.ce"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Parse_TooManyValues_SaysSo() =>
        Assert.Equal(ProblemCodes.NotSupported, Assert.Single(ChassisFile.Parse("x: [" + string.Concat(Enumerable.Repeat("1,", 200_001)) + "]", "many.yaml").Problems).Code);

    [Fact]
    public void Parse_TooLong_SaysSo() =>
        Assert.Equal(ProblemCodes.Unreadable, Assert.Single(ChassisFile.Parse(new string('#', 5_000_000), "long.yaml").Problems).Code);

    [Fact]
    public void Read_MissingFile_SaysWhereItLooked()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "no-such.yaml");
        Problem problem = Assert.Single(ChassisFile.Read(path).Problems);
        Assert.Equal((ProblemCodes.Unreadable, $"There is no file '{path}'."), (problem.Code, problem.Message));
    }

    [Fact]
    public void Read_Folder_SaysSo() =>
        Assert.Contains("is a folder", Assert.Single(ChassisFile.Read(AppContext.BaseDirectory).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NotUtf8_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("latin.yaml", [(byte)'a', 0xE9, (byte)'b']);
        Assert.Equal("Save it as UTF-8.", Assert.Single(ChassisFile.Read(path).Problems).Hint);
    }

    [Fact]
    public void Read_TooLarge_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("large.yaml", new byte[4 * 1024 * 1024 + 1]);
        Assert.Contains("larger than 4 MiB", Assert.Single(ChassisFile.Read(path).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ByteOrderMark_IsNoProblem()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("mark.yaml", [0xEF, 0xBB, 0xBF, .. "model: a\ncomponents: {a: v.p}\n"u8]);
        Assert.Empty(ChassisFile.Read(path).Problems);
    }

    // What a hand, an editor or a broken disk does to a file: signs go, come, change place; lines double, vanish, trade places.
    [Fact]
    public void Parse_MutatedFile_NeverThrowsAndEitherReadsOrSaysWhy()
    {
        const string Signs = "{}[],:#&*!|>'\"%@`-?\t \n0aZ.é\0\uD800";
        Random random = new(20260727);
        for (int i = 0; i < 2000; i++)
        {
            List<char> text = [.. FullFile.Text];
            for (int turn = random.Next(1, 6); turn > 0; turn--)
            {
                int at = random.Next(text.Count);
                int length = Math.Min(random.Next(1, 40), text.Count - at);
                switch (random.Next(6))
                {
                    case 0: text.RemoveRange(at, length); break;
                    case 1: text.Insert(at, Signs[random.Next(Signs.Length)]); break;
                    case 2: text[at] = Signs[random.Next(Signs.Length)]; break;
                    case 3: text.InsertRange(random.Next(text.Count), text.GetRange(at, length)); break;
                    case 4: text.Reverse(at, length); break;
                    default: text.RemoveRange(at, text.Count - at); text.Add('\n'); break;
                }
                if (text.Count == 0)
                    text.Add(' ');
            }
            ChassisFileResult result = ChassisFile.Parse(new string([.. text]), "mutated.yaml");
            Assert.Equal(result.Description is null, result.Problems.Count > 0);
            Assert.All(result.Problems, problem =>
            {
                Assert.Matches("^TW01[0-9]{2}$", problem.Code);
                Assert.False(string.IsNullOrWhiteSpace(problem.Path) || string.IsNullOrWhiteSpace(problem.Message));
                Assert.True(problem.Code == ProblemCodes.MoreProblems || problem.Origin is { Line: > 0, Column: > 0 });
                Assert.DoesNotContain(problem.ToString(), sign => sign is '\n' or '\r');
            });
        }
    }
}
