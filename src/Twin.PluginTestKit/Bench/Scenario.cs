using System.Text.RegularExpressions;
using Twin.Engine.Compiling;
using Twin.PluginTestKit.Cases;

namespace Twin.PluginTestKit.Bench;

/// <summary>The inputs that a component is driven through in one case: nominal, each input at its ends alone (where asked for), all low, all high, rails dead, then random.</summary>
internal sealed partial class Scenario
{
    /// <summary>Steps that inputs hold: each behaviour is called at least once, the fast ones often enough for what they filter to move.</summary>
    private const int StepsPerPhase = 6;

    // In random inputs: how often a rail is dead, a fault is there, an input is at one of its ends, an input is unbound.
    private const double DeadShare = 0.12;
    private const double FaultShare = 0.25;
    private const double EndShare = 0.3;
    private const double UnboundShare = 0.15;

    /// <summary>Largest difference of temperatures within a component in random inputs.</summary>
    private const double SpanK = 25;

    private readonly InputElement[] _elements;
    private readonly ulong _seed;
    private readonly bool[] _isUnbound;
    private readonly List<InputPhase> _phases = [];

    /// <summary>Draws the inputs of a case.</summary>
    /// <param name="elements">The inputs.</param>
    /// <param name="seed">Seed of the case.</param>
    /// <param name="isNominalPart">Whether each input is also tried alone, and all controller inputs are bound.</param>
    /// <param name="randomInputs">Random sets at the end.</param>
    public Scenario(InputElement[] elements, ulong seed, bool isNominalPart, int randomInputs)
    {
        _elements = elements;
        _seed = seed;
        var random = new CaseRandom(seed, 0);
        _isUnbound = [.. elements.Select(element => element.Role == InputRole.SensorInput && random.Next() < UnboundShare && !isNominalPart)];
        Add(Nominal(), settles: true);
        Add(Nominal());
        if (isNominalPart)
        {
            AddAlone();
        }

        Add(Level(element => element.Role is InputRole.Fault or InputRole.Tripped ? element.Nominal : element.Low));
        Add(Level(element => element.Role is InputRole.Fault or InputRole.Tripped ? element.Nominal : element.High));
        Add(Level(element => element.Role == InputRole.Rail ? 0 : element.Nominal));
        Add(Nominal());
        for (int i = 0; i < randomInputs; i++)
        {
            AddRandom(new CaseRandom(seed, (ulong)i + 1));
        }
    }

    /// <summary>The inputs in the order of time.</summary>
    public IReadOnlyList<InputPhase> Phases => _phases;

    /// <summary>Steps of all phases together.</summary>
    public int Steps => _phases.Sum(phase => phase.Steps);

    /// <summary>Random inputs with rails alive and without faults, as a base for one input that is moved on its own.</summary>
    /// <param name="number">Which; 0 is nominal.</param>
    public double[] HealthyLevels(int number)
    {
        var random = new CaseRandom(~_seed, (ulong)number);
        double common = random.Next();
        return number == 0 ? Nominal() : Level(element => element.Role switch
        {
            InputRole.Fault or InputRole.Tripped => element.Nominal,
            InputRole.Temperature => Near(element, common, random.Next()),
            _ => Between(element, random.Next()),
        });
    }

    // Of numbered fellows the first one, then all of them: a laser and the lasers.
    private void AddAlone()
    {
        foreach (IGrouping<string, int> fellows in Enumerable.Range(0, _elements.Length).GroupBy(i => Number().Replace(_elements[i].Name, "*")))
        {
            int first = fellows.First();
            InputElement element = _elements[first];
            double[] ends = element.Role switch
            {
                InputRole.Rail => [0, element.Low, element.High],
                InputRole.Fault => [0.5, 1],
                InputRole.Flow => [0, element.Low, element.High],
                _ => [element.Low, element.High],
            };
            foreach (double end in ends.Where(level => level != element.Nominal))
            {
                double[] levels = Nominal();
                levels[first] = end;
                Add(levels);
                if (fellows.Count() > 1)
                {
                    Add([.. levels.Select((level, i) => fellows.Contains(i) ? end : level)]);
                }
            }
        }
    }

    private void AddRandom(CaseRandom random)
    {
        double common = random.Next();
        double[] levels = Nominal();
        var patterns = new LanePattern[levels.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            InputElement element = _elements[i];
            double kind = random.Next();
            double share = random.Next();
            levels[i] = _isUnbound[i] ? double.NaN : element.Role switch
            {
                InputRole.Temperature => Near(element, common, share),
                InputRole.Rail when kind < DeadShare => 0,
                InputRole.Fault or InputRole.Tripped => kind >= FaultShare ? 0 : element.Role == InputRole.Tripped || share > 0.7 ? 1 : share < 0.3 ? 0.5 : share,
                _ => kind < 0.5 * EndShare ? element.Low : kind < EndShare ? element.High : Between(element, share),
            };
            patterns[i] = element.Count == 1 || _isUnbound[i] ? LanePattern.Same : (LanePattern)random.Next(3);
        }

        _phases.Add(new InputPhase(levels, patterns, Hash64.Mix(_seed + (ulong)_phases.Count), StepsPerPhase, IsSettling: false));
    }

    private static double Near(InputElement element, double common, double share) =>
        Math.Clamp(element.Low + (common * (element.High - element.Low)) + ((share - 0.5) * SpanK), element.Low, element.High);

    private static double Between(InputElement element, double share) => element.IsLogarithmic
        ? element.Low * Math.Pow(element.High / element.Low, share)
        : element.Low + (share * (element.High - element.Low));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    private double[] Nominal() => Level(element => element.Nominal);

    private double[] Level(Func<InputElement, double> level) => [.. _elements.Select((element, i) => _isUnbound[i] ? double.NaN : level(element))];

    private void Add(double[] levels, bool settles = false) =>
        _phases.Add(new InputPhase(levels, new LanePattern[levels.Length], 0, StepsPerPhase, settles));
}
