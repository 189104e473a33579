namespace Twin.Contracts;

/// <summary>States the electrical power the component draws and the heat it makes, from temperatures of the last solve, settings, activity and the last link result.</summary>
public interface IPowerBehavior
{
    /// <summary>Runs the behaviour for one step.</summary>
    /// <param name="step">The component's window on the state. Valid during the call only.</param>
    /// <remarks>Called in every base step. Heat and draws add up over the calls of one step and start at zero in each. Allocates nothing, keeps nothing.</remarks>
    void StepPower(in StepContext step);
}
