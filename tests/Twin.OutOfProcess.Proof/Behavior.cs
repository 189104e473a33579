namespace Twin.OutOfProcess.Proof;

/// <summary>Which behaviour is called.</summary>
internal enum Behavior
{
    /// <summary>Of <see cref="Contracts.IPowerBehavior"/>.</summary>
    Power,

    /// <summary>Of <see cref="Contracts.ILightBehavior"/>.</summary>
    Light,

    /// <summary>Of <see cref="Contracts.IFlowBehavior"/>.</summary>
    Flow,

    /// <summary>Of <see cref="Contracts.IControlBehavior"/>.</summary>
    Control,
}
