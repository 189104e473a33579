namespace Twin.Telemetry.Prometheus;

/// <summary>The numbers of all series as text, kept from scrape to scrape: what has not changed is not formatted again.</summary>
/// <remarks>Allocates nothing after it was made. Not for concurrent use.</remarks>
internal sealed class NumberTexts(int count)
{
    private readonly long[] _bits = new long[count];
    private readonly byte[] _lengths = new byte[count];
    private readonly byte[] _texts = new byte[count * ExpositionText.LongestNumber];

    /// <summary>The text of a series' value.</summary>
    /// <param name="series">Position of the series.</param>
    /// <param name="value">Its value.</param>
    public ReadOnlySpan<byte> Of(int series, double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        Span<byte> text = _texts.AsSpan(series * ExpositionText.LongestNumber, ExpositionText.LongestNumber);
        if (_lengths[series] == 0 || _bits[series] != bits)
        {
            _bits[series] = bits;
            _lengths[series] = (byte)ExpositionText.WriteNumber(value, text);
        }

        return text[.._lengths[series]];
    }
}
