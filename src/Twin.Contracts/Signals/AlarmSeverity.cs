namespace Twin.Contracts;

/// <summary>How urgent an event or alarm is.</summary>
public enum AlarmSeverity
{
    /// <summary>For the record.</summary>
    Information,

    /// <summary>Look at it today.</summary>
    Warning,

    /// <summary>Act now.</summary>
    Critical,
}
