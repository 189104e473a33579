namespace Twin.Contracts;

/// <summary>Replaces the engine's receiver model by the vendor's own at the lanes that end in this component.</summary>
/// <remarks>
/// The engine has handed signal, noise, bandwidth and jitter along each chain and has already filled in its own verdict. A component that
/// implements this reads what arrived (<see cref="StepContext.Arriving(ElectricalReceiver)"/>) and may overwrite the
/// <see cref="LinkVerdicts"/> of its receivers. One that does not gets the engine's shared arithmetic.
/// </remarks>
public interface ILinkBehavior
{
    /// <summary>Judges the signals that arrived at the component's receivers.</summary>
    /// <param name="step">The component's window on the state. Heat and draws are refused here.</param>
    /// <remarks>Called at the link rate (by default every 10 ms). Allocates nothing, keeps nothing.</remarks>
    void StepLink(in StepContext step);
}
