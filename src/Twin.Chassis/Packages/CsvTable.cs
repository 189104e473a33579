using CsvHelper;
using Twin.Engine.Description;

namespace Twin.Chassis.Packages;

/// <summary>A table with named columns: CSV with commas, <c>#</c> comments and one header.</summary>
internal sealed class CsvTable
{
    /// <summary>Largest table that is read.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private readonly ProblemList _problems;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<CsvRow> _rows = [];
    private readonly HashSet<Origin> _told;
    private int _fields;

    private CsvTable(string file, string name, ProblemList problems, HashSet<Origin> told)
    {
        File = file;
        Name = name;
        _problems = problems;
        _told = told;
    }

    /// <summary>Its path, as messages show it.</summary>
    public string File { get; }

    /// <summary>Its name without folder and extension: <c>blocks</c>.</summary>
    public string Name { get; }

    /// <summary>Rows with as many fields as the header.</summary>
    public IReadOnlyList<CsvRow> Rows => _rows;

    /// <summary>Columns of the header in their order, with their places; each once.</summary>
    public IReadOnlyList<(string Name, Origin Origin)> Header { get; private set; } = [];

    /// <summary>Whether every line of it could be read, and every column is there.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Reads a table.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there; null for any.</param>
    /// <param name="problems">Receives everything that is wrong with header and rows.</param>
    /// <param name="told">Receives the places of all that.</param>
    /// <returns>Null when the file cannot be read or is empty; then there is a problem.</returns>
    public static CsvTable? Read(string file, string[] required, string[]? optional, ProblemList problems, HashSet<Origin> told)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return TextFile.Read(file, MostBytes, name, new(file, 1, 1), problems) is { } text ? Parse(text, file, required, optional, problems, told) : null;
    }

    /// <summary>Reads the text of a table.</summary>
    /// <returns>Null when it is empty; then there is a problem.</returns>
    public static CsvTable? Parse(string text, string file, string[] required, string[]? optional, ProblemList problems, HashSet<Origin> told)
    {
        CsvTable table = new(file, Path.GetFileNameWithoutExtension(file), problems, told);
        return table.ReadText(text, required, optional) ? table : null;
    }

    /// <summary>Index of a column; -1 without one.</summary>
    public int IndexOf(string column) => _columns.GetValueOrDefault(column, -1);

    /// <summary>Reports something wrong, once for each place.</summary>
    public void Report(string code, string path, string message, string? hint, Origin origin)
    {
        if (_told.Add(origin))
            _problems.Add(code, path, message, hint, origin);
    }

    private bool ReadText(string text, string[] required, string[]? optional)
    {
        CsvReaderOptions options = new()
        {
            Separator = ',',
            HasHeader = false,
            CommentPrefix = '#',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            // A stray quote would otherwise swallow the rest of the file.
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = record => Tell(ProblemCodes.WrongTableRow, "The quotes of this line do not match.", "Names and numbers need none.", new(File, (int)record.LineNumber, 1)),
        };
        using CsvReader reader = CsvReader.FromText(text, options);
        bool hasHeader = false;
        while (reader.Read())
        {
            string[] record = reader.Current.ToArray();
            string raw = reader.Current.ToString();
            int line = (int)reader.LineNumber;
            if (!hasHeader)
                ReadHeader(record, raw, line, required, optional);
            else if (record.Length == _fields)
                _rows.Add(new(this, record, raw, line));
            else
                Tell(ProblemCodes.WrongTableRow, $"The row has {record.Length} fields for {_fields} columns.", "Give one field for each column.", CsvPlace.Of(File, raw, line, Math.Min(record.Length, _fields) - 1));
            hasHeader = true;
        }
        if (!hasHeader)
            Tell(ProblemCodes.WrongTableHeader, "The table is empty.", $"The first line names the columns: '{string.Join(",", required)}'.", new(File, 1, 1));
        return hasHeader;
    }

    private void ReadHeader(string[] header, string raw, int line, string[] required, string[]? optional)
    {
        _fields = header.Length;
        List<(string, Origin)> names = [];
        for (int i = 0; i < header.Length; i++)
        {
            Origin origin = CsvPlace.Of(File, raw, line, i);
            if (optional is not null && !required.Contains(header[i]) && !optional.Contains(header[i]))
                Tell(ProblemCodes.WrongTableHeader, $"'{Quote.Short(header[i])}' is not a column of this table.", Nearest.Hint(header[i], [.. required.Concat(optional).Except(header)], "columns that are missing"), origin);
            else if (!_columns.TryAdd(header[i], i))
                Tell(ProblemCodes.WrongTableHeader, $"The column '{Quote.Short(header[i])}' is here a second time.", "Remove one.", origin);
            else
                names.Add((header[i], origin));
        }
        Header = names;
        foreach (string column in required.Where(column => !_columns.ContainsKey(column)))
        {
            // Several may be missing; all of them are missing from the same line.
            IsWhole = false;
            _problems.Add(ProblemCodes.WrongTableHeader, $"{Name}.{column}", $"The column '{column}' is missing.", $"The columns are {string.Join(", ", required)}.", new(File, line, 1));
        }
    }

    private void Tell(string code, string message, string? hint, Origin origin)
    {
        IsWhole = false;
        Report(code, Name, message, hint, origin);
    }
}
