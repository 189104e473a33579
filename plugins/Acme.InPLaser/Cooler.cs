using Twin.Contracts;
using Twin.Units;

namespace Acme.InPLaser;

/// <summary>Thermoelectric cooler under the lasers: module, thermistor, current control, driver loss.</summary>
/// <remarks>
/// <para>
/// The submount is held at its set point by a PI law on the thermistor, <c>I = e / band I_max + integral</c>, <c>d(integral)/dt = e I_max / (band T_i)</c>; Astrom and Hagglund, Advanced PID
/// Control, 3.5. The current stays between the heating limit and the lesser of the module's greatest current and 95 % of <c>alpha T_c / R</c>, beyond which more current warms. The integral
/// stands still where the limit holds (conditional integration, 3.5 there).
/// </para>
/// <para>While a steady state is sought, each call makes a damped Newton step with the slope <c>dT_c/dI = -(alpha T_c - I R) / K</c> of a hot side that is held.</para>
/// </remarks>
internal sealed class Cooler
{
    private const int Holding = 0;
    private const int Settling = 1;
    private const int AtLimit = 2;
    private const int Lost = 3;

    // So far from the set point the lasers are no longer where their wavelengths are specified: 0.1 nm.
    private const double HeldK = 1;

    // A cold start may take the cooler to its limit for this long.
    private const double PatienceS = 15;

    private const double ThermistorStepK = 0.01;
    private const double Damping = 0.7;
    private const double ShareOfMostHeat = 0.95;

    private readonly CoolerParameters _datasheet;
    private readonly HeatPumpOptions _options;
    private readonly RailLoad _supply;
    private readonly ThermalNode _body;
    private readonly HeatPump _pump;
    private readonly Sensor _thermistor;
    private readonly LiveParameter<Temperature> _setPoint;
    private readonly Fault _dead;
    private readonly StateVariable<double> _integral;
    private readonly StateVariable<double> _awayS;
    private readonly Signal<Current> _current;
    private readonly Signal<TemperatureDifference> _error;
    private readonly StatusSignal _state;

    /// <summary>Declares submount, module, thermistor, knob, fault and signals.</summary>
    /// <param name="builder">The component's builder.</param>
    /// <param name="datasheet">Figures.</param>
    /// <param name="supply">Where its power is drawn.</param>
    /// <param name="body">Where its hot side is.</param>
    internal Cooler(IComponentBuilder builder, CoolerParameters datasheet, RailLoad supply, ThermalNode body)
    {
        (_datasheet, _supply, _body) = (datasheet, supply, body);
        if (datasheet.HotSide.Kelvin <= datasheet.MaximumDifference.Kelvin)
            builder.Refuse("cooler", "The hot side must be further above absolute zero than the greatest difference.");

        _options = HeatPumpOptions.FromRating(datasheet.MaximumHeat, datasheet.MaximumDifference, datasheet.MaximumCurrent, datasheet.HotSide);
        Submount = builder.ThermalNode("submount", datasheet.SubmountCapacity);
        _pump = builder.HeatPump("cooler", supply, Submount, body, _options);
        _thermistor = builder.Sensor("submount-sensor", Submount, new SensorOptions(0.1, 0.01, ThermistorStepK, Duration.Zero, Duration.FromMilliseconds(10)));
        _setPoint = builder.LiveParameter(
            "submount-set-point", datasheet.SetPoint, Temperature.FromCelsius(0), Temperature.FromCelsius(90), "Temperature at which the cooler holds the submount.");
        _dead = builder.Fault("cooler-dead", "At 1 the cooler is open and carries no current; in part it loses that share of its current.");
        _integral = builder.State("cooler-integral", 0.0);
        _awayS = builder.State("cooler-away", 0.0);
        _current = builder.Signal<Current>("cooler-current", SignalKind.Sensor, new SignalOptions(
            "Current of the thermoelectric cooler; below zero it heats.", -datasheet.HeatingLimit.Amperes, datasheet.MaximumCurrent.Amperes, "chassis.laser.tec.current"));
        _error = builder.Signal<TemperatureDifference>("submount-error", SignalKind.Sensor, new SignalOptions("Submount less its set point, as the thermistor reads it.", -200, 200));
        _state = builder.Status("cooler-state", ["holding", "settling", "at-limit", "lost"], new SignalOptions("Whether the cooler holds the submount."));
        builder.Health(_state,
        [
            StateHealth.Ok,
            StateHealth.Ok,
            StateHealth.Degraded("The cooler gives all it can and the lasers are not at their temperature: the case is too hot or too cold. Wavelengths drift."),
            StateHealth.Failed("The cooler does not hold the lasers although its current is not at its limit: it is dead or its sensor is. Replace the module."),
        ]);
    }

    /// <summary>What the lasers sit on.</summary>
    internal ThermalNode Submount { get; }

    /// <summary>Sets the current of this step; draws and posts what its driver loses.</summary>
    /// <param name="step">The component's window on the state, in the power stage.</param>
    /// <param name="isOn">Whether the module is on.</param>
    internal void Drive(in StepContext step, bool isOn)
    {
        double error = step[_thermistor] - step.Get(_setPoint).Celsius;
        double asked = isOn ? Ask(step, error) : 0;
        Current driven = step.Drive(_pump, Current.FromSi(asked * (1 - step[_dead])));

        // The driver loses its share of what the module took in the last step: one step of a millisecond late, and closed in itself.
        Power loss = isOn ? step.ElectricalPower(_pump) * ((1 / _datasheet.DriverEfficiency.Fraction) - 1) : Power.Zero;
        step.AddHeat(_body, step.Draw(_supply, Power.Max(Power.Zero, loss)));
        step.Set(_current, driven);
        step.Set(_error, TemperatureDifference.FromSi(error));
        step.Set(_state, Judge(step, isOn, error, driven.Amperes));
    }

    /// <summary>Power of module and driver in the last step.</summary>
    /// <param name="step">The component's window on the state.</param>
    internal Power Drawn(in StepContext step) => step.ElectricalPower(_pump) / _datasheet.DriverEfficiency.Fraction;

    private (double Lowest, double Highest) Limits(in StepContext step)
    {
        double mostHeat = _options.Seebeck.VoltsPerKelvin * step[Submount].Kelvin / _options.Resistance.Ohms;
        double highest = Math.Min(_datasheet.MaximumCurrent.Amperes, ShareOfMostHeat * mostHeat);
        return (-_datasheet.HeatingLimit.Amperes, highest);
    }

    private double Ask(in StepContext step, double error)
    {
        (double lowest, double highest) = Limits(step);
        ref double integral = ref step.State(_integral);
        if (step.IsSettling)
        {
            // A reading never comes closer to a set point between two of its steps.
            if (Math.Abs(error) < ThermistorStepK)
                return Math.Clamp(integral, lowest, highest);

            double perAmpere = ((_options.Seebeck.VoltsPerKelvin * step[Submount].Kelvin) - (integral * _options.Resistance.Ohms)) / _options.Conductance.WattsPerKelvin;
            integral = Math.Clamp(integral + (Damping * error / Math.Max(perAmpere, 1)), lowest, highest);
            return integral;
        }

        double gain = _datasheet.MaximumCurrent.Amperes / _datasheet.Band.Kelvin;
        double proportional = gain * error;
        double next = integral + (proportional * step.Elapsed.Seconds / _datasheet.IntegralTime.Seconds);
        double asked = proportional + next;
        bool winds = (asked > highest && error > 0) || (asked < lowest && error < 0);
        integral = winds ? integral : next;
        return Math.Clamp(asked, lowest, highest);
    }

    private int Judge(in StepContext step, bool isOn, double error, double drivenA)
    {
        ref double away = ref step.State(_awayS);
        bool isAway = isOn && Math.Abs(error) > HeldK;
        away = !isAway ? 0 : step.IsSettling ? PatienceS : Math.Min(PatienceS, away + step.Elapsed.Seconds);
        if (!isAway)
        {
            return isOn ? Holding : Settling;
        }

        if (away < PatienceS)
        {
            return Settling;
        }

        (double lowest, double highest) = Limits(step);
        bool isAtLimit = drivenA >= highest - 1e-6 || drivenA <= lowest + 1e-6;
        return isAtLimit ? AtLimit : Lost;
    }
}
