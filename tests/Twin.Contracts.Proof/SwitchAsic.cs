using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a switch ASIC of 512 lanes and 13 power blocks.</summary>
public sealed record SwitchAsicParameters
{
    /// <summary>Energy of a lane that is up, transmit and receive side together.</summary>
    [Parameter("energy of a lane that is up", Minimum = "0.5 pJ/bit", Maximum = "10 pJ/bit"), Spread(Part = "2 %")]
    public EnergyPerBit LaneEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(3.1);

    /// <summary>Core power without packets, clocks and leakage at the reference included.</summary>
    [Parameter("core power without packets", Minimum = "10 W", Maximum = "1 kW")]
    public Power CoreIdle { get; init; } = Power.FromWatts(140);

    /// <summary>What full load adds to the core.</summary>
    [Parameter("what full load adds to the core", Minimum = "0 W", Maximum = "1 kW")]
    public Power CoreDynamic { get; init; } = Power.FromWatts(90);

    /// <summary>Leakage of the whole die at 85 degC.</summary>
    [Parameter("leakage of the die at 85 degC", Minimum = "0 W", Maximum = "300 W"), Spread(Lot = "20 %", Part = "6 %")]
    public Power Leakage { get; init; } = Power.FromWatts(49);

    /// <summary>Rise of temperature by which leakage grows e-fold.</summary>
    [Parameter("rise by which leakage grows e-fold", Minimum = "5 K", Maximum = "200 K")]
    public TemperatureDifference LeakageGrowth { get; init; } = TemperatureDifference.FromKelvin(38);
}

/// <summary>Switch ASIC: 8 SerDes blocks of 64 lanes, 4 packet pipes and one memory block on one die.</summary>
/// <remarks>Layout and shares of power follow the project's thermal reference problem (blocks.csv).</remarks>
internal sealed class SwitchAsic(SwitchAsicParameters datasheet) : IComponent, IPowerBehavior
{
    private const int Lanes = 512;
    private const int SerDesBlocks = 8;
    private const int LanesPerBlock = Lanes / SerDesBlocks;
    private const int CoreBlocks = 5;
    private const double DieSide = 27;
    private static readonly Temperature Reference = Temperature.FromCelsius(85);
    private static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(53.125), Modulation.Pam4);

    // x, y, width, height in millimetres; core blocks carry their share of core power.
    private static readonly (string Name, double X, double Y, double Width, double Height)[] SerDesAreas =
    [
        ("serdes-s0", 0, 0, 13.5, 4.5), ("serdes-s1", 13.5, 0, 13.5, 4.5), ("serdes-n0", 0, 22.5, 13.5, 4.5), ("serdes-n1", 13.5, 22.5, 13.5, 4.5),
        ("serdes-w0", 0, 4.5, 4.5, 9), ("serdes-w1", 0, 13.5, 4.5, 9), ("serdes-e0", 22.5, 4.5, 4.5, 9), ("serdes-e1", 22.5, 13.5, 4.5, 9),
    ];

    private static readonly (string Name, double X, double Y, double Width, double Height, double Share)[] CoreAreas =
    [
        ("mmu", 4.5, 12, 18, 3, 54.0 / 279), ("pipe0", 4.5, 4.5, 9, 7.5, 55.0 / 279), ("pipe1", 13.5, 4.5, 9, 7.5, 62.0 / 279),
        ("pipe2", 4.5, 15, 9, 7.5, 50.0 / 279), ("pipe3", 13.5, 15, 9, 7.5, 58.0 / 279),
    ];

    private readonly DieBlock[] _serdes = new DieBlock[SerDesBlocks];
    private readonly DieBlock[] _core = new DieBlock[CoreBlocks];
    private readonly Leakage[] _leakage = new Leakage[SerDesBlocks + CoreBlocks];
    private readonly double[] _leakageShare = new double[SerDesBlocks + CoreBlocks];
    private RailLoad _coreRail;
    private RailLoad _serdesRail;
    private ElectricalTransmitter _transmitters;
    private ElectricalReceiver _receivers;
    private IReadOnlyList<Fault> _deadLanes = [];
    private Signal<Ratio> _load;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("asic");
        _coreRail = builder.RailLoad("core", Voltage.FromMillivolts(750), Power.FromWatts(800));
        _serdesRail = builder.RailLoad("serdes", Voltage.FromMillivolts(900), Power.FromWatts(400));
        Length side = Length.FromMillimeters(DieSide);
        Die die = builder.Die("die", new(
            side, side, Length.FromMillimeters(0.775),
            VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
        TemperatureLimits limits = new(Temperature.FromCelsius(100), Temperature.FromCelsius(105), Temperature.FromCelsius(110));
        for (int i = 0; i < SerDesBlocks; i++)
        {
            var (name, x, y, width, height) = SerDesAreas[i];
            _serdes[i] = builder.DieBlock(die, name, Rectangle(x, y, width, height), limits);
            _leakage[i] = builder.Leakage(name + "-leakage", _coreRail, _serdes[i]);
            _leakageShare[i] = width * height / (DieSide * DieSide);
            builder.Sensor(name + "-sensor", _serdes[i], SensorOptions.DieTemperature);
        }

        for (int i = 0; i < CoreBlocks; i++)
        {
            var (name, x, y, width, height, _) = CoreAreas[i];
            _core[i] = builder.DieBlock(die, name, Rectangle(x, y, width, height), limits);
            _leakage[SerDesBlocks + i] = builder.Leakage(name + "-leakage", _coreRail, _core[i]);
            _leakageShare[SerDesBlocks + i] = width * height / (DieSide * DieSide);
            builder.Sensor(name + "-sensor", _core[i], SensorOptions.DieTemperature);
        }

        _transmitters = builder.ElectricalTransmitter(
            "serdes-tx", Lanes, Format, new(Voltage.FromMillivolts(900), Decibels.FromDb(33), 0.01, Frequency.FromGigahertz(40)));
        _receivers = builder.ElectricalReceiver(
            "serdes-rx", Lanes, Format,
            new(Voltage.FromMillivolts(1.2), Frequency.FromGigahertz(40), Equalizer.DecisionFeedback, Decibels.FromDb(2), FeedbackTap: 0.5, Precoding: true));
        _deadLanes = builder.Faults("tx-dead", Lanes, "At severity 1 the driver is silent, between 0 and 1 its swing falls in proportion.");
        _load = builder.Signal<Ratio>("load", SignalKind.Truth, new("Mean share of the lanes' rate that carries packets.", 0, 1));
    }

    public void StepPower(in StepContext step)
    {
        ReadOnlySpan<double> up = step.Up(_transmitters);
        ReadOnlySpan<double> utilization = step.Utilization(_transmitters);
        Power lanePower = datasheet.LaneEnergy * Format.LineRate;
        double load = 0;
        for (int block = 0; block < SerDesBlocks; block++)
        {
            double lanes = 0;
            for (int lane = block * LanesPerBlock; lane < (block + 1) * LanesPerBlock; lane++)
            {
                lanes += up[lane];
                load += up[lane] * utilization[lane];
            }

            step.AddHeat(_serdes[block], step.Draw(_serdesRail, lanes * lanePower));
        }

        load /= Lanes;
        Power core = step.Draw(_coreRail, datasheet.CoreIdle + (load * datasheet.CoreDynamic));
        for (int i = 0; i < CoreBlocks; i++)
        {
            step.AddHeat(_core[i], CoreAreas[i].Share * core);
        }

        for (int i = 0; i < _leakage.Length; i++)
        {
            Temperature temperature = i < SerDesBlocks ? step[_serdes[i]] : step[_core[i - SerDesBlocks]];
            Power leakage = _leakageShare[i] * datasheet.Leakage * Math.Exp((temperature - Reference) / datasheet.LeakageGrowth);
            step.DrawLeakage(_leakage[i], leakage, leakage / datasheet.LeakageGrowth);
        }

        step.Set(_load, Ratio.FromSi(load));
        Span<Voltage> swing = step.Lanes(_transmitters).Swing;
        double live = step.IsLive(_serdesRail) ? 1 : 0;
        for (int lane = 0; lane < swing.Length; lane++)
        {
            swing[lane] = Voltage.FromSi(0.9 * live * (1 - step[_deadLanes[lane]]));
        }
    }

    private static DieRectangle Rectangle(double x, double y, double width, double height) => new(
        Length.FromMillimeters(x), Length.FromMillimeters(y), Length.FromMillimeters(width), Length.FromMillimeters(height));
}
