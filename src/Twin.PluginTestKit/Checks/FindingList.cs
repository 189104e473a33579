using System.Globalization;
using System.Text.RegularExpressions;

namespace Twin.PluginTestKit.Checks;

/// <summary>Gathers findings: of the same place, whatever its lane, the worst, and no more of a kind and check than asked for.</summary>
/// <remarks>May be read by another thread than the one that writes.</remarks>
internal sealed partial class FindingList(ConformanceOptions options, string target)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Kind, ConformanceCheck Check), Group> _groups = [];

    /// <summary>Adds a finding.</summary>
    /// <param name="check">The check.</param>
    /// <param name="kind">The kind; empty for the whole plugin.</param>
    /// <param name="where">Behaviour and element: of one place one finding is kept.</param>
    /// <param name="message">What was found.</param>
    /// <param name="number">The case, or null.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="severity">Of one place the highest is kept, of equal ones the first.</param>
    public void Add(
        ConformanceCheck check, string kind, string where, string message, int? number = null, string parameters = "", string inputs = "", double severity = 0)
    {
        var finding = new ConformanceFinding(check, kind, where, message, number, parameters, inputs, Command(kind, number));
        string place = LaneNumber().Replace(where, "*");
        lock (_lock)
        {
            if (!_groups.TryGetValue((kind, check), out Group? group))
            {
                _groups[(kind, check)] = group = new Group();
            }

            group.Count++;
            if (group.Places.TryGetValue(place, out (ConformanceFinding Finding, double Severity) known))
            {
                if (severity > known.Severity)
                {
                    group.Places[place] = (finding, severity);
                }
            }
            else if (group.Places.Count < options.FindingsPerCheck)
            {
                group.Places[place] = (finding, severity);
            }
        }
    }

    /// <summary>What is listed, by kind and check.</summary>
    public IReadOnlyList<ConformanceFinding> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. Ordered().SelectMany(group => group.Value.Places.Values.Select(place => place.Finding))];
            }
        }
    }

    /// <summary>How many more there were.</summary>
    public IReadOnlyList<OmittedFindings> Omitted
    {
        get
        {
            lock (_lock)
            {
                return [.. Ordered().Where(group => group.Value.Count > group.Value.Places.Count)
                    .Select(group => new OmittedFindings(group.Key.Check, group.Key.Kind, group.Value.Count - group.Value.Places.Count))];
            }
        }
    }

    /// <summary>Whether a check found something of a kind.</summary>
    public bool Any(string kind, ConformanceCheck check)
    {
        lock (_lock)
        {
            return _groups.ContainsKey((kind, check));
        }
    }

    private IOrderedEnumerable<KeyValuePair<(string Kind, ConformanceCheck Check), Group>> Ordered() =>
        _groups.OrderBy(group => group.Key.Kind, StringComparer.Ordinal).ThenBy(group => group.Key.Check);

    private string Command(string kind, int? number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target}{(kind.Length > 0 ? $" --kind {kind}" : string.Empty)}{(number is { } n ? $" --case {n}" : string.Empty)} --seed {options.Seed}");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex LaneNumber();

    private sealed class Group
    {
        public int Count { get; set; }

        public Dictionary<string, (ConformanceFinding Finding, double Severity)> Places { get; } = new(StringComparer.Ordinal);
    }
}
