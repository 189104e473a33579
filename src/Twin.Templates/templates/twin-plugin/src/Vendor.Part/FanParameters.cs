using Twin.Contracts;
using Twin.Units;

namespace Vendor.Part;

/// <summary>Datasheet values of a fan; a chassis file sets them by these names in kebab-case, such as <c>shut-off: 900 Pa</c>.</summary>
/// <remarks>The defaults are typical of a fan of 80 x 80 x 38 mm. Put yours in their place, each with its source.</remarks>
public sealed record FanParameters
{
    /// <summary>Flow without back pressure at full speed.</summary>
    [Parameter("free delivery at full speed", Minimum = "1 CFM", Maximum = "1000 CFM", Source = "typical")]
    [Spread(Part = "1 %", Source = "typical")]
    public VolumeFlow FreeDelivery { get; init; } = VolumeFlow.FromCubicFeetPerMinute(130);

    /// <summary>Pressure rise without flow at full speed.</summary>
    [Parameter("shut-off pressure at full speed", Minimum = "50 Pa", Maximum = "5 kPa", Source = "typical")]
    [Spread(Part = "1 %", Source = "typical")]
    public Pressure ShutOff { get; init; } = Pressure.FromPascals(900);

    /// <summary>Speed at a command of 100 %.</summary>
    [Parameter("full speed", Minimum = "500 rpm", Maximum = "60000 rpm", Source = "typical")]
    public RotationalSpeed FullSpeed { get; init; } = RotationalSpeed.FromRpm(12000);

    /// <summary>Time constant with which the rotor follows its command.</summary>
    [Parameter("time constant of the rotor", Minimum = "10 ms", Maximum = "60 s", Source = "typical")]
    public Duration Lag { get; init; } = Duration.FromSeconds(1.2);

    /// <summary>Voltage of the supply.</summary>
    [Parameter("supply voltage", Minimum = "5 V", Maximum = "60 V", Source = "12 V fans are usual")]
    public Voltage SupplyVoltage { get; init; } = Voltage.FromVolts(12);

    /// <summary>Power that it may draw; more raises an alarm.</summary>
    [Parameter("greatest power", Minimum = "0.5 W", Maximum = "1 kW", Source = "typical")]
    public Power MaximumPower { get; init; } = Power.FromWatts(80);

    /// <summary>Power of the drive electronics.</summary>
    [Parameter("power of the drive electronics", Minimum = "0 W", Maximum = "20 W", Source = "typical")]
    public Power Electronics { get; init; } = Power.FromWatts(1.5);

    /// <summary>Shaft power at full speed that makes no pressure: disc friction, recirculation.</summary>
    [Parameter("shaft power without flow at full speed", Minimum = "0 W", Maximum = "500 W", Source = "typical")]
    [Spread(Part = "3 %", Source = "typical")]
    public Power Churn { get; init; } = Power.FromWatts(9);

    /// <summary>Hydraulic power over the share of the shaft power that goes with it.</summary>
    [Parameter("efficiency of the rotor", Minimum = "5 %", Maximum = "95 %", Source = "typical")]
    public Ratio RotorEfficiency { get; init; } = Ratio.FromPercent(50);

    /// <summary>Shaft power over electrical power.</summary>
    [Parameter("efficiency of the motor", Minimum = "5 %", Maximum = "99 %", Source = "typical")]
    public Ratio MotorEfficiency { get; init; } = Ratio.FromPercent(80);

    /// <summary>Heat capacity of the motor.</summary>
    [Parameter("heat capacity of the motor", Minimum = "1 J/K", Maximum = "10 kJ/K", Source = "200 g of copper and steel at 0.45 J/gK")]
    public HeatCapacity MotorCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(90);

    /// <summary>Conductance from the motor to the air that it moves, at free delivery.</summary>
    [Parameter("conductance from motor to air at free delivery", Minimum = "0.05 W/K", Maximum = "100 W/K", Source = "hub of 0.01 m2 at 100 W/m2K, typical")]
    public ThermalConductance MotorFilm { get; init; } = ThermalConductance.FromWattsPerKelvin(1);
}
