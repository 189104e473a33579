using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Chassis.Packages;

/// <summary>Reads <c>trace_power.csv</c>: <c>t_start_s</c> and one column of watts for each block.</summary>
internal static class PackageTraceReader
{
    private const string Start = "t_start_s";

    /// <summary>Reads the table.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="blocks">The blocks in the order of the model; null when not all of them are known, and no column can be called wrong.</param>
    /// <param name="problems">Receives everything that is wrong.</param>
    /// <param name="told">Places of problems.</param>
    /// <returns>Null when it reported a problem or the blocks are not known.</returns>
    public static PackageTrace? Read(string file, IReadOnlyList<PackageBlock>? blocks, ProblemList problems, HashSet<Origin> told)
    {
        int before = problems.Count;
        if (CsvTable.Read(file, [Start], null, problems, told) is not { } table)
            return null;
        if (blocks is not null)
            CheckColumns(table, [.. blocks.Select(block => block.Name)], problems);
        string[] columns = [.. table.Header.Select(column => column.Name).Where(column => column != Start)];
        double[] startsS = new double[table.Rows.Count];
        Dictionary<string, double[]> powersW = columns.ToDictionary(column => column, _ => new double[table.Rows.Count], StringComparer.Ordinal);
        for (int i = 0; i < table.Rows.Count; i++)
        {
            CsvRow row = table.Rows[i];
            startsS[i] = row.Number(Start);
            if (startsS[i] < 0)
                row.Report(ProblemCodes.PackageValue, Start, $"The row starts at {row.Text(Start)} s.", "Times begin at zero or later.");
            else if (i > 0 && startsS[i] <= startsS[i - 1])
                row.Report(ProblemCodes.PackageValue, Start, $"The time '{row.Text(Start)}' is not after that of the row before.", "Times must rise.");
            foreach (string column in columns)
            {
                powersW[column][i] = row.Number(column);
                if (powersW[column][i] < 0)
                    row.Report(ProblemCodes.PackageValue, column, $"The power '{row.Text(column)}' of '{column}' is negative.", "It must be zero or more.");
            }
        }
        if (table.Rows.Count == 0 && table.IsWhole)
            problems.Add(ProblemCodes.WrongTableRow, table.Name, "The trace has no row.", "Give times and powers below the header.", new(file, 1, 1));
        if (blocks is null || problems.Count > before)
            return null;
        double[] all = new double[table.Rows.Count * blocks.Count];
        for (int block = 0; block < blocks.Count; block++)
        {
            double[] column = powersW[blocks[block].Name];
            for (int i = 0; i < column.Length; i++)
                all[(i * blocks.Count) + block] = column[i];
        }
        return new(startsS, all, blocks.Count);
    }

    private static void CheckColumns(CsvTable table, string[] blocks, ProblemList problems)
    {
        string[] missing = [.. blocks.Where(block => table.IndexOf(block) < 0)];
        foreach ((string name, Origin origin) in table.Header.Where(column => column.Name != Start && !blocks.Contains(column.Name)))
            table.Report(ProblemCodes.UnknownPart, $"{table.Name}.{Quote.Short(name)}", $"'{Quote.Short(name)}' is not a block of this package.", Nearest.Hint(name, missing, "blocks without a column"), origin);
        foreach (string name in missing)
            problems.Add(ProblemCodes.WrongTableHeader, $"{table.Name}.{name}", $"There is no column for block '{name}'.", "Give each block one; zeros for one that is off.", new(table.File, 1, 1));
    }
}
