namespace Twin.Contracts;

/// <summary>A controller: reads sensors, moves actuators.</summary>
public interface IControlBehavior
{
    /// <summary>Runs the controller once.</summary>
    /// <param name="step">The component's window on the state. Heat and draws are refused here.</param>
    /// <remarks>Called at the period given to <see cref="IComponentBuilder.ControlPeriod"/>, at the end of a step; what it commands holds from the next one. Allocates nothing, keeps nothing.</remarks>
    void StepControl(in StepContext step);
}
