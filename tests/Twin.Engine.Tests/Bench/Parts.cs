using Twin.Contracts;

namespace Twin.Engine.Tests.Bench;

/// <summary>What a part does in one stage.</summary>
internal delegate void StepAction(in StepContext step);

/// <summary>A part written down in a test: a description and nothing else.</summary>
internal class Part(Action<IComponentBuilder> describe) : IComponent
{
    public void Describe(IComponentBuilder builder) => describe(builder);
}

/// <summary>A part with a power behaviour.</summary>
internal class PowerPart(Action<IComponentBuilder> describe, StepAction power) : Part(describe), IPowerBehavior
{
    public void StepPower(in StepContext step) => power(step);
}

/// <summary>A part with power and light behaviours.</summary>
internal sealed class LightPart(Action<IComponentBuilder> describe, StepAction power, StepAction light) : PowerPart(describe, power), ILightBehavior
{
    public void StepLight(in StepContext step) => light(step);
}

/// <summary>A part with power and flow behaviours.</summary>
internal sealed class FlowPart(Action<IComponentBuilder> describe, StepAction power, StepAction flow) : PowerPart(describe, power), IFlowBehavior
{
    public void StepFlow(in StepContext step) => flow(step);
}

/// <summary>A controller.</summary>
internal sealed class ControlPart(Action<IComponentBuilder> describe, StepAction control) : Part(describe), IControlBehavior
{
    public void StepControl(in StepContext step) => control(step);
}

/// <summary>A part with power, light and link behaviours.</summary>
internal sealed class LinkPart(Action<IComponentBuilder> describe, StepAction power, StepAction link) : PowerPart(describe, power), ILinkBehavior
{
    public void StepLink(in StepContext step) => link(step);
}

/// <summary>A part with a power and a reset behaviour.</summary>
internal sealed class ResetPart(Action<IComponentBuilder> describe, StepAction power, StepAction reset) : PowerPart(describe, power), IResetBehavior
{
    public void Reset(in StepContext step) => reset(step);
}
