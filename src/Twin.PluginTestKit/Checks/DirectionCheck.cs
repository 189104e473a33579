using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.PluginTestKit.Bench;
using Twin.PluginTestKit.Declarations;
using Twin.Units;

namespace Twin.PluginTestKit.Checks;

/// <summary>Moves one input, or numbered fellows together, from low to high while all others, actuators among them, are held, and compares which way answers go with what the vendor declared.</summary>
/// <remarks>At each value the component starts anew and settles, so that neither its filters nor a hysteresis decide.</remarks>
internal sealed class DirectionCheck
{
    private const int Values = 6;
    private const int BaseInputs = 5;
    private const int SettlingSteps = 60;

    /// <summary>Share by which an answer may go the wrong way for rounding and for the end of an iteration.</summary>
    private const double Rounding = 1e-7;

    private readonly ComponentBench _bench;
    private readonly InputElement[] _elements;
    private readonly Scenario _scenario;
    private readonly Answer[] _answers;

    /// <summary>Prepares the check of a component.</summary>
    public DirectionCheck(ComponentBench bench, InputElement[] elements, Scenario scenario)
    {
        _bench = bench;
        _elements = elements;
        _scenario = scenario;
        _answers = [.. AnswersOf(bench.Builder, bench.Block)];
    }

    /// <summary>Tries one declaration.</summary>
    /// <param name="declaration">What is declared.</param>
    /// <param name="problems">Receives what is wrong with the declaration itself.</param>
    /// <param name="found">Told: answer, message, inputs, how far off.</param>
    /// <param name="moved">Receives the answers that moved at all.</param>
    public void Run(DirectionDeclaration declaration, List<string> problems, Action<string, string, string, double> found, HashSet<string> moved)
    {
        int[] inputs = Inputs(declaration.When, problems);
        if (inputs.Length == 0)
        {
            return;
        }

        InputElement input = _elements[inputs[0]];
        double low = Bound(declaration.From, input, input.Low, problems);
        double high = Bound(declaration.To, input, input.High, problems);
        (Answer Answer, int Sign)[] declared =
        [
            .. declaration.Rises.SelectMany(pattern => Find(pattern, problems)).Select(answer => (answer, 1)),
            .. declaration.Falls.SelectMany(pattern => Find(pattern, problems)).Select(answer => (answer, -1)),
        ];
        if (!(low < high) || declared.Length == 0)
        {
            return;
        }

        for (int number = 0; number < BaseInputs && _bench.Failure is null; number++)
        {
            Sweep(inputs, declaration.When, low, high, declared, _scenario.HealthyLevels(number), found, moved);
        }
    }

    // Numbered fellows move together: the first that matches, and those of its kind.
    private int[] Inputs(string when, List<string> problems)
    {
        if (!NamePattern.TryParse(when, out NamePattern? pattern, out string? problem))
        {
            problems.Add($"directions: '{when}' is no pattern: {problem}");
            return [];
        }

        int[] inputs = [.. Enumerable.Range(0, _elements.Length).Where(i => pattern!.Matches(_elements[i].Name))];
        if (inputs.Length == 0)
        {
            problems.Add($"directions: there is no input '{when}'. {Spelling.Hint(when, _elements.Select(element => element.Name))}");
        }

        return [.. inputs.Where(i => _elements[i].Dimension == _elements[inputs[0]].Dimension && _elements[i].Role == _elements[inputs[0]].Role)];
    }

    private void Sweep(int[] inputs, string when, double low, double high, (Answer Answer, int Sign)[] declared, double[] held, Action<string, string, string, double> found, HashSet<string> moved)
    {
        InputElement input = _elements[inputs[0]];
        double[] before = new double[declared.Length];
        double from = low;
        for (int k = 0; k < Values; k++)
        {
            double level = low + ((high - low) * k / (Values - 1));
            double[] levels = [.. held];
            foreach (int index in inputs)
            {
                levels[index] = level;
            }

            var phase = new InputPhase(levels, new LanePattern[levels.Length], 0, SettlingSteps, IsSettling: true);
            _bench.Start(phase);
            for (int step = 0; step < phase.Steps; step++)
            {
                _bench.Step(phase);
            }

            if (_bench.Failure is not null)
            {
                return;
            }

            for (int a = 0; a < declared.Length; a++)
            {
                (Answer answer, int sign) = declared[a];
                double value = answer.Read(_bench.Words);
                double change = sign * (value - before[a]);
                double size = Math.Max(Math.Abs(value), Math.Abs(before[a]));
                if (k > 0 && Math.Abs(change) > Rounding * size)
                {
                    moved.Add(answer.Pattern);
                }

                if (k > 0 && change < -Rounding * size)
                {
                    string message = string.Create(
                        CultureInfo.InvariantCulture,
                        $"It is declared to {(sign > 0 ? "rise" : "fall")} when {when} rises, and goes from {answer.Text(before[a])} to {answer.Text(value)} as {when} goes from {input.Text(from)} to {input.Text(level)}.");
                    found(answer.Name, message, phase.Text(_elements), -change / size);
                }

                before[a] = value;
            }

            from = level;
        }
    }

    private static double Bound(string? text, InputElement input, double standard, List<string> problems)
    {
        if (text is null)
        {
            return standard;
        }

        if (QuantityText.TryParse(text, input.Dimension ?? Dimensions.Ratio, out double si, out string? problem))
        {
            return si;
        }

        problems.Add($"directions, {input.Name}: {problem}");
        return double.NaN;
    }

    private Answer[] Find(string text, List<string> problems)
    {
        if (!NamePattern.TryParse(text, out NamePattern? pattern, out string? problem))
        {
            problems.Add($"directions: '{text}' is no pattern: {problem}");
            return [];
        }

        Answer[] matching = [.. _answers.Where(answer => pattern!.Matches(answer.Name)).Select(answer => answer with { Pattern = text })];
        if (matching.Length == 0)
        {
            problems.Add($"directions: there is no answer '{text}'. {Spelling.Hint(text, _answers.Select(answer => answer.Name))}");
        }

        return matching;
    }

    private static IEnumerable<Answer> AnswersOf(ComponentBuilder builder, BlockLayout block)
    {
        foreach (SignalDraft signal in builder.SignalDrafts)
        {
            yield return new Answer(WordNames.Of(builder, signal), block.Outputs + signal.Slot.Offset, 1, signal.Dimension);
        }

        foreach (LoadDraft load in builder.Loads)
        {
            yield return new Answer($"{load.Name}.power", block.Posts + load.Post, 1, Dimensions.Power);
        }

        foreach (LeakageDraft leakage in builder.Leakages)
        {
            yield return new Answer($"{leakage.Name}.power", block.Posts + leakage.Post, 1, Dimensions.Power);
        }

        foreach (PointDraft point in builder.Points.Where(point => point.Post >= 0))
        {
            yield return new Answer($"{point.Name}.heat", block.Posts + point.Post, 1, Dimensions.Power);
        }

        foreach (HeatPumpDraft pump in builder.HeatPumps)
        {
            yield return new Answer($"{pump.Name}.current", block.Posts + pump.Post, 1, Dimensions.Current);
        }

        foreach (LightSourceDraft light in builder.LightSources)
        {
            yield return new Answer($"{light.Name}.power", block.Outputs + light.Output + (LaneLayout.LightPower * light.Count), light.Count, Dimensions.Power);
        }

        foreach (BundleDraft bundle in builder.Bundles.Where(bundle => bundle.Kind == BundleKind.OpticalTransmitter))
        {
            yield return new Answer($"{bundle.Name}.power", block.Outputs + bundle.Output + (LaneLayout.OpticalPower * bundle.Count), bundle.Count, Dimensions.Power);
            yield return new Answer($"{bundle.Name}.modulation-amplitude", block.Outputs + bundle.Output + (LaneLayout.OpticalOma * bundle.Count), bundle.Count, Dimensions.Power);
        }

        foreach (FlowDraft flow in builder.Flows)
        {
            yield return new Answer($"{flow.Name}.{(flow.Mover is null ? "opening" : "speed")}", block.Outputs + flow.Output, 1, Dimensions.Ratio);
        }

        foreach (ActuatorOutputDraft output in builder.ActuatorOutputs)
        {
            yield return new Answer(output.Name, block.Outputs + output.Output + LaneLayout.ActuatorValue, 1, output.Dimension);
        }
    }

    private sealed record Answer(string Name, int Word, int Count, Dimension? Dimension)
    {
        public string Pattern { get; init; } = string.Empty;

        public double Read(ReadOnlySpan<double> words)
        {
            double sum = 0;
            foreach (double value in words.Slice(Word, Count))
            {
                sum += value;
            }

            return sum;
        }

        public string Text(double value) => (Dimension ?? Dimensions.Ratio).Format(value);
    }
}
