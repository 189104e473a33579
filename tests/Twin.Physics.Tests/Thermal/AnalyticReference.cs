using System.Globalization;

namespace Twin.Physics.Tests.Thermal;

/// <summary>Rows of reference/thermal/analytic.csv: case, quantity, inputs, formula, value, unit.</summary>
internal static class AnalyticReference
{
    private static readonly List<string[]> Rows = Load();

    public static double Value(string caseStart, string quantity)
    {
        string[][] found = Rows.Where(row => row[0].StartsWith(caseStart, StringComparison.Ordinal) && row[1] == quantity).ToArray();
        return double.Parse(Assert.Single(found)[4], CultureInfo.InvariantCulture);
    }

    private static List<string[]> Load()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Twin.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        string file = Path.Combine(folder.FullName, "tests", "Twin.Physics.Tests", "reference", "thermal", "analytic.csv");
        return File.ReadAllLines(file).Skip(1).Select(Split).ToList();
    }

    private static string[] Split(string line)
    {
        List<string> fields = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
        }

        return [.. fields];
    }
}
