using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Chassis.Shapes;

/// <summary>What could be read of a map with known keys.</summary>
internal sealed class MapReading(Origin origin, string path)
{
    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>Where the map begins.</summary>
    public Origin Origin { get; } = origin;

    /// <summary>Path of the map in the file.</summary>
    public string Path { get; } = path;

    /// <summary>Takes a value in.</summary>
    public void Add(Reading reading) => _readings.Add(reading.Name, reading);

    /// <summary>Notes that a key is in the file, whether or not its value could be read.</summary>
    public void MarkWritten(string key) => _written.Add(key);

    /// <summary>Whether a key is in the file.</summary>
    public bool IsWritten(string key) => _written.Contains(key);

    /// <summary>Whether there is a value, written or by default.</summary>
    public bool Has(string key) => _readings.ContainsKey(key);

    /// <summary>The value of a key with its place; null without one.</summary>
    public Reading? Find(string key) => _readings.GetValueOrDefault(key);

    /// <summary>The value of a key; null without one.</summary>
    public T? FindValue<T>(string key)
        where T : class => _readings.GetValueOrDefault(key)?.Value as T;

    /// <summary>The number behind a key; null without one.</summary>
    public double? FindNumber(string key) => _readings.GetValueOrDefault(key)?.Value as double?;

    /// <summary>The value of a key that is there.</summary>
    public T Get<T>(string key) => (T)_readings[key].Value;

    /// <summary>The count behind a key that is there and fits.</summary>
    public int Count(string key) => (int)Get<ulong>(key);

    /// <summary>The quantity behind a key; zero without one.</summary>
    public T Quantity<T>(string key)
        where T : struct, IQuantity<T> => T.FromSi(FindNumber(key) ?? 0);

    /// <summary>The values of a key that holds a list or names; none without one.</summary>
    public IReadOnlyList<Reading> Items(string key) => FindValue<List<Reading>>(key) ?? [];
}
