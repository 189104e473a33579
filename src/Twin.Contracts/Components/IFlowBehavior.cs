namespace Twin.Contracts;

/// <summary>Sets fan and pump speeds, valve openings and conductances before the flow network is solved.</summary>
public interface IFlowBehavior
{
    /// <summary>Runs the behaviour for one flow stage.</summary>
    /// <param name="step">The component's window on the state. Heat and draws are refused here.</param>
    /// <remarks>Called at the flow rate (by default every 100 ms). Allocates nothing, keeps nothing.</remarks>
    void StepFlow(in StepContext step);
}
