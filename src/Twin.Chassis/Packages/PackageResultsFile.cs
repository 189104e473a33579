using System.Globalization;
using System.Text.RegularExpressions;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Chassis.Packages;

/// <summary>Reads temperatures that a package is compared with: <c>block,power_W,avg_K,max_K</c>, <c>t_s,NAME_avg_K,NAME_max_K,...</c>, or a map of numbers without header.</summary>
public static partial class PackageResultsFile
{
    private const string Block = "block";
    private const string Time = "t_s";
    private const string Power = "power_W";

    /// <summary>Reads a file. Every problem is reported at once; none is thrown.</summary>
    /// <param name="path">Its path; messages show it as given.</param>
    /// <param name="package">The package whose blocks and probes it names.</param>
    public static PackageResults Read(string path, PackageModel package)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(package);
        ProblemList problems = new();
        HashSet<Origin> told = [];
        if (TextFile.Read(path, CsvTable.MostBytes, "results", new(path, 1, 1), problems) is not { } text)
            return new(false, [], [], 0, problems.ToSortedList());
        if (IsMap(text))
            return ReadMap(text, path, problems);
        if (CsvTable.Parse(text, path, [], null, problems, told) is not { } table)
            return new(false, [], [], 0, problems.ToSortedList());
        bool isSteady = table.IndexOf(Block) >= 0;
        List<PackageResult> values = [];
        string[] blocks = [.. package.Blocks.Select(block => block.Name)];
        string[] probes = [.. package.Probes.Select(probe => probe.Name)];
        if (isSteady)
            ReadSteady(table, blocks, probes, values);
        else if (table.IndexOf(Time) >= 0)
            ReadTransient(table, blocks, probes, values);
        else
            problems.Add(ProblemCodes.WrongTableHeader, table.Name, $"There is neither a column '{Block}' nor a column '{Time}'.", "Results are 'block,power_W,avg_K,max_K', 't_s,NAME_avg_K,NAME_max_K,...' or a map of numbers.", new(path, 1, 1));
        if (problems.Count == 0 && values.Count == 0)
            problems.Add(ProblemCodes.WrongTableRow, table.Name, "There is no value.", "Give temperatures below the header.", new(path, 1, 1));
        return problems.Count == 0 ? new(isSteady, values, [], 0, []) : new(isSteady, [], [], 0, problems.ToSortedList());
    }

    private static void ReadSteady(CsvTable table, string[] blocks, string[] probes, List<PackageResult> values)
    {
        List<(string Column, PackageQuantity Quantity, int? Grid)> columns = [];
        foreach ((string name, Origin origin) in table.Header.Where(column => column.Name is not (Block or Power)))
        {
            Match match = SteadyColumn().Match(name);
            if (match.Success)
                columns.Add((name, QuantityOf(match.Groups[1].Value), match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null));
            else
                table.Report(ProblemCodes.WrongTableHeader, $"{table.Name}.{Quote.Short(name)}", $"'{Quote.Short(name)}' is not a column of steady results.", "They are block, power_W, avg_K and max_K, or avg_K_grid50 and its like.", origin);
        }
        foreach (CsvRow row in table.Rows)
        {
            if (row.Name(Block) is not { } name)
                continue;
            bool isProbe = Array.IndexOf(probes, name) >= 0;
            if (!isProbe && Array.IndexOf(blocks, name) < 0)
                row.Report(ProblemCodes.UnknownPart, Block, $"There is no block '{Quote.Short(name)}' in this package.", Nearest.Hint(name, blocks, "blocks"));
            foreach ((string column, PackageQuantity quantity, int? grid) in columns)
                values.Add(new(name, isProbe ? PackageQuantity.Point : quantity, 0, grid, row.Number(column, isPositive: true)));
        }
    }

    private static void ReadTransient(CsvTable table, string[] blocks, string[] probes, List<PackageResult> values)
    {
        List<(string Column, string Name, PackageQuantity Quantity)> columns = [];
        foreach ((string column, Origin origin) in table.Header.Where(column => column.Name != Time))
        {
            Match match = TransientColumn().Match(column);
            string name = match.Groups[1].Value;
            if (match.Success && Array.IndexOf(blocks, name) >= 0)
                columns.Add((column, name, QuantityOf(match.Groups[2].Value)));
            else if (column.EndsWith("_K", StringComparison.Ordinal) && Array.IndexOf(probes, column[..^2]) >= 0)
                columns.Add((column, column[..^2], PackageQuantity.Point));
            else if (match.Success)
                table.Report(ProblemCodes.UnknownPart, $"{table.Name}.{Quote.Short(column)}", $"There is no block '{Quote.Short(name)}' in this package.", Nearest.Hint(name, blocks, "blocks"), origin);
            else
                table.Report(ProblemCodes.WrongTableHeader, $"{table.Name}.{Quote.Short(column)}", $"'{Quote.Short(column)}' is not a column of results over time.", "They are t_s, then NAME_avg_K and NAME_max_K of blocks and NAME_K of probes.", origin);
        }
        double before = double.NegativeInfinity;
        foreach (CsvRow row in table.Rows)
        {
            double timeS = row.Number(Time);
            if (timeS <= before || timeS < 0)
                row.Report(ProblemCodes.PackageValue, Time, $"The time '{Quote.Short(row.Text(Time))}' is not after that of the row before.", "Times rise from zero.");
            before = double.IsNaN(timeS) ? before : timeS;
            foreach ((string column, string name, PackageQuantity quantity) in columns)
                values.Add(new(name, quantity, timeS, null, row.Number(column, isPositive: true)));
        }
    }

    private static PackageResults ReadMap(string text, string path, ProblemList problems)
    {
        List<double> map = [];
        int columns = 0;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] fields = line.Split(',');
            columns = columns == 0 ? fields.Length : columns;
            if (fields.Length != columns)
                problems.Add(ProblemCodes.WrongTableRow, "map", $"The row has {fields.Length} numbers, the first has {columns}.", "Give one for each cell.", new(path, i + 1, 1));
            for (int field = 0; field < fields.Length; field++)
            {
                if (!double.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value > 0 && double.IsFinite(value)))
                    problems.Add(ProblemCodes.WrongField, "map", $"'{Quote.Short(fields[field].Trim())}' is not a temperature in kelvin.", null, CsvPlace.Of(path, line, i + 1, field));
                map.Add(value);
            }
        }
        return problems.Count == 0 ? new(true, [], map, columns, []) : new(true, [], [], 0, problems.ToSortedList());
    }

    // A table begins with names, a map with a number.
    private static bool IsMap(string text)
    {
        string first = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? string.Empty;
        return double.TryParse(first.Split(',')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
    }

    private static PackageQuantity QuantityOf(string word) => word == "avg" ? PackageQuantity.Average : PackageQuantity.Maximum;

    [GeneratedRegex("^(avg|max)_K(?:_grid([0-9]{1,5}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex SteadyColumn();

    [GeneratedRegex("^(.+)_(avg|max)_K$", RegexOptions.CultureInvariant)]
    private static partial Regex TransientColumn();
}
