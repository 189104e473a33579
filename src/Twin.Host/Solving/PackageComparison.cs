using System.Globalization;
using Twin.Chassis.Packages;
using Twin.Physics;

namespace Twin.Host.Solving;

/// <summary>Compares a run with given temperatures, while it runs.</summary>
internal sealed class PackageComparison
{
    private const int InstantsListed = 5;

    private readonly PackageRun _run;
    private readonly Dictionary<string, int> _blocks;
    private readonly Dictionary<string, int> _probes;
    private readonly ILookup<long, PackageResult> _given;
    private readonly Dictionary<PackageQuantity, Differences<PackageResult>> _byQuantity = [];
    private readonly Dictionary<(string Name, PackageQuantity Quantity), Differences<PackageResult>> _byName = [];
    private readonly Dictionary<double, Differences<PackageResult>> _byInstant = [];
    private readonly Differences<PackageResult> _all = new();

    /// <summary>Prepares a comparison.</summary>
    /// <param name="run">The run.</param>
    /// <param name="values">The given values for its grid.</param>
    public PackageComparison(PackageRun run, IEnumerable<PackageResult> values)
    {
        _run = run;
        _blocks = Indices(run.System.Model.Blocks.Select(block => block.Name));
        _probes = Indices(run.System.Model.Probes.Select(probe => probe.Name));
        _given = values.ToLookup(value => StepAt(value.TimeS));
    }

    /// <summary>The largest difference of any value by magnitude, kelvin.</summary>
    public double LargestK => Math.Abs(_all.LargestK);

    /// <summary>How many values were compared.</summary>
    public long Count => _all.Count;

    /// <summary>Compares the values of the instant that the run is at.</summary>
    public void Observe()
    {
        foreach (PackageResult given in _given[StepAt(_run.TimeS)])
        {
            double differenceK = Found(given) - given.TemperatureK;
            _all.Add(differenceK, given);
            Take(_byQuantity, given.Quantity).Add(differenceK, given);
            Take(_byName, (given.Name, given.Quantity)).Add(differenceK, given);
            Take(_byInstant, given.TimeS).Add(differenceK, given);
        }
    }

    /// <summary>Writes the differences of each quantity, each block and the worst instants.</summary>
    public void Write(TextWriter text)
    {
        text.WriteLine($"  {"quantity",-10} {"values",8} {"largest K",12} {"rms K",12}  where");
        foreach ((PackageQuantity quantity, Differences<PackageResult> differences) in _byQuantity.OrderBy(pair => pair.Key))
        {
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {Word(quantity),-10} {differences.Count,8} {differences.LargestK,12:F6} {differences.RmsK,12:F6}  {Where(differences.Place)}"));
        }

        text.WriteLine();
        string[] names = [.. _byName.Keys.Select(key => key.Name).Distinct()];
        int width = Math.Max(5, names.Max(name => name.Length));
        text.WriteLine($"  {"block".PadRight(width)} {"avg largest",12} {"avg rms",10} {"max largest",12} {"max rms",10}");
        foreach (string name in names)
        {
            bool isProbe = _probes.ContainsKey(name);
            text.WriteLine($"  {name.PadRight(width)} {Numbers(name, isProbe ? PackageQuantity.Point : PackageQuantity.Average)} {(isProbe ? string.Empty : Numbers(name, PackageQuantity.Maximum))}");
        }

        if (_byInstant.Count < 2)
        {
            return;
        }

        text.WriteLine();
        text.WriteLine($"  {"instant s",10} {"largest K",12} {"rms K",12}  where; the worst {Math.Min(InstantsListed, _byInstant.Count)} of {_byInstant.Count} instants");
        foreach ((double timeS, Differences<PackageResult> differences) in _byInstant.OrderByDescending(pair => Math.Abs(pair.Value.LargestK)).Take(InstantsListed))
        {
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {timeS,10:G8} {differences.LargestK,12:F6} {differences.RmsK,12:F6}  {differences.Place.Name} {Word(differences.Place.Quantity)}"));
        }
    }

    /// <summary>Where the largest difference is.</summary>
    public string Where() => Where(_all.Place);

    private string Where(PackageResult place) =>
        $"{place.Name} {Word(place.Quantity)}{(_run.Settings.Case == PackageCase.Steady ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" at {place.TimeS:G8} s"))}";

    private string Numbers(string name, PackageQuantity quantity) => _byName.TryGetValue((name, quantity), out Differences<PackageResult>? differences)
        ? string.Create(CultureInfo.InvariantCulture, $"{differences.LargestK,12:F6} {differences.RmsK,10:F6}")
        : $"{"-",12} {"-",10}";

    private double Found(PackageResult given) => PhysicalConstants.ZeroCelsiusK + given.Quantity switch
    {
        PackageQuantity.Average => _run.System.BlockAverage(_blocks[given.Name], _run.TemperaturesC),
        PackageQuantity.Maximum => _run.System.BlockMaximum(_blocks[given.Name], _run.TemperaturesC),
        _ => _run.TemperaturesC[_run.System.ProbeCell(_probes[given.Name])],
    };

    private long StepAt(double timeS) => _run.Settings.Case == PackageCase.Steady ? 0 : (long)Math.Round(timeS / _run.Settings.StepS);

    private static string Word(PackageQuantity quantity) => quantity switch { PackageQuantity.Average => "avg_K", PackageQuantity.Maximum => "max_K", _ => "K" };

    private static Dictionary<string, int> Indices(IEnumerable<string> names) => names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);

    private static Differences<PackageResult> Take<TKey>(Dictionary<TKey, Differences<PackageResult>> table, TKey key)
        where TKey : notnull
    {
        if (!table.TryGetValue(key, out Differences<PackageResult>? differences))
        {
            table.Add(key, differences = new());
        }

        return differences;
    }
}
