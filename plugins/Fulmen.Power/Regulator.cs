using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>Voltage regulator: takes its power from a bus, feeds one load rail, loses the difference in its body.</summary>
/// <remarks>
/// Loss curve fitted by <see cref="LossFit"/>; load-line resistance R = share V^2 / P_rated. The output current published is P / V with the load line
/// taken into account: V = V0 - R I and P = V I give I = (V0 - sqrt(V0^2 - 4 R P)) / (2 R).
/// </remarks>
internal sealed class Regulator(RegulatorParameters datasheet) : IComponent, IPowerBehavior, IControlBehavior
{
    private ConverterGuard? _guard;
    private PowerSource _source;
    private Resistance _loadLine;
    private Signal<Current> _current;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("voltage_regulator");
        if (LossFit.Problem(datasheet.Efficiency) is string problem)
        {
            builder.Refuse("efficiency", problem);
            return;
        }

        IConverterParameters converter = datasheet;
        ThermalNode body = converter.DescribeBody(builder);

        _loadLine = converter.OutputResistance(datasheet.LoadLine);
        PowerSourceOptions options = converter.Output(_loadLine);

        // What the input may draw at most: trip output and its loss.
        Twin.Units.Power most = datasheet.TripAbove * datasheet.Rated;
        RailLoad input = builder.RailLoad("in", datasheet.InputVoltage, most + options.Loss.At(most));
        _source = builder.PowerSource("out", input, body, options);
        _guard = new ConverterGuard(builder, _source, body, options, datasheet.Shutdown, isSupply: false);
        _current = builder.Signal<Current>(
            "output-current", SignalKind.Sensor, new SignalOptions("Current delivered.", 0, Metric: "chassis.current", ElementType: "voltage"));
    }

    public void StepPower(in StepContext step) => _guard!.Protect(step);

    public void StepControl(in StepContext step)
    {
        _guard!.Publish(step);
        double p = step.Output(_source).Watts;
        double v0 = datasheet.OutputVoltage.Volts;
        double r = _loadLine.Ohms;

        // Written without the difference of near numbers, so that it also holds for r = 0; past the nose of the curve the voltage is v0 / 2.
        double root = Math.Sqrt(Math.Max(0, (v0 * v0) - (4 * r * p)));
        step.Set(_current, Current.FromSi(2 * p / (v0 + root)));
    }
}
