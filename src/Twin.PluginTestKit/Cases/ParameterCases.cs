using Twin.Engine.Compiling;
using Twin.Engine.Description;

namespace Twin.PluginTestKit.Cases;

/// <summary>The parameter sets of one kind: the defaults, each parameter at each of its ends, all low, all high, then random ones with spread.</summary>
/// <remarks>A random set is a mix of ends and defaults (odd numbers) or anywhere between (even numbers).</remarks>
internal sealed class ParameterCases(IReadOnlyList<ParameterAxis> axes, MapParameter given, ulong seed, int randomCases)
{
    /// <summary>Random corner sets leave this share of the parameters at their defaults.</summary>
    private const double DefaultShare = 0.3;

    private readonly (int Axis, int Corner)[] _single = [.. axes.SelectMany((axis, a) => axis.Corners.Select((_, corner) => (a, corner)))];

    /// <summary>How many there are.</summary>
    public int Count => FirstRandom + randomCases;

    private int FirstRandom => axes.Count == 0 ? 1 : 1 + _single.Length + 2;

    /// <summary>Makes one.</summary>
    /// <param name="number">Its number; random cases go on beyond <see cref="Count"/>.</param>
    /// <param name="halvings">How often the list of its values is halved, for a component that refused them together.</param>
    public ParameterCase At(int number, int halvings = 0)
    {
        var values = new List<KeyValuePair<string, string>>();
        ulong? spread = null;
        if (number >= 1 && number <= _single.Length)
        {
            (int axis, int corner) = _single[number - 1];
            values.Add(new(axes[axis].Path, axes[axis].Corners[corner]));
        }
        else if (number > _single.Length && number < FirstRandom)
        {
            values.AddRange(axes.Select(axis => new KeyValuePair<string, string>(axis.Path, number == FirstRandom - 2 ? axis.Corners[0] : axis.Corners[^1])));
        }
        else if (number >= FirstRandom)
        {
            spread = Hash64.Mix(seed + (ulong)number);
            values.AddRange(Random(number));
        }

        if (halvings > 0)
        {
            Shuffle(values, number);
            values.RemoveRange(values.Count >> halvings, values.Count - (values.Count >> halvings));
        }

        foreach (ParameterAxis axis in axes.Where(axis => axis.IsRequired && !IsGiven(axis.Path) && values.All(value => value.Key != axis.Path)))
        {
            values.Add(new(axis.Path, axis.At(0.5)));
        }

        return new ParameterCase(number, values, spread);
    }

    /// <summary>The parameters of a case as a chassis file would give them.</summary>
    public MapParameter ParametersOf(ParameterCase set) => Merge(given, string.Empty, set.Values);

    private IEnumerable<KeyValuePair<string, string>> Random(int number)
    {
        var random = new CaseRandom(seed, (ulong)number);
        bool isCorner = number % 2 == 1;
        foreach (ParameterAxis axis in axes)
        {
            double share = random.Next();
            double pick = random.Next();
            if (!isCorner)
            {
                yield return new(axis.Path, axis.At(share));
            }
            else if (share >= DefaultShare)
            {
                yield return new(axis.Path, axis.Corners[Math.Min((int)(pick * axis.Corners.Count), axis.Corners.Count - 1)]);
            }
        }
    }

    private void Shuffle(List<KeyValuePair<string, string>> values, int number)
    {
        var random = new CaseRandom(~seed, (ulong)number);
        for (int i = values.Count - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    private bool IsGiven(string path)
    {
        MapParameter map = given;
        string[] names = path.Split('.');
        foreach (string name in names[..^1])
        {
            if (map.Entries.FirstOrDefault(entry => entry.Key == name).Value is not MapParameter inner)
            {
                return false;
            }

            map = inner;
        }

        return map.Entries.Any(entry => entry.Key == names[^1]);
    }

    private static MapParameter Merge(MapParameter given, string prefix, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        var entries = given.Entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        foreach ((string path, string text) in values)
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            string rest = path[prefix.Length..];
            int point = rest.IndexOf('.', StringComparison.Ordinal);
            if (point < 0)
            {
                entries[rest] = new ScalarParameter(text);
            }
            else
            {
                string name = rest[..point];
                entries[name] = Merge(given.Entries.FirstOrDefault(entry => entry.Key == name).Value as MapParameter ?? MapParameter.Empty, $"{prefix}{name}.", values);
            }
        }

        return new MapParameter([.. entries]);
    }
}
