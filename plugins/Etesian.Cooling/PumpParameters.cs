using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a pump. The defaults serve one loop of a liquid-cooled switch.</summary>
public sealed record PumpParameters : IRotorParameters
{
    /// <summary>Measured curve at the reference speed, from shut-off to free delivery.</summary>
    [Parameter("pressure rise over flow at the reference speed", Source = "one loop of a 115.2T switch works at 4.3 L/min and 10 psi (thermal parameters, co-packaged optics); a curve that passes above that point, engineering default")]
    public IReadOnlyList<CurvePoint> Curve { get; init; } =
        [CurvePoint.Coolant(0, 110), CurvePoint.Coolant(3, 104), CurvePoint.Coolant(6, 86), CurvePoint.Coolant(9, 53), CurvePoint.Coolant(12, 0)];

    /// <summary>Speed for which the curve holds.</summary>
    [Parameter("reference speed", Minimum = "500 rpm", Maximum = "60000 rpm", Source = "small centrifugal pumps 4,000-8,000 rpm, engineering default")]
    public RotationalSpeed ReferenceSpeed { get; init; } = RotationalSpeed.FromRpm(6000);

    /// <summary>Speed until a controller or an operator moves it.</summary>
    [Parameter("speed at the start, share of the reference speed", Minimum = "0", Maximum = "1", Source = "pumps start at full speed until a controller takes over")]
    public Ratio InitialSpeed { get; init; } = Ratio.FromFraction(1);

    /// <summary>Time constant with which the rotor follows its command.</summary>
    [Parameter("time constant of the rotor", Minimum = "10 ms", Maximum = "60 s", Source = "engineering default")]
    public Duration Lag { get; init; } = Duration.FromSeconds(0.5);

    /// <summary>Voltage of the supply.</summary>
    [Parameter("supply voltage", Minimum = "5 V", Maximum = "60 V", Source = "engineering default")]
    public Voltage SupplyVoltage { get; init; } = Voltage.FromVolts(12);

    /// <summary>Power it may draw.</summary>
    [Parameter("greatest power", Minimum = "0.5 W", Maximum = "5 kW", Source = "engineering default")]
    public Power MaximumPower { get; init; } = Power.FromWatts(60);

    /// <summary>Power of drive electronics.</summary>
    [Parameter("power of the drive electronics", Minimum = "0 W", Maximum = "50 W", Source = "engineering default")]
    public Power Electronics { get; init; } = Power.FromWatts(1.5);

    /// <summary>Shaft power at reference speed that makes no pressure: disc and bearing friction.</summary>
    [Parameter("shaft power without flow at the reference speed", Minimum = "0 W", Maximum = "1 kW", Source = "engineering default: about 30 % efficiency in all at the best point")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Power Churn { get; init; } = Power.FromWatts(6);

    /// <summary>Hydraulic power over the share of shaft power that goes with it.</summary>
    [Parameter("efficiency of the rotor", Minimum = "0.05", Maximum = "0.95", Source = "small centrifugal pumps 50-60 %, engineering default")]
    public Ratio RotorEfficiency { get; init; } = Ratio.FromPercent(55);

    /// <summary>Shaft power over electrical power.</summary>
    [Parameter("efficiency of the motor", Minimum = "0.05", Maximum = "0.99", Source = "small brushless motors 70-80 %, engineering default")]
    public Ratio MotorEfficiency { get; init; } = Ratio.FromPercent(78);

    /// <summary>Heat capacity of the motor.</summary>
    [Parameter("heat capacity of the motor", Minimum = "0.1 J/K", Maximum = "10 kJ/K", Source = "0.4 kg of copper and steel at 0.42 J/gK, engineering default")]
    public HeatCapacity MotorCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(170);

    /// <summary>Conductance from the motor to the coolant that it moves (wet rotor), at free delivery; it goes with the 0.6th power of the flow (cross flow over a cylinder, Incropera ch. 7).</summary>
    [Parameter("conductance from motor to fluid at free delivery", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "hub of 0.01 m2 at 100 W/m2K, engineering default")]
    public ThermalConductance MotorFilm { get; init; } = ThermalConductance.FromWattsPerKelvin(4);

    /// <summary>Conductance from the motor to the frame.</summary>
    [Parameter("conductance from motor to frame", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "engineering default")]
    public ThermalConductance FrameConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(2);

    /// <summary>Temperature of the motor at which a warning is raised.</summary>
    [Parameter("warning temperature of the motor", Minimum = "0 degC", Maximum = "150 degC", Source = "engineering default")]
    public Temperature Warning { get; init; } = Temperature.FromCelsius(90);
}
