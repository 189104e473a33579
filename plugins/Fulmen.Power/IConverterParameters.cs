using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>Datasheet values that supplies and regulators have in common, and what follows from them.</summary>
internal interface IConverterParameters
{
    Voltage OutputVoltage { get; }

    Twin.Units.Power Rated { get; }

    IReadOnlyList<EfficiencyPoint> Efficiency { get; }

    Ratio Ripple { get; }

    double TripAbove { get; }

    HeatCapacity BodyCapacity { get; }

    ThermalConductance CaseConductance { get; }

    Temperature Warning { get; }

    Temperature Critical { get; }

    Temperature Shutdown { get; }

    /// <summary>Resistance at the output by which the voltage falls by a share of itself at rated output: share V^2 / P_rated.</summary>
    /// <param name="share">The share.</param>
    Resistance OutputResistance(Ratio share) => share * (OutputVoltage / (Rated / OutputVoltage));

    /// <summary>What the output is declared with.</summary>
    /// <param name="resistance">Resistance at the output.</param>
    PowerSourceOptions Output(Resistance resistance) => new(
        OutputVoltage, Rated, LossFit.From(Rated.Watts, Efficiency), resistance, TripAbove, OutputVoltage * Ripple.Fraction);

    /// <summary>Declares the body that takes the loss, its way to the case and its sensor.</summary>
    /// <param name="builder">The component's builder.</param>
    ThermalNode DescribeBody(IComponentBuilder builder)
    {
        ThermalNode body = builder.ThermalNode("body", BodyCapacity, new TemperatureLimits(Warning, Critical, Shutdown));
        builder.Couple(body, builder.Mount("case"), CaseConductance);
        builder.Sensor("body-sensor", body, SensorOptions.DieTemperature);
        return body;
    }
}
