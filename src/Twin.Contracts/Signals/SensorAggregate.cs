namespace Twin.Contracts;

/// <summary>How a sensor input of one value combines several bound signals.</summary>
public enum SensorAggregate
{
    /// <summary>The highest.</summary>
    Maximum,

    /// <summary>The lowest.</summary>
    Minimum,

    /// <summary>The mean.</summary>
    Mean,
}
