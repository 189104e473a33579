using System.Globalization;
using CsvHelper;
using Twin.Chassis.Shapes;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Chassis.Workloads;

/// <summary>Reads traces: CSV with a time column (<c>time_s</c>) and one column of levels for each port group or port.</summary>
internal sealed class TraceFile
{
    private const string TimePrefix = "time_";

    // Some ten hours at ten rows a second for 64 ports.
    private const int MostBytes = 64 * 1024 * 1024;
    private readonly string _file;
    private readonly string _path;
    private readonly WorkloadBinding _binding;
    private readonly List<Duration> _times = [];
    private readonly List<List<double>> _columns = [];
    private Unit? _timeUnit;
    private readonly int _before;
    private int _fields;

    private TraceFile(string file, string path, WorkloadBinding binding)
    {
        _file = file;
        _path = path;
        _binding = binding;
        _before = binding.Problems.Count;
    }

    private ProblemList Problems => _binding.Problems;

    /// <summary>Makes the workload of a trace; null when it reported a problem.</summary>
    public static TraceWorkload? Read(string name, MapReading map, WorkloadBinding binding)
    {
        Reading file = map.Find("file")!;
        string path = Path.Combine(binding.Folder, (string)file.Value);
        if (TextFile.Read(path, MostBytes, file.Path, file.Origin, binding.Problems) is not { } text)
            return null;
        TraceFile trace = new(path, file.Path, binding);
        int[] columnOfPort = trace.ReadText(text);
        if (binding.Problems.Count > trace._before)
            return null;
        bool repeats = map.Get<bool>("repeat");
        if (repeats && trace._times[^1] == Duration.Zero)
        {
            binding.Problems.Add(ProblemCodes.Contradiction, MapShape.Join(map.Path, "repeat"), "The trace ends at time zero and cannot repeat.", "Add a row at the time where it begins again.", map.Find("repeat")!.Origin);
            return null;
        }
        return new(name, trace._times, [.. trace._columns.Select(column => column.ToArray())], columnOfPort, map.Get<bool>("interpolation"), repeats);
    }

    private int[] ReadText(string text)
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
            OnMalformedRecord = record => Problems.Add(ProblemCodes.WrongTraceRow, _path, "The quotes of this line do not match.", "Numbers need none.", new(_file, (int)record.LineNumber, 1)),
        };
        using CsvReader reader = CsvReader.FromText(text, options);
        int[] columnOfPort = [];
        bool hasHeader = false;
        while (reader.Read())
        {
            string[] record = reader.Current.ToArray();
            string raw = reader.Current.ToString();
            if (hasHeader)
                ReadRow(record, raw, (int)reader.LineNumber);
            else
                columnOfPort = ReadHeader(record, raw, (int)reader.LineNumber);
            hasHeader = true;
        }
        if (!hasHeader)
            Problems.Add(ProblemCodes.WrongTraceHeader, _path, "The trace is empty.", "The first line names the columns: 'time_s,GROUP,...'.", new(_file, 1, 1));
        else if (_times.Count == 0 && Problems.Count == _before)
            Problems.Add(ProblemCodes.WrongTraceRow, _path, "The trace has no row.", "Give times and levels below the header.", new(_file, 1, 1));
        return columnOfPort;
    }

    private int[] ReadHeader(string[] header, string raw, int line)
    {
        _fields = header.Length;
        string time = header.Length > 0 ? header[0] : string.Empty;
        if (time.StartsWith(TimePrefix, StringComparison.Ordinal) && Dimensions.Duration.TryFindUnit(time.AsSpan(TimePrefix.Length), out Unit? unit))
            _timeUnit = unit;
        else
            Problems.Add(ProblemCodes.WrongTraceHeader, _path, $"The first column is '{Quote.Short(time)}', not a time with its unit.", "Name it 'time_s', or with ms, us, ns, min or h.", At(raw, line, 0));
        if (header.Length == 1)
            Problems.Add(ProblemCodes.WrongTraceHeader, _path, "There is no column of levels.", Nearest.Hint(string.Empty, GroupNames(), "port groups"), At(raw, line, 0));

        Dictionary<string, int> columns = new(StringComparer.Ordinal);
        for (int i = 1; i < header.Length; i++)
        {
            _columns.Add([]);
            if (!columns.TryAdd(header[i], i - 1))
                Problems.Add(ProblemCodes.WrongTraceHeader, _path, $"The column '{Quote.Short(header[i])}' is here a second time.", "Remove one.", At(raw, line, i));
        }
        HashSet<string> used = new(StringComparer.Ordinal);
        List<int> columnOfPort = [];
        foreach (PortGroupDescription group in _binding.Groups)
        {
            bool isMine = _binding.Only is null || _binding.Only.Name == group.Name;
            for (int port = 0; port < group.Count; port++)
            {
                string name = ElementName.Numbered(group.Name, port, group.Count);
                // A port's own column goes before that of its group.
                if (columns.TryGetValue(group.Name, out int column))
                    used.Add(group.Name);
                else
                    column = -1;
                if (columns.TryGetValue(name, out int own))
                {
                    used.Add(name);
                    column = own;
                }
                if (isMine)
                    columnOfPort.Add(column);
            }
        }
        for (int i = 1; i < header.Length; i++)
        {
            if (!used.Contains(header[i]))
                Problems.Add(ProblemCodes.WrongTraceHeader, _path, $"'{Quote.Short(header[i])}' is neither a port group nor a port of this chassis.", Nearest.Hint(header[i], GroupNames(), "port groups"), At(raw, line, i));
        }
        return [.. columnOfPort];
    }

    private void ReadRow(string[] row, string raw, int line)
    {
        if (row.Length != _fields)
        {
            Problems.Add(ProblemCodes.WrongTraceRow, _path, $"The row has {row.Length} fields for {_fields} columns.", "Give one field for each column.", At(raw, line, Math.Min(row.Length, _fields) - 1));
            return;
        }
        if (!double.TryParse(row[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number) || number < 0)
            Problems.Add(ProblemCodes.WrongTraceRow, _path, $"The time '{Quote.Short(row[0])}' is not a number, zero or more.", "The unit is in the header.", At(raw, line, 0));
        else if (_timeUnit is not null)
            AddTime(number, row[0], raw, line);
        for (int i = 1; i < row.Length; i++)
        {
            if (!QuantityText.TryParse(row[i], out Ratio level, out string? problem))
                Problems.Add(ProblemCodes.WrongTraceRow, _path, $"{Quote.Line(problem)}.", "A level is 0 to 1.", At(raw, line, i));
            else if (level.Fraction is < 0 or > 1)
                Problems.Add(ProblemCodes.WrongTraceRow, _path, $"The level '{Quote.Short(row[i])}' is out of range.", "A level is 0 to 1, or 0 % to 100 %.", At(raw, line, i));
            else
                _columns[i - 1].Add(level.Fraction);
        }
    }

    private void AddTime(double number, string text, string raw, int line)
    {
        double seconds = _timeUnit!.ToSi(number);
        if (seconds > Dimensions.Duration.Maximum)
            Problems.Add(ProblemCodes.WrongTraceRow, _path, $"The time '{Quote.Short(text)}' is too large.", "A run ends before 292 years.", At(raw, line, 0));
        else if (Duration.FromSi(seconds) is var time && _times.Count > 0 && time <= _times[^1])
            Problems.Add(ProblemCodes.WrongTraceRow, _path, $"The time '{Quote.Short(text)}' is not after that of the row before.", "Times must rise, by a nanosecond at least.", At(raw, line, 0));
        else
            _times.Add(time);
    }

    private string[] GroupNames() => [.. _binding.Groups.Select(group => group.Name)];

    private Origin At(string raw, int line, int field) => CsvPlace.Of(_file, raw, line, field);
}
