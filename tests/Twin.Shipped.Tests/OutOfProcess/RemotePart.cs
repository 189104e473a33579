using Twin.Contracts;
using Twin.OutOfProcess.Proof;

namespace Twin.Shipped.Tests.OutOfProcess;

/// <summary>Stands in a chassis for a part that is stepped in another process. Here the part is only described, or stepped when the other process has not got it.</summary>
internal abstract class RemotePart(IComponent part, OtherProcess other) : IComponent, IPowerBehavior
{
    private string _path = string.Empty;

    /// <summary>Makes one with the behaviours that a part has.</summary>
    /// <param name="part">The part.</param>
    /// <param name="other">The other process.</param>
    public static IComponent For(IComponent part, OtherProcess other) => part switch
    {
        IPowerBehavior and ILightBehavior and not IFlowBehavior and not IControlBehavior => new Light(part, other),
        IPowerBehavior and IFlowBehavior and not ILightBehavior and not IControlBehavior => new Flow(part, other),
        IPowerBehavior and IControlBehavior and not ILightBehavior and not IFlowBehavior => new Control(part, other),
        _ => part,
    };

    public void Describe(IComponentBuilder builder)
    {
        _path = builder.Path;
        part.Describe(builder);
    }

    public void StepPower(in StepContext step)
    {
        if (!IsThere(Behavior.Power, step))
        {
            ((IPowerBehavior)part).StepPower(in step);
        }
    }

    private bool IsThere(Behavior behavior, in StepContext step)
    {
        bool isThere = other.Has(_path);
        if (isThere)
        {
            other.Step(_path, behavior, in step);
        }

        return isThere;
    }

    private sealed class Light(IComponent part, OtherProcess other) : RemotePart(part, other), ILightBehavior
    {
        private readonly ILightBehavior _part = (ILightBehavior)part;

        public void StepLight(in StepContext step)
        {
            if (!IsThere(Behavior.Light, step))
            {
                _part.StepLight(in step);
            }
        }
    }

    private sealed class Flow(IComponent part, OtherProcess other) : RemotePart(part, other), IFlowBehavior
    {
        private readonly IFlowBehavior _part = (IFlowBehavior)part;

        public void StepFlow(in StepContext step)
        {
            if (!IsThere(Behavior.Flow, step))
            {
                _part.StepFlow(in step);
            }
        }
    }

    private sealed class Control(IComponent part, OtherProcess other) : RemotePart(part, other), IControlBehavior
    {
        private readonly IControlBehavior _part = (IControlBehavior)part;

        public void StepControl(in StepContext step)
        {
            if (!IsThere(Behavior.Control, step))
            {
                _part.StepControl(in step);
            }
        }
    }
}
