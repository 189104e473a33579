using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Running;

/// <summary>A part of which a test makes several builds: it adds its parameter "step" to a count in each step.</summary>
internal sealed class ExchangedPart : IComponent, IPowerBehavior, IResetBehavior
{
    private StateVariable<double> _count;
    private LiveParameter<Ratio> _step;
    private Signal<Ratio> _shown;
    private Fault _stuck;

    /// <summary>What the parameter is at the start.</summary>
    public double Default { get; init; } = 1;

    /// <summary>How often the parameter is added.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>Text of the signal.</summary>
    public string Text { get; init; } = "Count.";

    /// <summary>Whether it has a signal "more" and a node "extra".</summary>
    public bool HasMore { get; init; }

    /// <summary>Heat capacity of its node, J/K.</summary>
    public double CapacityJPerK { get; init; } = 3;

    /// <summary>The count above which an alarm is up.</summary>
    public double Limit { get; init; } = double.PositiveInfinity;

    /// <summary>Called in each step.</summary>
    public Action<double>? Disturb { get; init; }

    public void Describe(IComponentBuilder builder)
    {
        if (HasMore)
        {
            builder.Couple(builder.ThermalNode("extra", HeatCapacity.FromJoulesPerKelvin(7)), builder.Mount("other"), ThermalConductance.FromWattsPerKelvin(0.5));
            builder.Signal<Ratio>("more", SignalKind.Truth, new("More."));
        }

        builder.Couple(builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(CapacityJPerK)), builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(0.5));
        if (!HasMore)
        {
            builder.Mount("other");
        }

        _count = builder.State("count", 0.0);
        _step = builder.LiveParameter("step", Ratio.FromFraction(Default), Ratio.FromFraction(0), Ratio.FromFraction(100), "Step.");
        _shown = builder.Signal<Ratio>("count-shown", SignalKind.Truth, new(Text));
        builder.Alarm("count-high", _shown, new AlarmOptions(double.NegativeInfinity, Limit, 0, AlarmSeverity.Warning, "High."));
        _stuck = builder.Fault("stuck", "Stuck.");
    }

    public void Reset(in StepContext step) => step.Set(_shown, Ratio.FromFraction(-1));

    public void StepPower(in StepContext step)
    {
        ref double count = ref step.State(_count);
        count += (1 - step[_stuck]) * Gain * step.Get(_step).Fraction;
        Disturb?.Invoke(count);
        step.Set(_shown, Ratio.FromFraction(count));
    }
}
