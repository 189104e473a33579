namespace Twin.Engine.Stepping;

/// <summary>The inside of a compiled chassis: arrays in the order in which a step walks through them.</summary>
internal sealed class ModelParts
{
    /// <summary>How its own words lie: the same as those of the model that it was compiled from again, unless a component describes itself differently each time.</summary>
    public required StateLayout Layout { get; init; }

    public double[] InitialWords => Layout.InitialWords;

    public required ComponentModel[] Components { get; init; }

    public required ThermalModel Thermal { get; init; }

    public required StreamModel[] Streams { get; init; }

    public required RailModel[] Rails { get; init; }

    public required RailModel.Load[] Loads { get; init; }

    public required RailModel.Source[] Sources { get; init; }

    public required int[] InletInputs { get; init; }

    public required LightModel Light { get; init; }

    public required LinkModel Links { get; init; }

    public required ControlModel Control { get; init; }

    public required long BaseStepNs { get; init; }

    public required int LinkEvery { get; init; }

    public required int FlowEvery { get; init; }

    public required int ControlEvery { get; init; }

    public required bool StartsSteady { get; init; }

    public required int[] GroupOfPort { get; init; }

    public required IReadOnlyList<string> PortGroups { get; init; }

    /// <summary>The build of the plugin that each component is from.</summary>
    public required Compiling.PluginBuild[] Builds { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Event that is raised when the chassis does not settle at the start.</summary>
    public required int UnsettledEvent { get; init; }

    /// <summary>Events that tell what was done to the run as a whole, by <see cref="Running.RunNotice"/>.</summary>
    public required int[] NoticeEvents { get; init; }
}
