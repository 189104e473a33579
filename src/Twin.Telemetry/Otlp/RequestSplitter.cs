using System.Buffers;
using System.Text;

namespace Twin.Telemetry.Otlp;

/// <summary>Cuts what the SDK made of one export into requests of bounded size, counts what they carry and puts the version of the conventions onto the resource.</summary>
/// <remarks>
/// The requests of all three kinds are alike: field 1 repeats a resource's telemetry, in which field 1 is the resource, field 2 repeats a scope's telemetry
/// and field 3 is the schema; in a scope's, field 2 repeats the metric, span or log record. OTLP 1.x, the messages <c>Export...ServiceRequest</c>.
/// Nothing else is read, so that whatever the SDK adds is passed on.
/// </remarks>
internal sealed class RequestSplitter(OtlpSignal signal, int maximumBytes, string schemaUrl)
{
    private const int Parts = 2;
    private const int Schema = 3;
    private const int ResourceTag = (1 << 3) | 2;
    private const int PartsTag = (Parts << 3) | 2;
    private const int SchemaTag = (Schema << 3) | 2;

    // Of a metric: gauge, sum, histogram, exponential histogram, summary; in each of them field 1 repeats the points.
    private static readonly int[] PointLists = [5, 7, 9, 10, 11];

    private readonly byte[] _schema = Encoding.UTF8.GetBytes(schemaUrl);
    private readonly ArrayBufferWriter<byte> _scope = new();
    private readonly ArrayBufferWriter<byte> _resource = new();
    private readonly List<ExportRequest> _requests = [];
    private ArrayBufferWriter<byte> _request = new();
    private long _items;

    /// <summary>Cuts a request. Not for concurrent use.</summary>
    /// <param name="body">The message as the SDK wrote it.</param>
    /// <returns>The requests in order; a metric is never cut, so one larger than the limit goes alone. None where the body carries nothing.</returns>
    /// <exception cref="InvalidDataException">It is not such a message.</exception>
    public IReadOnlyList<ExportRequest> Split(ReadOnlySpan<byte> body)
    {
        _requests.Clear();
        _request = new ArrayBufferWriter<byte>(Math.Min(body.Length, maximumBytes) + 1024);
        _items = 0;
        var resources = new WireFields(body);
        while (resources.Read())
        {
            SplitResource(resources.Content);
        }

        Emit();
        return [.. _requests];
    }

    private void SplitResource(ReadOnlySpan<byte> resource)
    {
        BeginResource(resource);
        var fields = new WireFields(resource);
        while (fields.Read())
        {
            if (fields.Number == Parts)
            {
                SplitScope(resource, fields.Content);
            }
        }

        EndResource();
    }

    private void SplitScope(ReadOnlySpan<byte> resource, ReadOnlySpan<byte> scope)
    {
        BeginScope(scope);
        bool isEmpty = true;
        var fields = new WireFields(scope);
        while (fields.Read())
        {
            if (fields.Number != Parts)
            {
                continue;
            }

            if (_items > 0 && _request.WrittenCount + _resource.WrittenCount + _scope.WrittenCount + fields.Whole.Length > maximumBytes)
            {
                EndScope(isEmpty);
                EndResource();
                Emit();
                BeginResource(resource);
                BeginScope(scope);
            }

            _scope.Write(fields.Whole);
            _items += signal == OtlpSignal.Metrics ? CountPoints(fields.Content) : 1;
            isEmpty = false;
        }

        EndScope(isEmpty);
    }

    private void BeginResource(ReadOnlySpan<byte> resource)
    {
        _resource.ResetWrittenCount();
        var fields = new WireFields(resource);
        while (fields.Read())
        {
            if (fields.Number is not (Parts or Schema))
            {
                _resource.Write(fields.Whole);
            }
        }
    }

    private void EndResource()
    {
        Append(_resource, SchemaTag, _schema);
        Append(_request, ResourceTag, _resource.WrittenSpan);
    }

    private void BeginScope(ReadOnlySpan<byte> scope)
    {
        _scope.ResetWrittenCount();
        var fields = new WireFields(scope);
        while (fields.Read())
        {
            if (fields.Number != Parts)
            {
                _scope.Write(fields.Whole);
            }
        }
    }

    private void EndScope(bool isEmpty)
    {
        if (!isEmpty)
        {
            Append(_resource, PartsTag, _scope.WrittenSpan);
        }
    }

    private void Emit()
    {
        if (_items > 0)
        {
            _requests.Add(new ExportRequest(_request.WrittenMemory, _items));
        }

        _request = new ArrayBufferWriter<byte>(1024);
        _items = 0;
    }

    private static long CountPoints(ReadOnlySpan<byte> metric)
    {
        long points = 0;
        var fields = new WireFields(metric);
        while (fields.Read())
        {
            if (!PointLists.Contains(fields.Number))
            {
                continue;
            }

            var list = new WireFields(fields.Content);
            while (list.Read())
            {
                points += list.Number == 1 ? 1 : 0;
            }
        }

        return points;
    }

    private static void Append(ArrayBufferWriter<byte> writer, int tag, ReadOnlySpan<byte> content)
    {
        const int longestVarint = 5;
        Span<byte> head = writer.GetSpan(1 + longestVarint);
        head[0] = (byte)tag;
        int length = 1;
        uint rest = (uint)content.Length;
        while (rest >= 0x80)
        {
            head[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        head[length++] = (byte)rest;
        writer.Advance(length);
        writer.Write(content);
    }
}
