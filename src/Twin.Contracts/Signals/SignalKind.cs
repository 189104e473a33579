namespace Twin.Contracts;

/// <summary>What a signal tells.</summary>
public enum SignalKind
{
    /// <summary>A quantity of the model itself, which no instrument reads.</summary>
    Truth,

    /// <summary>What a sensor of the real part would report.</summary>
    Sensor,

    /// <summary>A state out of a list, or a flag.</summary>
    Status,

    /// <summary>A count that only grows within an epoch.</summary>
    Counter,
}
