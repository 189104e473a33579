namespace Twin.Engine.Running;

/// <summary>What became of an exchange of plugin builds.</summary>
public enum ExchangeStatus
{
    /// <summary>The run goes on with the new builds.</summary>
    Exchanged,

    /// <summary>The new builds are wrong in some way; the run goes on as if nothing had been asked.</summary>
    Rejected,

    /// <summary>The twin is stopping; nothing was done.</summary>
    Unavailable,

    /// <summary>Its queue of commands was full all the time; nothing was done.</summary>
    Busy,
}
