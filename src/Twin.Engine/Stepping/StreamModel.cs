using Twin.Physics.Flow;

namespace Twin.Engine.Stepping;

/// <summary>A flow network: one medium, junctions, branches.</summary>
internal sealed class StreamModel
{
    public required string Name { get; init; }

    public required FlowNetwork Network { get; init; }

    /// <summary>First word of the junction pressures.</summary>
    public required int Pressures { get; init; }

    /// <summary>First word of the branch flows.</summary>
    public required int Flows { get; init; }

    /// <summary>Word of the inlet temperature.</summary>
    public required int InletTemperature { get; init; }

    /// <summary>First branch of the thermal model that belongs to this stream; they lie in the order of the network's elements.</summary>
    public required int FirstBranch { get; init; }

    public required double VolumetricHeatCapacityJPerM3K { get; init; }

    public required double DensityRatio { get; init; }

    /// <summary>Event that is raised when no flow can be found that satisfies every branch.</summary>
    public required int FlowEvent { get; init; }

    public required double[] Linear { get; init; }

    public required double[] Quadratic { get; init; }

    /// <summary>First word of the speeds of the last solve: flows of movers are scaled from them, so that hysteresis in stall is one of flow over speed.</summary>
    public required int Speeds { get; init; }

    /// <summary>Output word of opening or speed of each element, or -1 for a passage.</summary>
    public required int[] Settings { get; init; }

    public required bool[] IsMover { get; init; }

    /// <summary>Input words of each element's component, or -1 for a passage.</summary>
    public required int[] Inputs { get; init; }

    public required int[] Components { get; init; }

    public required int[] FromJunctions { get; init; }

    public required int[] ToJunctions { get; init; }
}
