using Twin.Contracts;

namespace Twin.Engine.Stepping;

/// <summary>What a component can be called for. Named like the methods, for texts.</summary>
internal enum Behavior
{
    /// <summary><see cref="IPowerBehavior"/>.</summary>
    StepPower,

    /// <summary><see cref="ILightBehavior"/>.</summary>
    StepLight,

    /// <summary><see cref="ILinkBehavior"/>.</summary>
    StepLink,

    /// <summary><see cref="IFlowBehavior"/>.</summary>
    StepFlow,

    /// <summary><see cref="IControlBehavior"/>.</summary>
    StepControl,

    /// <summary><see cref="IResetBehavior"/>.</summary>
    Reset,
}
