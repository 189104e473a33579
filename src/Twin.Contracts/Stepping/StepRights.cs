namespace Twin.Contracts;

/// <summary>What a component may do in the stage that is running.</summary>
internal enum StepRights
{
    /// <summary>Reads inputs, writes outputs and state.</summary>
    Outputs,

    /// <summary>As <see cref="Outputs"/>, and posts heat and draws.</summary>
    Posts,
}
