using System.Numerics;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>The part of a <see cref="V1.Samples"/> message that is the same for all its readers, encoded: position, values, extremes. Reused.</summary>
/// <remarks>
/// Values are gathered from a frame straight into the place where they are sent from: packed doubles are their bytes, least significant first.
/// Owners are counted: what keeps it for later, and each stream that is sending it.
/// </remarks>
internal sealed class SampleBody
{
    // Position, time and flag: at most 48 bytes.
    private const int HeadBytes = 64;

    private readonly byte[] _bytes;
    private readonly int _signals;
    private readonly int _values;
    private readonly int _minima;
    private readonly int _maxima;
    private readonly int _head;
    private readonly V1.Samples _fields = new() { Position = new V1.Position() };
    private int _length;
    private int _owners;

    /// <summary>Makes a body.</summary>
    /// <param name="signals">Number of values.</param>
    /// <param name="hasExtremes">Whether it holds minima and maxima, too.</param>
    public SampleBody(int signals, bool hasExtremes)
    {
        _signals = signals;
        HasExtremes = hasExtremes;
        _bytes = new byte[Size(signals, hasExtremes)];
        _values = WritePackedHead(0, V1.Samples.ValuesFieldNumber);
        _head = _values + (signals * sizeof(double));
        if (hasExtremes)
        {
            _minima = WritePackedHead(_head, V1.Samples.MinimaFieldNumber);
            _maxima = WritePackedHead(_minima + (signals * sizeof(double)), V1.Samples.MaximaFieldNumber);
            _head = _maxima + (signals * sizeof(double));
        }
    }

    /// <summary>Whether it holds minima and maxima.</summary>
    public bool HasExtremes { get; }

    /// <summary>The values; to be set before <see cref="Complete"/>.</summary>
    public Span<double> Values => Doubles(_values);

    /// <summary>The smallest values; only with <see cref="HasExtremes"/>.</summary>
    public Span<double> Minima => Doubles(_minima);

    /// <summary>The largest values; only with <see cref="HasExtremes"/>.</summary>
    public Span<double> Maxima => Doubles(_maxima);

    /// <summary>The encoded fields; valid after <see cref="Complete"/>.</summary>
    public ReadOnlyMemory<byte> Encoded => _bytes.AsMemory(0, _length);

    /// <summary>Bytes that a body takes.</summary>
    public static int Size(int signals, bool hasExtremes)
    {
        const int packedHead = 6;
        return ((hasExtremes ? 3 : 1) * ((signals * sizeof(double)) + packedHead)) + HeadBytes;
    }

    /// <summary>Takes the smaller and larger of each two values; NaN is passed over.</summary>
    /// <param name="minima">The smallest so far.</param>
    /// <param name="maxima">The largest so far.</param>
    /// <param name="otherMinima">Values that may be smaller.</param>
    /// <param name="otherMaxima">Values that may be larger.</param>
    public static void Widen(Span<double> minima, Span<double> maxima, ReadOnlySpan<double> otherMinima, ReadOnlySpan<double> otherMaxima)
    {
        int i = 0;
        for (; i <= minima.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector.MinNumber(new Vector<double>(minima[i..]), new Vector<double>(otherMinima[i..])).CopyTo(minima[i..]);
            Vector.MaxNumber(new Vector<double>(maxima[i..]), new Vector<double>(otherMaxima[i..])).CopyTo(maxima[i..]);
        }

        for (; i < minima.Length; i++)
        {
            minima[i] = double.MinNumber(minima[i], otherMinima[i]);
            maxima[i] = double.MaxNumber(maxima[i], otherMaxima[i]);
        }
    }

    /// <summary>Writes the fields beside the values.</summary>
    public void Complete(in FrameHeader header, bool isLate, long computedUnixNs)
    {
        _fields.Position.Epoch = header.Epoch;
        _fields.Position.Step = header.Step;
        _fields.Position.SimulationTimeNs = header.Time.Nanoseconds;
        _fields.IsLate = isLate;
        _fields.ComputedUnixNs = computedUnixNs;
        int size = _fields.CalculateSize();
        _fields.WriteTo(_bytes.AsSpan(_head, size));
        _length = _head + size;
    }

    /// <summary>Takes over another body of the same kind.</summary>
    public void CopyFrom(SampleBody other)
    {
        other.Encoded.Span.CopyTo(_bytes);
        _length = other._length;
    }

    /// <summary>One owner more.</summary>
    public void AddOwner() => Interlocked.Increment(ref _owners);

    /// <summary>One owner less.</summary>
    /// <returns>Whether it was the last, so that the body may be filled anew.</returns>
    public bool RemoveOwner() => Interlocked.Decrement(ref _owners) == 0;

    private Span<double> Doubles(int start) => MemoryMarshal.Cast<byte, double>(_bytes.AsSpan(start, _signals * sizeof(double)));

    private int WritePackedHead(int start, int field)
    {
        start += Varint.Write(_bytes.AsSpan(start), WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited));
        return start + Varint.Write(_bytes.AsSpan(start), (uint)(_signals * sizeof(double)));
    }
}
