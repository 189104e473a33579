using System.Globalization;
using Twin.Chassis.Shapes;
using Twin.Engine.Description;

namespace Twin.Chassis.Packages;

/// <summary>A row of a table.</summary>
/// <param name="table">The table.</param>
/// <param name="fields">Its fields, as many as the header has.</param>
/// <param name="raw">The line as it stands.</param>
/// <param name="line">Its number, from 1.</param>
internal sealed class CsvRow(CsvTable table, string[] fields, string raw, int line)
{
    /// <summary>The table.</summary>
    public CsvTable Table => table;

    /// <summary>Line of the file, from 1.</summary>
    public int Line => line;

    /// <summary>Where a column's field begins; without the column the line.</summary>
    public Origin At(string column) => CsvPlace.Of(table.File, raw, line, Math.Max(0, table.IndexOf(column)));

    /// <summary>The path of a field in messages: <c>blocks.x_mm</c>.</summary>
    public string PathOf(string column) => $"{table.Name}.{column}";

    /// <summary>The text of a column, empty where there is none.</summary>
    public string Text(string column) => table.IndexOf(column) is >= 0 and var index ? fields[index] : string.Empty;

    /// <summary>A name; reports a wrong one.</summary>
    /// <returns>Null for one that is missing or malformed.</returns>
    public string? Name(string column)
    {
        if (table.IndexOf(column) < 0)
            return null;
        string text = Text(column);
        if (text.Length == 0)
            Report(ProblemCodes.WrongField, column, $"There is no value for '{column}'.", "Give a name.");
        else if (!LabelShape.IsLabel(text))
            Report(ProblemCodes.PackageName, column, $"'{Quote.Short(text)}' is not a name.", LabelShape.Hint);
        else
            return text;
        return null;
    }

    /// <summary>A number; reports one that cannot be read.</summary>
    /// <param name="column">The column, with its unit in its name.</param>
    /// <param name="isPositive">Whether it must be greater than zero.</param>
    /// <returns>NaN for one that is missing or wrong.</returns>
    public double Number(string column, bool isPositive = false)
    {
        int index = table.IndexOf(column);
        if (index < 0)
            return double.NaN;
        string text = fields[index];
        if (text.Length == 0)
            Report(ProblemCodes.WrongField, column, $"There is no value for '{column}'.", "Give a number.");
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            Report(ProblemCodes.WrongField, column, $"'{Quote.Short(text)}' is not a number.", "Write digits with a point, such as '28.5'; the unit is in the name of the column.");
        else if (isPositive && value <= 0)
            Report(ProblemCodes.PackageValue, column, $"'{Quote.Short(text)}' is out of range.", "It must be greater than zero.");
        else
            return value;
        return double.NaN;
    }

    /// <summary>Reports something wrong with a field.</summary>
    public void Report(string code, string column, string message, string? hint) => table.Report(code, PathOf(column), message, hint, At(column));
}
