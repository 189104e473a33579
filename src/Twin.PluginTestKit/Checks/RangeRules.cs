using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.PluginTestKit.Bench;

namespace Twin.PluginTestKit.Checks;

/// <summary>What the words that a component writes may be: its own declared ranges of signals, and what the contract says of the rest.</summary>
internal sealed class RangeRules
{
    /// <summary>What a range may be passed by for rounding, as a share of the value.</summary>
    private const double Rounding = 1e-9;

    private readonly Rule[] _rules;
    private readonly double[] _before;
    private readonly Violation?[] _worst;
    private readonly ComponentBench _bench;

    /// <summary>Lists the rules of a component.</summary>
    public RangeRules(ComponentBench bench)
    {
        _bench = bench;
        _rules = [.. RulesOf(bench.Builder, bench.Block.Outputs)];
        _before = new double[_rules.Length];
        _worst = new Violation?[_rules.Length];
    }

    /// <summary>The worst violation of each rule so far.</summary>
    public IEnumerable<Violation> Violations => _worst.OfType<Violation>();

    /// <summary>Forgets what counters had, at the start of a run.</summary>
    public void Start()
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            _before[i] = _bench.Words[_rules[i].Word];
        }
    }

    /// <summary>Looks at all words after a step.</summary>
    /// <param name="phase">The inputs that held.</param>
    public void Look(InputPhase phase)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            ref readonly Rule rule = ref _rules[i];
            double value = _bench.Words[rule.Word];
            double low = rule.Kind == RuleKind.Counter ? _before[i] : rule.Low;
            double excess = Math.Max(low - value, value - rule.High) - (Rounding * Math.Abs(value));
            excess = rule.Kind == RuleKind.Status && value != Math.Floor(value) ? 1 : excess;
            _before[i] = value;
            if (excess > 0 && (_worst[i] is not { } known || excess > known.Excess))
            {
                _worst[i] = new Violation(rule, value, low, excess, phase);
            }
        }
    }

    private static IEnumerable<Rule> RulesOf(ComponentBuilder builder, int outputs)
    {
        foreach (SignalDraft signal in builder.SignalDrafts)
        {
            int word = outputs + signal.Slot.Offset;
            yield return signal.Kind switch
            {
                SignalKind.Status when signal.States.Count > 0 => new Rule(RuleKind.Status, word, 0, signal.States.Count - 1, signal),
                SignalKind.Counter => new Rule(RuleKind.Counter, word, 0, double.PositiveInfinity, signal),
                _ => new Rule(RuleKind.Signal, word, signal.Options.Minimum, signal.Options.Maximum, signal),
            };
        }

        foreach (int output in builder.Couplings.Select(coupling => coupling.Output)
            .Concat(builder.Exchanges.Select(exchange => exchange.Output)).Concat(builder.StreamExchanges.Select(exchange => exchange.Output))
            .Concat(builder.Flows.Where(flow => flow.Mover is not null).Select(flow => flow.Output)))
        {
            yield return NotNegative(output);
        }

        foreach (FlowDraft flow in builder.Flows.Where(flow => flow.Mover is null))
        {
            yield return new Rule(RuleKind.Contract, outputs + flow.Output, 0, 1, null);
        }

        foreach (BundleDraft bundle in builder.Bundles)
        {
            int[] fields = bundle.Kind switch
            {
                BundleKind.ElectricalTransmitter => [LaneLayout.ElectricalSwing, LaneLayout.ElectricalJitter],
                BundleKind.ElectricalReceiver => [LaneLayout.ElectricalNoise],
                BundleKind.OpticalTransmitter => [LaneLayout.OpticalPower, LaneLayout.OpticalOma, LaneLayout.OpticalRin, LaneLayout.OpticalBandwidth],
                _ => [LaneLayout.Responsivity, LaneLayout.NoiseDensity, LaneLayout.ReceiverBandwidth],
            };
            foreach (int field in fields)
            {
                for (int lane = 0; lane < bundle.Count; lane++)
                {
                    yield return NotNegative(bundle.Output + (field * bundle.Count) + lane);
                }
            }
        }

        foreach (LightSourceDraft light in builder.LightSources)
        {
            for (int i = 0; i < light.Count; i++)
            {
                yield return NotNegative(light.Output + (LaneLayout.LightPower * light.Count) + i);
                yield return NotNegative(light.Output + (LaneLayout.LightRin * light.Count) + i);
            }
        }

        Rule NotNegative(int output) => new(RuleKind.Contract, outputs + output, 0, double.PositiveInfinity, null);
    }

    internal enum RuleKind
    {
        Signal,
        Status,
        Counter,
        Contract,
    }

    internal readonly record struct Rule(RuleKind Kind, int Word, double Low, double High, SignalDraft? Signal);

    internal sealed record Violation(Rule Rule, double Value, double Low, double Excess, InputPhase Phase)
    {
        /// <summary>What is wrong, with numbers and units.</summary>
        public string Message => Rule.Kind switch
        {
            RuleKind.Status => FormattableString.Invariant($"It is {Value}, which is none of its {Rule.High + 1} states, numbered from 0."),
            RuleKind.Counter => FormattableString.Invariant($"The counter fell from {Low} to {Value}; a counter only grows."),
            RuleKind.Contract => FormattableString.Invariant($"It is {Value}; {(double.IsPositiveInfinity(Rule.High) ? "it must be zero or more" : "it must be 0 to 1")}."),
            _ => $"It is {Text(Value)}, outside the declared {Range()}. Widen the range if that makes sense, or hold the value inside.",
        };

        private string Range() =>
            double.IsNegativeInfinity(Rule.Low) ? $"maximum of {Text(Rule.High)}"
            : double.IsPositiveInfinity(Rule.High) ? $"minimum of {Text(Rule.Low)}"
            : $"range of {Text(Rule.Low)} to {Text(Rule.High)}";

        private string Text(double value) => Rule.Signal?.Dimension is { } dimension ? dimension.Format(value) : FormattableString.Invariant($"{value}");
    }
}
