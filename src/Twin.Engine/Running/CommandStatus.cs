namespace Twin.Engine.Running;

/// <summary>What became of a command.</summary>
public enum CommandStatus
{
    /// <summary>It holds from the step given.</summary>
    Applied,

    /// <summary>There is nothing of that name.</summary>
    NotFound,

    /// <summary>The value is out of range or not a number.</summary>
    InvalidValue,

    /// <summary>It makes no sense now: a step while running, pulling what is not there.</summary>
    InvalidState,

    /// <summary>Too many commands wait; nothing was done.</summary>
    Busy,
}
