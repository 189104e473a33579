using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twin.PluginTestKit;

/// <summary>The outcome of a conformance check.</summary>
public sealed class ConformanceReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>What was checked, such as <c>acme.inp-laser 1.0.0 (Acme Photonics)</c>.</summary>
    public required string Plugin { get; init; }

    /// <summary>The seed of parameters and inputs.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What was tried of each kind.</summary>
    public IReadOnlyList<KindReport> Kinds { get; init; } = [];

    /// <summary>What the plugin does not keep to, by kind and check.</summary>
    public IReadOnlyList<ConformanceFinding> Findings { get; init; } = [];

    /// <summary>How many more there were than are listed.</summary>
    public IReadOnlyList<OmittedFindings> Omitted { get; init; } = [];

    /// <summary>Why nothing, or not all, could be checked: the plugin was refused, the declarations cannot be read, an option is out of range.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What was not checked for want of a plugin folder.</summary>
    public IReadOnlyList<string> NotChecked { get; init; } = [];

    /// <summary>Whether the plugin was checked and keeps to the contract.</summary>
    public bool IsGood => Findings.Count == 0 && Problems.Count == 0;

    /// <summary>Throws unless all is well.</summary>
    /// <exception cref="ConformanceException">There are findings or problems; the message is the report.</exception>
    public void ThrowIfAny()
    {
        if (!IsGood)
        {
            throw new ConformanceException(this);
        }
    }

    /// <summary>Writes the report as JSON: the properties of this type in camel case, checks in kebab case.</summary>
    /// <returns>The text, indented.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Writes the report for people.</summary>
    /// <returns>Several lines, without a line feed at the end.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Plugin}, seed {Seed}");
        foreach (string problem in Problems)
        {
            text.Append("\n  ").Append(problem);
        }

        foreach (KindReport kind in Kinds)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {kind.Kind}: {kind.Cases} cases ({kind.RefusedCases} cut short by the component's own refusal), {kind.Steps} steps, {kind.Directions} declared directions");
            foreach (BehaviorTime time in kind.Times)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n    {time.Behavior}: {time.MeanMicroseconds:0.00} us, at worst {time.WorstMicroseconds:0.00} us");
            }
        }

        foreach (string what in NotChecked)
        {
            text.Append("\n  not checked: ").Append(what);
        }

        foreach (IGrouping<(string Kind, ConformanceCheck Check), ConformanceFinding> group in Findings.GroupBy(finding => (finding.Kind, finding.Check)))
        {
            Append(text, group);
        }

        int total = Findings.Count + Omitted.Sum(omitted => omitted.Count);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n{(IsGood ? "ok: keeps to the contract" : total > 0 ? $"{total} {(total == 1 ? "finding" : "findings")}" : "could not be checked")}");
        return text.ToString();
    }

    private void Append(StringBuilder text, IGrouping<(string Kind, ConformanceCheck Check), ConformanceFinding> group)
    {
        (string kind, ConformanceCheck check) = group.Key;
        string name = JsonNamingPolicy.KebabCaseLower.ConvertName(check.ToString());
        foreach (ConformanceFinding finding in group)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name}: {(kind.Length == 0 ? Plugin : kind)}, {finding.Where}: {finding.Message}");
            Line("parameters", finding.Parameters);
            Line("inputs", finding.Inputs);
            Line("again", finding.Repeat);
        }

        if (Omitted.FirstOrDefault(omitted => omitted.Kind == kind && omitted.Check == check) is { } more)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name}: {kind}: and {more.Count} more");
        }

        void Line(string title, string value)
        {
            if (value.Length > 0)
            {
                text.Append("\n  ").Append(title).Append(": ").Append(value);
            }
        }
    }
}
