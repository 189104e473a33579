using Twin.Contracts;

namespace Twin.Engine.Stepping;

/// <summary>How one behaviour of a component is called.</summary>
/// <remarks>Implemented by structs without content, so that <see cref="Simulation"/> has one body for every kind of call and the compiler makes one for each.</remarks>
internal interface IBehaviorCall
{
    /// <summary>Which behaviour it is; its name is that of the method, for the reason of a quarantine.</summary>
    static abstract Behavior Behavior { get; }

    /// <summary>What the call may write.</summary>
    static abstract StepRights Rights { get; }

    /// <summary>Calls the behaviour, which the component has.</summary>
    /// <param name="component">The component.</param>
    /// <param name="context">Its view of the state block.</param>
    static abstract void Invoke(ComponentModel component, in StepContext context);
}
