namespace Twin.Host.Solving;

/// <summary>Differences to given values: how many, the largest with its place, root mean square.</summary>
/// <typeparam name="T">What a place is.</typeparam>
internal sealed class Differences<T>
{
    private double _squares;

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>The one of largest magnitude, with its sign, kelvin.</summary>
    public double LargestK { get; private set; }

    /// <summary>Where that is.</summary>
    public T? Place { get; private set; }

    /// <summary>Root mean square, kelvin.</summary>
    public double RmsK => Count == 0 ? 0 : Math.Sqrt(_squares / Count);

    /// <summary>Takes one in.</summary>
    /// <param name="differenceK">Found less given, kelvin.</param>
    /// <param name="place">Where.</param>
    public void Add(double differenceK, T place)
    {
        // One that is not a number is larger than all others.
        if (Count == 0 || !(Math.Abs(differenceK) <= Math.Abs(LargestK)))
        {
            (LargestK, Place) = (differenceK, place);
        }

        _squares += differenceK * differenceK;
        Count++;
    }
}
