using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <summary>A compiled chassis ready to be stepped: immutable structure, shared by any number of states.</summary>
public sealed class ChassisModel
{
    internal ChassisModel()
    {
    }

    /// <summary>Structure as services see it.</summary>
    public required CompiledChassis Chassis { get; init; }

    /// <summary>Words of a state block; eight bytes each.</summary>
    public int WordCount => InitialWords.Length;

    internal required double[] InitialWords { get; init; }

    internal required ComponentModel[] Components { get; init; }

    internal required ThermalModel Thermal { get; init; }

    internal required StreamModel[] Streams { get; init; }

    internal required RailModel[] Rails { get; init; }

    internal required RailModel.Load[] Loads { get; init; }

    internal required RailModel.Source[] Sources { get; init; }

    internal required int[] InletInputs { get; init; }

    internal required LightModel Light { get; init; }

    internal required LinkModel Links { get; init; }

    internal required ControlModel Control { get; init; }

    internal required long BaseStepNs { get; init; }

    internal required int LinkEvery { get; init; }

    internal required int FlowEvery { get; init; }

    internal required int ControlEvery { get; init; }

    internal required bool StartsSteady { get; init; }

    internal required int[] GroupOfPort { get; init; }

    internal required IReadOnlyList<string> PortGroups { get; init; }

    internal required ulong Seed { get; init; }
}
