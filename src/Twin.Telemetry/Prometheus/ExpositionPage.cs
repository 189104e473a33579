using System.Text;
using OpenTelemetry.Resources;
using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Prometheus;

/// <summary>All metrics of a chassis in one format: every byte but the numbers is made once.</summary>
/// <remarks>Writing allocates nothing. The page itself never changes; what changes comes with <see cref="Write"/>.</remarks>
internal sealed class ExpositionPage
{
    private readonly SeriesTable _table;
    private readonly bool _isOpenMetrics;
    private readonly byte[] _target;
    private readonly byte[][] _headers;
    private readonly byte[][] _samples;
    private readonly byte[]?[] _created;
    private readonly byte[] _durationHeader;
    private readonly byte[][] _durations;

    public ExpositionPage(SeriesTable table, ExpositionFormat format, Resource resource)
    {
        _table = table;
        _isOpenMetrics = format == ExpositionFormat.OpenMetrics;

        // 1. The resource, one series with the value 1.
        _target = Encoding.UTF8.GetBytes(
            ExpositionText.Header(format, _isOpenMetrics ? "target" : "target_info", _isOpenMetrics ? "info" : "gauge", null, "What the metrics of this target describe.")
            + ExpositionText.Sample("target_info", resource.Attributes.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => KeyValuePair.Create(item.Key, (object?)item.Value))) + "1\n");

        // 2. Header, sample and, where the format has it, the line with the start of a counter, for each series.
        _headers = new byte[table.Families.Length][];
        _samples = new byte[table.SeriesCount][];
        _created = new byte[table.SeriesCount][];
        for (int i = 0; i < _headers.Length; i++)
        {
            MetricFamily family = table.Families[i];
            MetricDefinition definition = family.Definition;
            bool isCounter = definition.Kind == MetricKind.Counter;
            _headers[i] = Header(definition, isCounter ? "counter" : "gauge");
            for (int k = 0; k < family.Series.Length; k++)
            {
                _samples[family.First + k] = Encoding.UTF8.GetBytes(ExpositionText.Sample(definition.PrometheusName, family.Series[k].Tags));
                _created[family.First + k] = isCounter && _isOpenMetrics ? Encoding.UTF8.GetBytes(ExpositionText.Sample(definition.FamilyName + "_created", family.Series[k].Tags)) : null;
            }
        }

        // 3. The durations of steps: buckets, sum, count, start.
        MetricCatalogue.TryFind(TwinInstruments.StepDuration, out MetricDefinition? duration);
        _durationHeader = Header(duration!, "histogram");
        double[] bounds = [.. StepDurations.BoundsSeconds, double.PositiveInfinity];
        List<string> lines = [.. bounds.Select(bound => ExpositionText.Sample(duration!.PrometheusName + "_bucket", [.. TwinInstruments.StepPhase, new("le", ExpositionText.Bound(bound))]))];
        lines.AddRange(((string[])["_sum", "_count", "_created"]).Select(suffix => ExpositionText.Sample(duration!.PrometheusName + suffix, TwinInstruments.StepPhase)));
        _durations = [.. lines.Select(Encoding.UTF8.GetBytes)];

        int numbers = _samples.Length + _created.Count(line => line is not null) + _durations.Length;
        MaximumBytes = _target.Length + _headers.Sum(header => header.Length) + _samples.Sum(line => line.Length) + _created.Sum(line => line?.Length ?? 0)
            + _durationHeader.Length + _durations.Sum(line => line.Length) + (numbers * (ExpositionText.LongestNumber + 1)) + End.Length;

        byte[] Header(MetricDefinition definition, string type) => Encoding.UTF8.GetBytes(
            ExpositionText.Header(format, _isOpenMetrics ? definition.FamilyName : definition.PrometheusName, type, definition.UnitSuffix, definition.Description));
    }

    /// <summary>No writing takes more.</summary>
    public int MaximumBytes { get; }

    private static ReadOnlySpan<byte> End => "# EOF\n"u8;

    /// <summary>Writes the page.</summary>
    /// <param name="reading">The values.</param>
    /// <param name="numbers">Their texts as far as they are known.</param>
    /// <param name="durations">Durations of steps.</param>
    /// <param name="epochStart">When sums of the epoch began, in seconds of Unix time.</param>
    /// <param name="runStart">When sums of the run began, in seconds of Unix time.</param>
    /// <param name="destination">At least <see cref="MaximumBytes"/>.</param>
    /// <returns>Bytes written.</returns>
    public int Write(FrameReading reading, NumberTexts numbers, StepDurations durations, double epochStart, double runStart, Span<byte> destination)
    {
        Span<byte> rest = destination;
        Append(ref rest, _target);
        scoped Span<byte> epoch = stackalloc byte[ExpositionText.LongestNumber];
        scoped Span<byte> run = stackalloc byte[ExpositionText.LongestNumber];
        epoch = epoch[..ExpositionText.WriteNumber(epochStart, epoch)];
        run = run[..ExpositionText.WriteNumber(runStart, run)];
        ReadOnlySpan<double> values = reading.Values;
        ReadOnlySpan<bool> shown = reading.Shown;
        for (int i = 0; i < _headers.Length; i++)
        {
            MetricFamily family = _table.Families[i];
            bool hasHeader = false;
            int end = family.First + family.Series.Length;
            for (int series = family.First; series < end; series++)
            {
                if (!shown[series])
                {
                    continue;
                }

                if (!hasHeader)
                {
                    Append(ref rest, _headers[i]);
                    hasHeader = true;
                }

                AppendLine(ref rest, _samples[series], numbers.Of(series, values[series]));
                if (_created[series] is { } created)
                {
                    AppendLine(ref rest, created, family.IsOfEpoch ? epoch : run);
                }
            }
        }

        AppendDurations(ref rest, durations, run);
        if (_isOpenMetrics)
        {
            Append(ref rest, End);
        }

        return destination.Length - rest.Length;
    }

    private void AppendDurations(ref Span<byte> rest, StepDurations durations, scoped ReadOnlySpan<byte> start)
    {
        Span<byte> number = stackalloc byte[ExpositionText.LongestNumber];
        Append(ref rest, _durationHeader);

        // The sum before the counts: a step between the two is in the counts only, never time without a step.
        double sum = durations.SumSeconds;
        int buckets = StepDurations.BoundsSeconds.Length + 1;
        long count = 0;
        for (int i = 0; i < buckets; i++)
        {
            count += durations.Count(i);
            AppendLine(ref rest, _durations[i], number[..ExpositionText.WriteNumber(count, number)]);
        }

        AppendLine(ref rest, _durations[buckets], number[..ExpositionText.WriteNumber(sum, number)]);
        AppendLine(ref rest, _durations[buckets + 1], number[..ExpositionText.WriteNumber(count, number)]);
        if (_isOpenMetrics)
        {
            AppendLine(ref rest, _durations[buckets + 2], start);
        }
    }

    private static void Append(ref Span<byte> rest, scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void AppendLine(ref Span<byte> rest, scoped ReadOnlySpan<byte> sample, scoped ReadOnlySpan<byte> number)
    {
        sample.CopyTo(rest);
        number.CopyTo(rest[sample.Length..]);
        int length = sample.Length + number.Length;
        rest[length] = (byte)'\n';
        rest = rest[(length + 1)..];
    }
}
