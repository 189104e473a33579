namespace Twin.Engine.Stepping;

/// <summary>Words of a component, one behind the other, that share the bounds beyond which nobody believes them.</summary>
/// <param name="Word">The first one.</param>
/// <param name="Count">How many.</param>
/// <param name="Lowest">Least value that is believed.</param>
/// <param name="Highest">Greatest value that is believed.</param>
internal readonly record struct RangeModel(int Word, int Count, double Lowest, double Highest)
{
    /// <summary>
    /// How far beyond a declared range a value may be, in widths of the range. What a vendor declares is what makes sense, often what a display shows: a fault may well lead beyond it. Ten widths are not a
    /// fault of the part but of its model.
    /// </summary>
    public const double FarWidths = 10;

    /// <summary>Bounds for a declared range.</summary>
    /// <param name="word">The word.</param>
    /// <param name="minimum">Least value declared.</param>
    /// <param name="maximum">Greatest value declared.</param>
    /// <returns>Null for a range that is open at an end or has no width: nothing is far from it.</returns>
    public static RangeModel? Of(int word, double minimum, double maximum)
    {
        double width = maximum - minimum;
        return double.IsFinite(width) && width > 0 ? new RangeModel(word, 1, minimum - (FarWidths * width), maximum + (FarWidths * width)) : null;
    }

    /// <summary>Joins neighbours that share their bounds.</summary>
    public static RangeModel[] Join(IEnumerable<RangeModel> ranges)
    {
        var joined = new List<RangeModel>();
        foreach (RangeModel range in ranges.OrderBy(range => range.Word))
        {
            if (joined is [.., var last] && last.Word + last.Count == range.Word && (last.Lowest, last.Highest) == (range.Lowest, range.Highest))
            {
                joined[^1] = last with { Count = last.Count + range.Count };
            }
            else
            {
                joined.Add(range);
            }
        }

        return [.. joined];
    }
}
