using Twin.Contracts;
using Twin.Engine.Compiling;

namespace Twin.PluginTestKit.Bench;

/// <summary>Says what a word of a component's block is, by what the component declared.</summary>
internal static class WordNames
{
    /// <summary>Names a word.</summary>
    /// <param name="builder">What was declared.</param>
    /// <param name="block">Where the sections lie.</param>
    /// <param name="word">The word in the block.</param>
    /// <returns>Such as <c>heat of junction</c>, <c>laser3/bias-current</c> or <c>private state, word 12</c>.</returns>
    public static string Of(ComponentBuilder builder, BlockLayout block, int word) =>
        word >= block.Raw ? $"private state, word {word - block.Raw}"
        : word >= block.Outputs ? Output(builder, word - block.Outputs)
        : word >= block.Posts ? Post(builder, word - block.Posts)
        : $"inputs, word {word}";

    /// <summary>Name of a declared signal, such as <c>laser03/bias-current</c>.</summary>
    public static string Of(ComponentBuilder builder, SignalDraft signal) => signal.Lane is { } lane
        ? $"{ElementName.Numbered(signal.Element, lane, builder.SignalDrafts.Count(other => other.Element == signal.Element && other.Name == signal.Name))}/{signal.Name}"
        : signal.Name;

    private static string Post(ComponentBuilder builder, int post) =>
        builder.Points.Find(point => point.Post == post) is { } node ? $"heat of {node.Name}"
        : builder.Loads.Find(load => load.Post == post) is { } load ? $"power of {load.Name}"
        : builder.Leakages.Find(leakage => leakage.Post == post || leakage.Post + 1 == post) is { } leakage ? $"leakage {leakage.Name}"
        : builder.HeatPumps.Find(pump => pump.Post == post) is { } pump ? $"current of {pump.Name}"
        : $"posts, word {post}";

    private static string Output(ComponentBuilder builder, int output)
    {
        if (builder.SignalDrafts.Find(draft => draft.Slot.Offset == output) is { } signal)
        {
            return Of(builder, signal);
        }

        foreach (BundleDraft bundle in builder.Bundles)
        {
            int fields = bundle.Kind switch
            {
                BundleKind.ElectricalTransmitter => LaneLayout.ElectricalTransmitterOutputs,
                BundleKind.ElectricalReceiver => LaneLayout.ElectricalReceiverOutputs,
                BundleKind.OpticalTransmitter => LaneLayout.OpticalTransmitterOutputs,
                _ => LaneLayout.OpticalReceiverOutputs,
            };
            if (output >= bundle.Output && output < bundle.Output + (fields * bundle.Count))
            {
                return $"{bundle.Name}, {BundleField(bundle.Kind, (output - bundle.Output) / bundle.Count)} of lane {(output - bundle.Output) % bundle.Count}";
            }
        }

        foreach (LightSourceDraft light in builder.LightSources)
        {
            if (output >= light.Output && output < light.Output + (LaneLayout.LightFields * light.Count))
            {
                string field = ((output - light.Output) / light.Count) switch { LaneLayout.LightPower => "power", LaneLayout.LightWavelength => "wavelength", _ => "intensity noise" };
                return $"{light.Name}, {field} of output {(output - light.Output) % light.Count}";
            }
        }

        return builder.Couplings.FindIndex(coupling => coupling.Output == output) is >= 0 and int coupling
                ? $"conductance of {builder.Points[builder.Couplings[coupling].First].Name} to {builder.Points[builder.Couplings[coupling].Second].Name}"
            : builder.Flows.Find(flow => flow.Output == output) is { } flow ? $"{(flow.Mover is null ? "opening" : "speed")} of {flow.Name}"
            : builder.Exchanges.Find(exchange => exchange.Output == output) is { } exchange ? $"scale of {exchange.Name}"
            : builder.StreamExchanges.Find(exchange => exchange.Output == output) is { } streams ? $"scale of {streams.Name}"
            : builder.Sources.Find(source => source.Output == output) is { } source ? $"switch of {source.Name}"
            : builder.ActuatorOutputs.Find(actuator => actuator.Output == output) is { } actuator ? $"command to {actuator.Name}"
            : $"outputs, word {output}";
    }

    private static string BundleField(BundleKind kind, int field) => (kind, field) switch
    {
        (BundleKind.ElectricalTransmitter, LaneLayout.ElectricalSwing) => "swing",
        (BundleKind.ElectricalTransmitter, LaneLayout.ElectricalSnr) => "signal-to-noise ratio",
        (BundleKind.ElectricalTransmitter, _) => "jitter",
        (BundleKind.OpticalTransmitter, LaneLayout.OpticalPower) => "power",
        (BundleKind.OpticalTransmitter, LaneLayout.OpticalOma) => "modulation amplitude",
        (BundleKind.OpticalTransmitter, LaneLayout.OpticalWavelength) => "wavelength",
        (BundleKind.OpticalTransmitter, LaneLayout.OpticalRin) => "intensity noise",
        (BundleKind.OpticalTransmitter, LaneLayout.OpticalBandwidth) => "bandwidth",
        (BundleKind.OpticalTransmitter, _) => "level mismatch",
        (_, LaneLayout.VerdictErrorRatio) => "error ratio",
        (_, LaneLayout.VerdictMargin) => "margin",
        (_, LaneLayout.VerdictSnr) => "signal-to-noise ratio",
        (BundleKind.ElectricalReceiver, _) => "input noise",
        (_, LaneLayout.Responsivity) => "responsivity",
        (_, LaneLayout.NoiseDensity) => "noise density",
        _ => "bandwidth",
    };
}
