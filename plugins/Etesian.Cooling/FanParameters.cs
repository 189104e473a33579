using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a fan. The defaults are a typical 40 x 56 mm counter-rotating fan; an 80 x 80 x 38 mm one is on the page of this plugin.</summary>
public sealed record FanParameters : IRotorParameters
{
    /// <summary>Measured curve at the reference speed, from shut-off to free delivery. It may rise on the way: the dip of an axial fan in stall.</summary>
    [Parameter("pressure rise over flow at the reference speed", Source = "typical 40 x 56 mm counter-rotating fan: 25-35 CFM free air, 900-1,500 Pa shut-off (thermal parameters, fans); shape quadratic with the usual knee")]
    public IReadOnlyList<CurvePoint> Curve { get; init; } =
        [CurvePoint.Air(0, 1100), CurvePoint.Air(6, 1020), CurvePoint.Air(12, 880), CurvePoint.Air(18, 670), CurvePoint.Air(24, 380), CurvePoint.Air(30, 0)];

    /// <summary>Which way round the fan is built in; all fans of one box should agree.</summary>
    [Parameter("direction of the air: forward as the file has it, or reverse", Source = "switches are sold in both directions of air")]
    public AirDirection AirDirection { get; init; }

    /// <summary>Speed for which the curve holds.</summary>
    [Parameter("reference speed", Minimum = "500 rpm", Maximum = "60000 rpm", Source = "typical 25,000-32,000 rpm (thermal parameters, fans)")]
    public RotationalSpeed ReferenceSpeed { get; init; } = RotationalSpeed.FromRpm(25000);

    /// <summary>Speed until a controller or an operator moves it.</summary>
    [Parameter("speed at the start, share of the reference speed", Minimum = "0", Maximum = "1", Source = "fans start at full speed until a controller takes over")]
    public Ratio InitialSpeed { get; init; } = Ratio.FromFraction(1);

    /// <summary>Time constant with which the rotor follows its command.</summary>
    [Parameter("time constant of the rotor", Minimum = "10 ms", Maximum = "60 s", Source = "half a second for a small rotor, engineering default")]
    public Duration Lag { get; init; } = Duration.FromSeconds(0.5);

    /// <summary>Resistance of the standing fan to backward flow over that of the open curve (shut-off rise over free flow squared); a flap makes it large.</summary>
    [Parameter("resistance against backward flow, relative to that of the open curve", Minimum = "0.1", Maximum = "1000", Source = "no flap: 2, engineering default")]
    public double ReverseResistance { get; init; } = 2;

    /// <summary>Voltage of the supply.</summary>
    [Parameter("supply voltage", Minimum = "5 V", Maximum = "60 V", Source = "12 V fans are usual")]
    public Voltage SupplyVoltage { get; init; } = Voltage.FromVolts(12);

    /// <summary>Power it may draw.</summary>
    [Parameter("greatest power", Minimum = "0.5 W", Maximum = "1 kW", Source = "typical 20-35 W (thermal parameters, fans)")]
    public Power MaximumPower { get; init; } = Power.FromWatts(35);

    /// <summary>Power of drive electronics.</summary>
    [Parameter("power of the drive electronics", Minimum = "0 W", Maximum = "20 W", Source = "engineering default")]
    public Power Electronics { get; init; } = Power.FromWatts(0.6);

    /// <summary>Shaft power at reference speed that makes no pressure: disc friction, recirculation.</summary>
    [Parameter("shaft power without flow at the reference speed", Minimum = "0 W", Maximum = "500 W", Source = "chosen so that the fan draws 20-25 W at full speed (thermal parameters, fans)")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Power Churn { get; init; } = Power.FromWatts(5);

    /// <summary>Hydraulic power over the share of shaft power that goes with it.</summary>
    [Parameter("efficiency of the rotor", Minimum = "0.05", Maximum = "0.95", Source = "small axial fans reach 50 %, engineering default")]
    public Ratio RotorEfficiency { get; init; } = Ratio.FromPercent(50);

    /// <summary>Shaft power over electrical power.</summary>
    [Parameter("efficiency of the motor", Minimum = "0.05", Maximum = "0.99", Source = "small brushless motors 70-80 %, engineering default")]
    public Ratio MotorEfficiency { get; init; } = Ratio.FromPercent(75);

    /// <summary>Heat capacity of the motor.</summary>
    [Parameter("heat capacity of the motor", Minimum = "0.1 J/K", Maximum = "10 kJ/K", Source = "60 g of copper and steel at 0.42 J/gK, engineering default")]
    public HeatCapacity MotorCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(25);

    /// <summary>Conductance from the motor to the air that it moves, at free delivery; it goes with the 0.6th power of the flow (cross flow over a cylinder, Incropera ch. 7).</summary>
    [Parameter("conductance from motor to fluid at free delivery", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "hub of 0.01 m2 at 100 W/m2K, engineering default")]
    public ThermalConductance MotorFilm { get; init; } = ThermalConductance.FromWattsPerKelvin(1.0);

    /// <summary>Conductance from the motor to the frame, which hangs in the air that the fan moves.</summary>
    [Parameter("conductance from motor to frame", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "motor 10-15 K over the frame at full speed, engineering default")]
    public ThermalConductance FrameConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(1.2);

    /// <summary>Temperature of the motor at which a warning is raised.</summary>
    [Parameter("warning temperature of the motor", Minimum = "0 degC", Maximum = "150 degC", Source = "bearing life halves for each 10 K above 70 degC in most fan datasheets; engineering default")]
    public Temperature Warning { get; init; } = Temperature.FromCelsius(85);

    /// <summary>Time from contact to power when it is inserted.</summary>
    [Parameter("time from contact to power", Minimum = "0 s", Maximum = "60 s", Source = "engineering default")]
    public Duration Insertion { get; init; } = Duration.FromSeconds(1);
}
