using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a compute package with optical input and output.</summary>
public sealed record ComputePackageParameters
{
    /// <summary>Power of the compute die without work.</summary>
    [Parameter("compute power without work", Minimum = "1 W", Maximum = "2 kW")]
    public Power ComputeIdle { get; init; } = Power.FromWatts(120);

    /// <summary>What full use of the optical lanes adds to it.</summary>
    [Parameter("what full work adds", Minimum = "0 W", Maximum = "2 kW")]
    public Power ComputeDynamic { get; init; } = Power.FromWatts(480);

    /// <summary>Energy of the optical die's circuits for each lane that is up, both directions together, heaters apart.</summary>
    [Parameter("energy of the optical die", Minimum = "0.2 pJ/bit", Maximum = "20 pJ/bit"), Spread(Part = "3 %")]
    public EnergyPerBit LaneEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(3);

    /// <summary>How far the power of a ring's heater moves its resonance.</summary>
    [Parameter("heater tuning efficiency", Minimum = "1 nm/W", Maximum = "10000 nm/W")]
    public TuningEfficiency Tuning { get; init; } = TuningEfficiency.FromNanometersPerMilliwatt(0.25);

    /// <summary>Greatest power of a heater.</summary>
    [Parameter("greatest heater power", Minimum = "0.1 mW", Maximum = "100 mW")]
    public Power HeaterMaximum { get; init; } = Power.FromMilliwatts(20);
}

/// <summary>
/// Compute die and optical die of one vendor in one package: 64 lanes of 32 Gb/s NRZ on 8 fibres of 8 wavelengths that start and end here, without
/// a hop of copper. Each pair of fibre and wavelength is one input of the external light. Ring lock settles within a step.
/// </summary>
internal sealed class ComputePackage(ComputePackageParameters datasheet) : IComponent, IPowerBehavior, ILightBehavior
{
    private const int Lanes = 64;
    private const double RingFloor = 0.1;
    private static readonly Decibels CouplingLoss = Decibels.FromDb(2.5);
    private static readonly WavelengthDrift Drift = WavelengthDrift.FromPicometersPerKelvin(75);
    private static readonly Temperature Cold = Temperature.FromCelsius(25);
    private static readonly Wavelength LockRange = Wavelength.FromPicometers(100);
    private static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(32), Modulation.Nrz, 1e-12);

    private readonly int[] _feeds = new int[Lanes];
    private DieBlock _core;
    private DieBlock _io;
    private ThermalProbe _rings;
    private RailLoad _coreRail;
    private RailLoad _ioRail;
    private LightInput _comb;
    private OpticalTransmitter _out;
    private OpticalReceiver _in;
    private LaneParameter<Wavelength> _belowGrid;
    private LaneSignal<Power> _heaters;
    private LaneSignal<Wavelength> _error;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("asic");
        Die compute = builder.Die("compute", Outline(26, 28));
        _core = builder.DieBlock(compute, "core", Rectangle(1, 1, 24, 26), new(
            Temperature.FromCelsius(95), Temperature.FromCelsius(105), Temperature.FromCelsius(110)));
        Die optical = builder.Die("optical", Outline(9, 9));
        _io = builder.DieBlock(optical, "io", Rectangle(0.5, 0.5, 8, 8));
        _rings = builder.Probe(optical, "rings", Length.FromMillimeters(4.5), Length.FromMillimeters(4.5));
        _coreRail = builder.RailLoad("core-supply", Voltage.FromMillivolts(750), Power.FromWatts(1000));
        _ioRail = builder.RailLoad("io-supply", Voltage.FromVolts(1.8), Power.FromWatts(30));
        _comb = builder.LightInput("comb", Lanes, Decibels.FromDb(-30));
        for (int lane = 0; lane < Lanes; lane++)
        {
            _feeds[lane] = lane;
        }

        _out = builder.OpticalTransmitter("tx", Lanes, Format, new(Wavelength.FromNanometers(1310), Frequency.FromGigahertz(28)), _comb, _feeds);
        _in = builder.OpticalReceiver(
            "rx", Lanes, Format,
            new(Responsivity.FromAmperesPerWatt(0.9), NoiseCurrentDensity.FromPicoamperesPerRootHertz(12), Frequency.FromGigahertz(24),
                Power.FromDbm(3), Equalizer.Linear, Decibels.FromDb(1)));
        _belowGrid = builder.LaneParameter(
            "ring-offset", Wavelength.FromNanometers(6), Lanes, new(0, 0, Wavelength.FromPicometers(200).Si, IsRelative: false));
        _heaters = builder.Signals<Power>("heater-power", "ring", Lanes, SignalKind.Truth, new("Heater power.", 0, datasheet.HeaterMaximum.Watts));
        _error = builder.Signals<Wavelength>("lock-error", "ring", Lanes, SignalKind.Truth, new("Laser minus resonance wavelength in lock."));
        builder.Sensor("io-sensor", _io, SensorOptions.DieTemperature);
        builder.Sensor("core-sensor", _core, SensorOptions.DieTemperature);
    }

    public void StepPower(in StepContext step)
    {
        ReadOnlySpan<double> up = step.Up(_out);
        ReadOnlySpan<double> utilization = step.Utilization(_out);
        double lanes = 0;
        double load = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            lanes += up[lane];
            load += up[lane] * utilization[lane] / Lanes;
        }

        step.AddHeat(_core, step.Draw(_coreRail, datasheet.ComputeIdle + (load * datasheet.ComputeDynamic)));
        step.AddHeat(_io, step.Draw(_ioRail, lanes * (datasheet.LaneEnergy * Format.LineRate)));

        // The heater lifts the resonance from the die's temperature to the line: formula M4; what its range leaves over is the error.
        ReadOnlySpan<Wavelength> belowGrid = step.Get(_belowGrid);
        Span<Power> heaters = step.Values(_heaters);
        Span<Wavelength> error = step.Values(_error);
        Wavelength warmed = Drift * (step[_rings] - Cold);
        double available = step.IsLive(_ioRail) ? datasheet.HeaterMaximum.Watts : 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            Wavelength gap = belowGrid[lane] - warmed;
            heaters[lane] = Power.FromSi(Math.Clamp(gap.Meters / datasheet.Tuning.MetersPerWatt, 0, available));
            error[lane] = gap - (datasheet.Tuning * heaters[lane]);
            step.AddHeat(_io, step.Draw(_ioRail, heaters[lane]));
        }
    }

    public void StepLight(in StepContext step)
    {
        ArrivingLightView comb = step.Arriving(_comb);
        OpticalTransmitterView sent = step.Lanes(_out);
        ReadOnlySpan<Power> received = step.Lanes(_in).Power;
        ReadOnlySpan<double> up = step.Up(_out);
        ReadOnlySpan<Wavelength> error = step.Values(_error);
        Power absorbed = Power.Zero;
        for (int lane = 0; lane < Lanes; lane++)
        {
            double hold = Math.Max(0, 1 - Math.Abs(error[lane] / LockRange)) * up[lane] * (step.IsLive(_ioRail) ? 1 : 0);
            Power carrier = comb.Power[lane] / CouplingLoss;
            Power one = 0.5 * (1 + (hold * (1 - RingFloor))) * carrier;
            Power zero = 0.5 * (1 - (hold * (1 - RingFloor))) * carrier;
            sent.Power[lane] = 0.5 * (one + zero);
            sent.Oma[lane] = one - zero;
            sent.Wavelength[lane] = comb.Wavelength[lane];
            sent.RinPerHertz[lane] = comb.RinPerHertz[lane];
            absorbed += comb.Power[lane] + received[lane] - sent.Power[lane];
        }

        step.AddHeat(_io, absorbed);
    }

    private static DieOutline Outline(double width, double height) => new(
        Length.FromMillimeters(width), Length.FromMillimeters(height), Length.FromMillimeters(0.775),
        VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120));

    private static DieRectangle Rectangle(double x, double y, double width, double height) => new(
        Length.FromMillimeters(x), Length.FromMillimeters(y), Length.FromMillimeters(width), Length.FromMillimeters(height));
}
