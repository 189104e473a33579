namespace Twin.Engine.Description;

/// <summary>Where a run starts.</summary>
public enum InitialCondition
{
    /// <summary>Everything settled under the workload of the first moment.</summary>
    Steady,

    /// <summary>Everything at the temperature of the room, power just switched on.</summary>
    Ambient,
}
