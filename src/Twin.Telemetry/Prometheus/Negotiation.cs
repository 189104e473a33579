using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Twin.Telemetry.Prometheus;

/// <summary>Chooses format and coding of a scrape from its request headers, by RFC 9110, sections 12.4.2, 12.5.1 and 12.5.3.</summary>
internal static class Negotiation
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string TextType = "text/plain";

    /// <summary>Chooses a format.</summary>
    /// <param name="accept">The Accept header; empty or not a header at all is no wish.</param>
    /// <returns>The format of the highest quality, of equals the one that is named more exactly, then text; null when none is acceptable.</returns>
    public static ExpositionFormat? Format(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out IList<MediaTypeHeaderValue>? ranges) || ranges.Count == 0)
        {
            return ExpositionFormat.Text;
        }

        (double Quality, int Exactness) text = Best(ranges, TextType, "0.0.4");
        (double Quality, int Exactness) openMetrics = Best(ranges, OpenMetricsType, "1.0.0");
        if (openMetrics.Quality > 0 && openMetrics.CompareTo(text) > 0)
        {
            return ExpositionFormat.OpenMetrics;
        }

        return text.Quality > 0 ? ExpositionFormat.Text : null;
    }

    /// <summary>Chooses a coding.</summary>
    /// <param name="acceptEncoding">The Accept-Encoding header.</param>
    /// <returns>Whether to compress by gzip; null when neither gzip nor uncompressed is acceptable.</returns>
    public static bool? Gzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out IList<StringWithQualityHeaderValue>? codings) || codings.Count == 0)
        {
            return false;
        }

        double? any = Quality("*");
        double gzip = Quality("gzip") ?? Quality("x-gzip") ?? any ?? 0;
        double identity = Quality("identity") ?? (any == 0 ? 0 : 1e-4);
        if (gzip > 0 && gzip >= identity)
        {
            return true;
        }

        return identity > 0 ? false : null;

        double? Quality(string coding) => codings.FirstOrDefault(item => item.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) is { } found ? found.Quality ?? 1 : null;
    }

    // Of the ranges that match, the most exact one says the quality.
    private static (double Quality, int Exactness) Best(IList<MediaTypeHeaderValue> ranges, string type, string version)
    {
        (double Quality, int Exactness) best = (0, -1);
        foreach (MediaTypeHeaderValue range in ranges)
        {
            int exactness = Exactness(range, type, version);
            if (exactness > best.Exactness)
            {
                best = (range.Quality ?? 1, exactness);
            }
        }

        return best;
    }

    // -1: no match; 0: */*; 1: application/*; 2: the type; 3: the type in the version.
    private static int Exactness(MediaTypeHeaderValue range, string type, string version)
    {
        if (range.MatchesAllTypes)
        {
            return 0;
        }

        if (range.MatchesAllSubTypes)
        {
            return type.StartsWith(range.Type + "/", StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        }

        if (!range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        NameValueHeaderValue? asked = range.Parameters.FirstOrDefault(item => item.Name.Equals("version", StringComparison.OrdinalIgnoreCase));
        if (asked is null)
        {
            return 2;
        }

        return HeaderUtilities.RemoveQuotes(asked.Value).Equals(version, StringComparison.Ordinal) ? 3 : -1;
    }
}
