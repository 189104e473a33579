using Twin.Contracts;
using Twin.Units;

namespace Cygnus.OpticalEngine;

/// <summary>What both engines have in common: die, supply, bundles, light path, receivers, faults and the heat of light.</summary>
/// <remarks>Holds datasheet values and handles only, as its engine does.</remarks>
internal sealed class EngineFrame
{
    // An operator calls a fibre lost at this; severity 1 of the fault.
    private const double AttachLossAtFullDb = 10;

    // Engineering default of the output stage behind the amplifier, whose noise is the receiver's: far below it, and no clock that could jitter.
    private const double HostSignalToNoiseDb = 45;
    private const double HostJitterUi = 0;

    private const double AmplifierReferenceK = 300.15;
    private const double ZeroCelsiusK = 273.15;

    private const int LowPower = 0;
    private const int Ready = 1;
    private const int Fault = 2;

    private readonly EngineParameters _datasheet;
    private readonly LaneFormat _format;
    private readonly int[] _feeds;
    private readonly int[] _sites;
    private readonly ThermalProbe[] _probes;
    private readonly double _driverW;
    private readonly double _amplifierW;
    private readonly double _couplingGain;
    private readonly double _responsivity;
    private ElectricalReceiver _hostRx;
    private ElectricalTransmitter _hostTx;
    private OpticalReceiver _lineRx;
    private RailLoad _supply;
    private DieBlock _eic;
    private Fault _attach;
    private Signal<TemperatureDifference> _gradient;
    private StatusSignal _status;

    internal EngineFrame(EngineParameters datasheet, int sites)
    {
        _datasheet = datasheet;
        _format = new LaneFormat(datasheet.SymbolRate, datasheet.Modulation, datasheet.TargetBitErrorRatio);
        Inputs = Math.Max(1, datasheet.Lanes / datasheet.LanesPerInput);
        _driverW = (datasheet.DriverEnergy * _format.LineRate).Watts;
        _amplifierW = (datasheet.AmplifierEnergy * _format.LineRate).Watts;
        _couplingGain = 1 / datasheet.CouplingLoss.PowerRatio;
        CarrierGain = _couplingGain / ((datasheet.SplitterExcessLoss + datasheet.RoutingLoss).PowerRatio * datasheet.LanesPerInput);
        OutputGain = _couplingGain / datasheet.MultiplexerLoss.PowerRatio;
        _responsivity = datasheet.Responsivity.AmperesPerWatt * OutputGain;

        // Lanes run through the wavelengths of a fibre first; fibre f belongs to group f / LanesPerInput, and a group has one input for each wavelength.
        int wavelengths = Math.Max(1, datasheet.Wavelengths.Count);
        _feeds = new int[datasheet.Lanes];
        _sites = new int[datasheet.Lanes];
        for (int lane = 0; lane < datasheet.Lanes; lane++)
        {
            int group = lane / wavelengths / datasheet.LanesPerInput;
            _feeds[lane] = Math.Min(Inputs - 1, (group * wavelengths) + (lane % wavelengths));
            _sites[lane] = lane * sites / datasheet.Lanes;
        }

        _probes = new ThermalProbe[sites];
    }

    /// <summary>Light inputs.</summary>
    internal int Inputs { get; }

    /// <summary>From a light input to one modulator: coupling, division, splitter, waveguides.</summary>
    internal double CarrierGain { get; }

    /// <summary>From a modulator to the fibre, and from the fibre to a photodiode: multiplexer and coupling.</summary>
    internal double OutputGain { get; }

    /// <summary>The light input that feeds each lane.</summary>
    internal ReadOnlySpan<int> Feeds => _feeds;

    /// <summary>The site on the die at which each lane has its modulator.</summary>
    internal ReadOnlySpan<int> Sites => _sites;

    /// <summary>Modulators.</summary>
    internal OpticalTransmitter LineTx { get; private set; }

    /// <summary>External light.</summary>
    internal LightInput Els { get; private set; }

    /// <summary>Photonic half of the die.</summary>
    internal DieBlock Pic { get; private set; }

    /// <summary>Declares all that both engines have.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="modulatorBandwidth">Electro-optic bandwidth.</param>
    /// <param name="mismatch">Level mismatch at the nominal point.</param>
    internal void Describe(IComponentBuilder builder, Frequency modulatorBandwidth, double mismatch)
    {
        builder.HardwareType("optical_engine");
        int unit = _datasheet.LanesPerInput * Math.Max(1, _datasheet.Wavelengths.Count);
        if (_datasheet.Wavelengths.Count == 0)
            builder.Refuse("wavelengths", "At least one is needed.");
        if (_datasheet.Lanes % unit != 0)
            builder.Refuse("lanes", $"{_datasheet.Lanes} is no multiple of {unit}, the wavelengths times the lanes of an input.");

        DescribeDie(builder);
        DescribeLanes(builder, modulatorBandwidth, mismatch);
        _supply = builder.RailLoad("supply", _datasheet.SupplyVoltage, _datasheet.MaximumPower);
        _attach = builder.Fault("fibre-attach", "At 1 every crossing between fibre and chip loses 10 dB more, in part that share of 10 dB.");
        _gradient = builder.Signal<TemperatureDifference>("temperature-gradient", SignalKind.Truth, new SignalOptions(
            "Highest less lowest temperature inside the engine.", 0, 100, "chassis.optical_engine.temperature.gradient"));
        _status = builder.Status("state", ["low-power", "ready", "fault"], new SignalOptions(
            "Module state; fault when a light input is dark.", Metric: "chassis.optical_engine.state"));
        builder.Health(_status, [StateHealth.Ok, StateHealth.Ok, StateHealth.Degraded("Light is missing at an input: look at the laser module that feeds it, and at its fibre.")]);
    }

    /// <summary>Whether the supply is alive.</summary>
    /// <param name="step">The step.</param>
    internal bool IsOn(in StepContext step) => step.IsLive(_supply);

    /// <summary>Temperature of each site, in degrees Celsius.</summary>
    /// <param name="step">The step.</param>
    /// <param name="temperaturesC">Out: one for each site.</param>
    internal void ReadSites(in StepContext step, Span<double> temperaturesC)
    {
        for (int i = 0; i < _probes.Length; i++)
            temperaturesC[i] = step[_probes[i]].Celsius;
    }

    /// <summary>What is left of light at one crossing under the fault of the fibre attach, 1 without.</summary>
    /// <param name="step">The step.</param>
    internal double Attach(in StepContext step) => step[_attach] > 0 ? Math.Pow(10, -0.1 * AttachLossAtFullDb * step[_attach]) : 1;

    /// <summary>Draws the power of electronics and heaters and makes heat of it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="heatersW">Power of all heaters.</param>
    internal void DrawPower(in StepContext step, double heatersW)
    {
        double transmitting = 0, receiving = 0;
        foreach (double up in step.Up(LineTx))
            transmitting += up;
        foreach (double up in step.Up(_lineRx))
            receiving += up;

        double driversW = _driverW * transmitting;
        double photonicW = (driversW * _datasheet.DriverShareInPhotonics) + heatersW;
        double electronicW = (driversW * (1 - _datasheet.DriverShareInPhotonics)) + (_amplifierW * receiving) + _datasheet.StandingPower.Watts;
        step.AddHeat(Pic, step.Draw(_supply, Power.FromSi(photonicW)));
        step.AddHeat(_eic, step.Draw(_supply, Power.FromSi(electronicW)));
    }

    /// <summary>Turns light that arrived and did not leave into heat, sets the receivers, and publishes what both engines publish.</summary>
    /// <param name="step">The step.</param>
    /// <param name="attach">What is left of light at one crossing.</param>
    /// <param name="emittedW">Light that leaves in all lanes.</param>
    internal void CloseStep(in StepContext step, double attach, double emittedW)
    {
        ReadOnlySpan<Power> arriving = step.Arriving(Els).Power;
        double lightW = -emittedW;
        bool isLit = true;
        foreach (Power power in arriving)
        {
            lightW += power.Watts;
            isLit &= power > Power.Zero;
        }

        OpticalReceiverView receivers = step.Lanes(_lineRx);
        foreach (Power power in receivers.Power)
            lightW += power.Watts;

        step.AddHeat(Pic, Power.FromSi(lightW));

        // Thermal noise of the amplifier goes with the square root of absolute temperature.
        double noise = Math.Sqrt(Math.Max(1, step[_eic].Celsius + ZeroCelsiusK) / AmplifierReferenceK);
        bool isOn = IsOn(step);
        receivers.Responsivity.Fill(Responsivity.FromSi(_responsivity * attach));
        receivers.NoiseDensity.Fill(_datasheet.AmplifierNoise * noise);
        step.Lanes(_hostTx).Swing.Fill(isOn ? _datasheet.HostSwing : Voltage.Zero);
        step.Set(_status, !isOn ? LowPower : isLit ? Ready : Fault);
        PublishGradient(step);
    }

    private void DescribeDie(IComponentBuilder builder)
    {
        Die die = builder.Die("die", new DieOutline(
            _datasheet.Width,
            _datasheet.Height,
            _datasheet.Thickness,
            VolumetricHeatCapacity.FromJoulesPerCubicMeterKelvin(1.66e6),      // silicon at 80 degC, Incropera table A.1
            ThermalConductivity.FromWattsPerMeterKelvin(120)));
        var limits = new TemperatureLimits(_datasheet.WarningTemperature, _datasheet.CriticalTemperature, _datasheet.ShutdownTemperature);
        Length half = _datasheet.Height * 0.5;
        _eic = builder.DieBlock(die, "eic", new DieRectangle(Length.Zero, Length.Zero, _datasheet.Width, half), limits);
        Pic = builder.DieBlock(die, "pic", new DieRectangle(Length.Zero, half, _datasheet.Width, half), limits);
        for (int i = 0; i < _probes.Length; i++)
        {
            _probes[i] = builder.Probe(
                die, ElementName.Numbered("site", i, _probes.Length), _datasheet.Width * ((i + 0.5) / _probes.Length), _datasheet.Height * 0.75);
        }

        builder.Sensor("eic-sensor", _eic, SensorOptions.DieTemperature);
        builder.Sensor("pic-sensor", Pic, SensorOptions.DieTemperature);
    }

    private void DescribeLanes(IComponentBuilder builder, Frequency modulatorBandwidth, double mismatch)
    {
        int lanes = _datasheet.Lanes;
        Els = builder.LightInput("els", Inputs, _datasheet.InputReflectance);
        Wavelength nominal = _datasheet.Wavelengths.Count == 0 ? Wavelength.FromNanometers(1310) : _datasheet.Wavelengths[0];
        LineTx = builder.OpticalTransmitter(
            "line-tx", lanes, _format, new OpticalTransmitterOptions(nominal, modulatorBandwidth, mismatch), Els, _feeds);
        _lineRx = builder.OpticalReceiver("line-rx", lanes, _format, new OpticalReceiverOptions(
            Responsivity.FromSi(_responsivity), _datasheet.AmplifierNoise, _datasheet.ReceiveBandwidth, _datasheet.Overload, Equalizer.Linear, Decibels.Zero));

        // Direct drive: nothing in the engine decides, so the switch chip at the end of the chain equalises all of it.
        _hostRx = builder.ElectricalReceiver("host-rx", lanes, _format, new ElectricalReceiverOptions(
            _datasheet.DriverNoise, _datasheet.HostBandwidth, Equalizer.Linear, Decibels.Zero));
        _hostTx = builder.ElectricalTransmitter("host-tx", lanes, _format, new ElectricalTransmitterOptions(
            _datasheet.HostSwing, Decibels.FromDb(HostSignalToNoiseDb), HostJitterUi, _datasheet.HostBandwidth));
        builder.Forward(_hostRx, LineTx, Relay.Linear, _datasheet.Latency);
        builder.Forward(_lineRx, _hostTx, Relay.Linear, _datasheet.Latency);
    }

    private void PublishGradient(in StepContext step)
    {
        double eicC = step[_eic].Celsius, picC = step[Pic].Celsius;
        double highC = Math.Max(eicC, picC), lowC = Math.Min(eicC, picC);
        foreach (ThermalProbe probe in _probes)
        {
            double siteC = step[probe].Celsius;
            highC = Math.Max(highC, siteC);
            lowC = Math.Min(lowC, siteC);
        }

        step.Set(_gradient, TemperatureDifference.FromSi(highC - lowC));
    }
}
