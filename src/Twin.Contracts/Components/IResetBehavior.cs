namespace Twin.Contracts;

/// <summary>Sets the component's own state and outputs to a starting point that <see cref="IComponentBuilder.State{T}"/> cannot express.</summary>
public interface IResetBehavior
{
    /// <summary>Called before the first step of a new state and when an operator resets the component.</summary>
    /// <param name="step">Reads parameters and temperatures, writes state and outputs. Heat and draws are refused here.</param>
    void Reset(in StepContext step);
}
