using Twin.Contracts;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <summary>A component with its place in the state block. Sections lie one behind the other: inputs, posts, outputs, raw.</summary>
internal sealed class ComponentModel
{
    public required ComponentInfo Info { get; init; }

    public required IComponent Component { get; init; }

    public required int Words { get; init; }

    public required int Inputs { get; init; }

    public required int Posts { get; init; }

    public required int Outputs { get; init; }

    public required int Raw { get; init; }

    public required int End { get; init; }

    public required ulong Seed { get; init; }

    public required int ControlPeriodSteps { get; init; }

    public required double InsertionS { get; init; }

    /// <summary>Words of the component's events: offset of the slot and identity.</summary>
    public required (int Word, int Event)[] Events { get; init; }

    /// <summary>Where what it writes has bounds.</summary>
    public required RangeModel[] Ranges { get; init; }

    public required int QuarantineEvent { get; init; }

    public required int PresenceEvent { get; init; }

    /// <summary>Why this very object is never called again: a call of it did not return and may still be running. Null as long as it may be called.</summary>
    /// <remarks>Set between two steps, by whoever steps. What is compiled again has objects of its own.</remarks>
    public string? HangReason { get; set; }

    public IResetBehavior? Reset => Component as IResetBehavior;

    public IPowerBehavior? Power { get; private set; }

    public ILightBehavior? Light { get; private set; }

    public ILinkBehavior? Link { get; private set; }

    public IFlowBehavior? Flow { get; private set; }

    public IControlBehavior? Control { get; private set; }

    public void BindBehaviors()
    {
        Power = Component as IPowerBehavior;
        Light = Component as ILightBehavior;
        Link = Component as ILinkBehavior;
        Flow = Component as IFlowBehavior;
        Control = Component as IControlBehavior;
    }
}
