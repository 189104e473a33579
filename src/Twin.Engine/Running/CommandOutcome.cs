namespace Twin.Engine.Running;

/// <summary>Answer to a command.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Message">For people: what was wrong and what would be right; empty when applied.</param>
/// <param name="Step">Step from which it holds, when applied.</param>
/// <param name="OldValue">The value before, when it sets one; NaN otherwise.</param>
/// <param name="Minimum">Lowest valid value, for <see cref="CommandStatus.InvalidValue"/>; NaN otherwise.</param>
/// <param name="Maximum">Highest valid value, for <see cref="CommandStatus.InvalidValue"/>; NaN otherwise.</param>
/// <param name="Epoch">Epoch of the run after a command that was applied to the simulation; 0 for those that concern pacing alone.</param>
public sealed record CommandOutcome(
    CommandStatus Status,
    string Message = "",
    long Step = 0,
    double OldValue = double.NaN,
    double Minimum = double.NaN,
    double Maximum = double.NaN,
    long Epoch = 0);
