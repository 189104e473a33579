using System.Buffers;
using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Prometheus;

/// <summary>Pull exporter that writes the collected metrics as Prometheus text into a buffer of the caller.</summary>
/// <remarks>
/// Name and labels of a point are turned into bytes once and kept; a point is recognised by the very objects of its attributes, so that a point which
/// changed its place is never written under another's labels. Not for concurrent use.
/// </remarks>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter(IReadOnlyDictionary<string, MetricDefinition> definitions) : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Dictionary<Metric, FamilyText> _families = new(ReferenceEqualityComparer.Instance);
    private byte[]? _resource;
    private IBufferWriter<byte>? _writer;

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects and writes.</summary>
    /// <returns>False when there was nothing to collect yet.</returns>
    public bool Write(IBufferWriter<byte> writer)
    {
        _writer = writer;
        try
        {
            return Collect?.Invoke(Timeout.Infinite) ?? false;
        }
        finally
        {
            _writer = null;
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        // Without a writer it is the collection that the SDK does on shutdown: nobody to write for.
        if (_writer is not { } writer)
        {
            return ExportResult.Success;
        }

        writer.Write(_resource ??= ResourceText(ParentProvider.GetResource()));
        foreach (Metric metric in batch)
        {
            if (!_families.TryGetValue(metric, out FamilyText? family))
            {
                family = new FamilyText(metric, definitions[metric.Name]);
                _families.Add(metric, family);
            }

            family.Write(metric, writer);
        }

        return ExportResult.Success;
    }

    // The resource as the conventions want it: one series with the value 1, joined in queries by instance.
    private static byte[] ResourceText(Resource resource)
    {
        var text = new StringBuilder();
        PrometheusText.AppendHeader(text, "target_info", "gauge", "What the metrics of this target describe.");
        text.Append("target_info");
        AppendLabels(text, resource.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (object?)a.Value)));
        text.Append(" 1\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendLabels(StringBuilder text, IEnumerable<KeyValuePair<string, object?>> labels)
    {
        var list = new StringBuilder("{");
        foreach ((string key, object? value) in labels)
        {
            PrometheusText.AppendLabel(list, key, Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
        }

        if (list.Length > 1)
        {
            text.Append(list).Append('}');
        }
    }

    private sealed class FamilyText
    {
        private readonly string _name;
        private readonly byte[] _header;
        private readonly List<PointText> _points = [];

        public FamilyText(Metric metric, MetricDefinition definition)
        {
            _name = definition.PrometheusName;
            string type = metric.MetricType switch
            {
                MetricType.DoubleSum or MetricType.LongSum => "counter",
                MetricType.Histogram => "histogram",
                _ => "gauge",
            };
            var text = new StringBuilder();
            PrometheusText.AppendHeader(text, _name, type, definition.Description);
            _header = Encoding.UTF8.GetBytes(text.ToString());
        }

        public void Write(Metric metric, IBufferWriter<byte> writer)
        {
            bool isHistogram = metric.MetricType == MetricType.Histogram;
            bool isGauge = metric.MetricType == MetricType.DoubleGauge;
            int index = 0;
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                if (index == 0)
                {
                    writer.Write(_header);
                }

                PointText text = TextOf(index++, in point, isHistogram);
                if (isHistogram)
                {
                    WriteHistogram(in point, text, writer);
                }
                else
                {
                    PrometheusText.WriteSample(writer, text.Lines[0], isGauge ? point.GetGaugeLastValueDouble() : point.GetSumDouble());
                }
            }
        }

        // Lines of a histogram: one for each bucket, then sum and count.
        private static void WriteHistogram(in MetricPoint point, PointText text, IBufferWriter<byte> writer)
        {
            int line = 0;
            long cumulative = 0;
            foreach (HistogramBucket bucket in point.GetHistogramBuckets())
            {
                cumulative += bucket.BucketCount;
                PrometheusText.WriteSample(writer, text.Lines[line++], cumulative);
            }

            PrometheusText.WriteSample(writer, text.Lines[line++], point.GetHistogramSum());
            PrometheusText.WriteSample(writer, text.Lines[line], cumulative);
        }

        private PointText TextOf(int index, in MetricPoint point, bool isHistogram)
        {
            if (index < _points.Count && _points[index].IsOf(in point))
            {
                return _points[index];
            }

            var tags = new List<KeyValuePair<string, object?>>();
            foreach (KeyValuePair<string, object?> tag in point.Tags)
            {
                tags.Add(tag);
            }

            var lines = new List<byte[]>();
            if (isHistogram)
            {
                foreach (HistogramBucket bucket in point.GetHistogramBuckets())
                {
                    lines.Add(Line("_bucket", [.. tags, new("le", PrometheusText.Number(bucket.ExplicitBound))]));
                }

                lines.Add(Line("_sum", tags));
                lines.Add(Line("_count", tags));
            }
            else
            {
                lines.Add(Line(string.Empty, tags));
            }

            var text = new PointText([.. tags], [.. lines]);
            if (index < _points.Count)
            {
                _points[index] = text;
            }
            else
            {
                _points.Add(text);
            }

            return text;
        }

        private byte[] Line(string suffix, IEnumerable<KeyValuePair<string, object?>> labels)
        {
            var text = new StringBuilder(_name).Append(suffix);
            AppendLabels(text, labels);
            return Encoding.UTF8.GetBytes(text.Append(' ').ToString());
        }
    }

    private sealed record PointText(KeyValuePair<string, object?>[] Tags, byte[][] Lines)
    {
        public bool IsOf(in MetricPoint point)
        {
            if (point.Tags.Count != Tags.Length)
            {
                return false;
            }

            int index = 0;
            foreach (KeyValuePair<string, object?> tag in point.Tags)
            {
                KeyValuePair<string, object?> mine = Tags[index++];
                if (!ReferenceEquals(tag.Value, mine.Value) || !ReferenceEquals(tag.Key, mine.Key))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
