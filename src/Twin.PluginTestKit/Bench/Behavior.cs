namespace Twin.PluginTestKit.Bench;

/// <summary>The calls that a component may implement.</summary>
internal enum Behavior
{
    Reset,
    StepFlow,
    StepPower,
    StepLight,
    StepLink,
    StepControl,
}
