using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>What supplies and regulators share: state, protection and figures of one converter.</summary>
/// <remarks>
/// The engine draws output and loss at the input and posts the loss as heat in the body; nothing is posted here. Protection acts in the power
/// stage, so that a failed supply is off from the next step on; figures are published at the control rate.
/// </remarks>
internal sealed class ConverterGuard
{
    private const int Ok = 0;
    private const int OverTemperature = 1;
    private const int Tripped = 2;
    private const int Failed = 3;

    private static readonly TemperatureDifference Return = TemperatureDifference.FromKelvin(15);

    private readonly Twin.Units.Power _rated;
    private readonly Temperature _shutdown;
    private readonly ConverterLoss _loss;
    private readonly PowerSource _source;
    private readonly ThermalNode _body;
    private readonly Fault _failed;
    private readonly StatusSignal _status;
    private readonly Signal<Ratio> _efficiency;
    private readonly Signal<Ratio> _utilization;
    private readonly Signal<Twin.Units.Power> _output;
    private readonly ComponentEvent _tripEvent;
    private readonly ComponentEvent _hotEvent;
    private readonly ComponentEvent _failEvent;

    /// <summary>Declares fault, status, signals and events of a converter.</summary>
    /// <param name="builder">The component's builder.</param>
    /// <param name="source">The converter.</param>
    /// <param name="body">Where its loss becomes heat.</param>
    /// <param name="options">What the converter was declared with.</param>
    /// <param name="shutdown">Body temperature at which it switches itself off.</param>
    /// <param name="isSupply">Whether its figures map to the metrics of power supplies.</param>
    internal ConverterGuard(
        IComponentBuilder builder, PowerSource source, ThermalNode body, PowerSourceOptions options, Temperature shutdown, bool isSupply)
    {
        (_source, _body, _rated, _loss, _shutdown) = (source, body, options.Rated, options.Loss, shutdown);
        _failed = builder.Fault("failed", "0.5 and more: the converter is off.");
        _status = builder.Status("status", ["ok", "over-temperature", "tripped", "failed"], new SignalOptions("State of the converter."));
        builder.Health(_status,
        [
            StateHealth.Ok,
            StateHealth.Failed("The converter switched itself off because it is too hot; it returns when cooler. Look at the airflow."),
            StateHealth.Failed("The converter tripped on overload and stays off until it is reset. Find what draws too much first."),
            StateHealth.Failed("The converter has failed. Replace it; there is no reserve until then."),
        ]);
        _output = builder.Signal<Twin.Units.Power>(
            "output-power", SignalKind.Sensor, new SignalOptions("Power delivered.", 0, options.Rated.Watts * options.TripAbove, isSupply ? "hw.power_supply.usage" : null));
        _utilization = builder.Signal<Ratio>(
            "utilization", SignalKind.Sensor, new SignalOptions("Power delivered over rated power.", 0, options.TripAbove, isSupply ? "hw.power_supply.utilization" : null));
        _efficiency = builder.Signal<Ratio>(
            "efficiency", SignalKind.Truth, new SignalOptions("Power delivered over power taken in; 0 without load.", 0, 1, isSupply ? "chassis.power_supply.efficiency" : null));
        _tripEvent = builder.Event("trip", AlarmSeverity.Critical, "Overload trip at {0} W; off until reset.");
        _hotEvent = builder.Event("over-temperature", AlarmSeverity.Critical, "Switched off at {0} degC; returns when cooler.");
        _failEvent = builder.Event("failure", AlarmSeverity.Critical, "Converter failed; it delivered {0} W.");
    }

    /// <summary>Switches the converter by fault, temperature and trip.</summary>
    /// <param name="step">The component's window on the state.</param>
    internal void Protect(in StepContext step)
    {
        int before = step.Get(_status);
        int now = step[_failed] >= 0.5 ? Failed
            : step.IsTripped(_source) ? Tripped
            : IsHot(step, before) ? OverTemperature
            : Ok;
        step.SetEnabled(_source, now == Ok);
        if (now == before)
        {
            return;
        }

        step.Set(_status, now);
        if (now == Tripped)
        {
            step.Raise(_tripEvent, step.Output(_source).Watts);
        }
        else if (now == OverTemperature)
        {
            step.Raise(_hotEvent, step[_body].Celsius);
        }
        else if (now == Failed)
        {
            step.Raise(_failEvent, step.Output(_source).Watts);
        }
    }

    /// <summary>Publishes output, utilization and efficiency.</summary>
    /// <param name="step">The component's window on the state.</param>
    internal void Publish(in StepContext step)
    {
        Twin.Units.Power output = step.Output(_source);
        step.Set(_output, output);
        step.Set(_utilization, Ratio.FromSi(output / _rated));
        step.Set(_efficiency, output > Twin.Units.Power.Zero ? Ratio.FromSi(output / (output + _loss.At(output))) : Ratio.Zero);
    }

    // While a steady state is sought, temperatures on the way there may pass the limit without meaning anything.
    private bool IsHot(in StepContext step, int before) =>
        !step.IsSettling && step[_body] > (before == OverTemperature ? _shutdown - Return : _shutdown);
}
