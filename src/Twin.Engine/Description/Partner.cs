namespace Twin.Engine.Description;

/// <summary>What is at the far end of the front panel's fibres.</summary>
public enum Partner
{
    /// <summary>A partner with typical levels: transmits as much as the twin's own transmitters should, receives with the typical receiver.</summary>
    Nominal,

    /// <summary>A partner that just meets its standard.</summary>
    WorstCase,

    /// <summary>The twin's own transmitters: each lane comes back to the receiver of the same number.</summary>
    Loopback,
}
