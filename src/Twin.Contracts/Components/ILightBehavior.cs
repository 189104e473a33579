namespace Twin.Contracts;

/// <summary>Turns the light that arrives into the light that leaves, and posts what is absorbed as heat.</summary>
public interface ILightBehavior
{
    /// <summary>Runs the behaviour for one step.</summary>
    /// <param name="step">The component's window on the state. Valid during the call only.</param>
    /// <remarks>Called in every base step, after the power behaviour, in the order of declared light inputs to light outputs. Allocates nothing, keeps nothing.</remarks>
    void StepLight(in StepContext step);
}
