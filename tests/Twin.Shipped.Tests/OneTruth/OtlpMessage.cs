using System.Globalization;
using Google.Protobuf;

namespace Twin.Shipped.Tests.OneTruth;

/// <summary>Reads an ExportMetricsServiceRequest from the wire: field numbers of opentelemetry/proto/metrics/v1, version 1.</summary>
internal static class OtlpMessage
{
    private const int ResourceMetrics = 1;
    private const int ScopeMetrics = 2;
    private const int Metrics = 2;

    /// <summary>All points of a message.</summary>
    public static List<OtlpPoint> Read(byte[] message)
    {
        var points = new List<OtlpPoint>();
        Fields(new CodedInputStream(message), (field, input) =>
        {
            Assert.Equal(ResourceMetrics, field);
            Fields(Nested(input), (inner, resource) => Take(inner == ScopeMetrics, resource, scope => Fields(scope, (item, metric) => Take(item == Metrics, metric, content => ReadMetric(content, points)))));
        });
        return points;
    }

    private static void ReadMetric(CodedInputStream input, List<OtlpPoint> points)
    {
        string name = string.Empty;
        string unit = string.Empty;
        Fields(input, (field, metric) =>
        {
            switch (field)
            {
                case 1:
                    name = metric.ReadString();
                    break;
                case 3:
                    unit = metric.ReadString();
                    break;
                case 5:
                    Fields(Nested(metric), (_, gauge) => points.Add(ReadNumber(Nested(gauge), name, unit, "gauge")));
                    break;
                case 7:
                    ReadSum(Nested(metric), name, unit, points);
                    break;
                case 9:
                    Fields(Nested(metric), (item, histogram) => Take(item == 1, histogram, point => ReadHistogram(point, name, unit, points)));
                    break;
                default:
                    metric.SkipLastField();
                    break;
            }
        });
    }

    private static void ReadSum(CodedInputStream input, string name, string unit, List<OtlpPoint> points)
    {
        var found = new List<OtlpPoint>();
        bool isMonotonic = false;
        Fields(input, (field, sum) =>
        {
            switch (field)
            {
                case 1:
                    found.Add(ReadNumber(Nested(sum), name, unit, "updowncounter"));
                    break;
                case 2:
                    const int Cumulative = 2;
                    Assert.Equal(Cumulative, sum.ReadEnum());
                    break;
                case 3:
                    isMonotonic = sum.ReadBool();
                    break;
                default:
                    sum.SkipLastField();
                    break;
            }
        });
        points.AddRange(isMonotonic ? found.Select(point => point with { Kind = "counter" }) : found);
    }

    private static OtlpPoint ReadNumber(CodedInputStream input, string name, string unit, string kind)
    {
        var labels = new List<string>();
        ulong start = 0;
        double value = double.NaN;
        Fields(input, (field, point) =>
        {
            switch (field)
            {
                case 2:
                    start = point.ReadFixed64();
                    break;
                case 4:
                    value = point.ReadDouble();
                    break;
                case 6:
                    value = point.ReadSFixed64();
                    break;
                case 7:
                    labels.Add(ReadAttribute(Nested(point)));
                    break;
                default:
                    point.SkipLastField();
                    break;
            }
        });
        return new OtlpPoint(name, unit, kind, Labels(labels), string.Empty, start, value);
    }

    private static void ReadHistogram(CodedInputStream input, string name, string unit, List<OtlpPoint> points)
    {
        var labels = new List<string>();
        var counts = new List<ulong>();
        var bounds = new List<double>();
        ulong start = 0;
        double sum = 0;
        ulong total = 0;
        Fields(input, (field, point) =>
        {
            switch (field)
            {
                case 2:
                    start = point.ReadFixed64();
                    break;
                case 4:
                    total = point.ReadFixed64();
                    break;
                case 5:
                    sum = point.ReadDouble();
                    break;
                case 6:
                    Packed(point, item => counts.Add(item.ReadFixed64()));
                    break;
                case 7:
                    Packed(point, item => bounds.Add(item.ReadDouble()));
                    break;
                case 9:
                    labels.Add(ReadAttribute(Nested(point)));
                    break;
                default:
                    point.SkipLastField();
                    break;
            }
        });
        ulong cumulative = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            cumulative += counts[i];
            double bound = i < bounds.Count ? bounds[i] : double.PositiveInfinity;
            points.Add(new OtlpPoint(name, unit, "histogram", Labels([.. labels, "le=" + ScrapedPage.Bound(bound)]), "_bucket", start, cumulative));
        }

        points.Add(new OtlpPoint(name, unit, "histogram", Labels(labels), "_sum", start, sum));
        points.Add(new OtlpPoint(name, unit, "histogram", Labels(labels), "_count", start, total));
    }

    private static string ReadAttribute(CodedInputStream input)
    {
        string key = string.Empty;
        string value = string.Empty;
        Fields(input, (field, attribute) =>
        {
            if (field == 1)
            {
                key = attribute.ReadString();
            }
            else
            {
                Fields(Nested(attribute), (kind, any) => value = kind switch
                {
                    1 => any.ReadString(),
                    3 => any.ReadInt64().ToString(CultureInfo.InvariantCulture),
                    _ => throw new InvalidDataException($"an attribute of kind {kind}"),
                });
            }
        });
        return $"{key.Replace('.', '_')}={value}";
    }

    private static string Labels(List<string> labels)
    {
        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static void Take(bool isWanted, CodedInputStream input, Action<CodedInputStream> read)
    {
        if (isWanted)
        {
            read(Nested(input));
        }
        else
        {
            input.SkipLastField();
        }
    }

    private static void Fields(CodedInputStream input, Action<int, CodedInputStream> read)
    {
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            read(WireFormat.GetTagFieldNumber(tag), input);
        }
    }

    private static void Packed(CodedInputStream input, Action<CodedInputStream> read)
    {
        CodedInputStream packed = Nested(input);
        while (!packed.IsAtEnd)
        {
            read(packed);
        }
    }

    private static CodedInputStream Nested(CodedInputStream input) => input.ReadBytes().CreateCodedInput();
}
