using Twin.Contracts;
using Twin.Units;

namespace Borealis.SwitchAsic;

/// <summary>Ethernet switch chip: power per block from clock, packets, lanes and temperature; throttle and shutdown.</summary>
/// <remarks>
/// Dynamic power C V^2 f (Weste and Harris, CMOS VLSI Design, ch. 5), leakage V I 2^((T - Tref)/Td) per block, SerDes energy per bit times line rate for each lane
/// that is up, packets or not. All of it is drawn from the rails and becomes heat where it is drawn.
/// </remarks>
internal sealed class SwitchAsic : IComponent, IPowerBehavior, IControlBehavior
{
    // The rest of the exponent's range is for states that no silicon survives; the bound keeps numbers finite until the shutdown acts.
    private const double MostDoublings = 6;

    // Packet work in buffer and pipes: each packet passes one pipe on its way in, the buffer, and one pipe on its way out.
    private const double BufferShareOfPackets = 0.2;

    // Share of the line rate that is payload: RS(544,514) and 256B/257B (IEEE Std 802.3, clauses 91 and 119).
    private const double PayloadShare = 514.0 / 544.0 * 256.0 / 257.0;

    private const double DriftAtFullK = 30;
    private const double LogarithmOfTwo = 0.69314718055994530942;

    private const int Running = 0;
    private const int Throttled = 1;
    private const int ShutDown = 2;
    private const int Unpowered = 3;

    private readonly SwitchAsicParameters _datasheet;
    private readonly double _inverseTransmitSnr;
    private readonly double _supplyNoiseGain;
    private readonly LaneFormat _format;
    private readonly double _laneW;
    private readonly double _lanePayload;
    private readonly DieBlock[] _blocks = new DieBlock[Floorplan.CoreBlocks + Floorplan.SerdesBlocks];
    private readonly Leakage[] _leakages = new Leakage[Floorplan.CoreBlocks + Floorplan.SerdesBlocks];
    private readonly Sensor[] _sensors = new Sensor[Floorplan.CoreBlocks + Floorplan.SerdesBlocks];
    private IReadOnlyList<Fault> _stuck = [];
    private ElectricalTransmitter _tx;
    private ElectricalReceiver _rx;
    private RailLoad _core;
    private RailLoad _serdes;
    private RailLoad _io;
    private LiveParameter<Frequency> _clock;
    private StateVariable<double> _throttle;
    private StateVariable<int> _latched;
    private Fault _drift;
    private ComponentEvent _shutdown;
    private LaneSignal<Ratio> _utilization;
    private Signal<BitRate> _throughput;
    private Signal<Frequency> _frequency;
    private Signal<Ratio> _throttleRatio;
    private Signal<Temperature> _hottest;
    private StatusSignal _status;

    internal SwitchAsic(SwitchAsicParameters datasheet)
    {
        _datasheet = datasheet;
        _inverseTransmitSnr = 1 / datasheet.SignalToNoise.PowerRatio;
        _supplyNoiseGain = 1 / datasheet.SupplyRejection.AmplitudeRatio;
        _format = new LaneFormat(datasheet.SymbolRate, datasheet.Modulation, datasheet.TargetBitErrorRatio);
        _laneW = (datasheet.SerdesEnergy * _format.LineRate).Watts;
        _lanePayload = _format.LineRate.BitsPerSecond * PayloadShare;
    }

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("asic");
        if (_datasheet.Lanes % Floorplan.SerdesBlocks != 0)
            builder.Refuse("lanes", $"{_datasheet.Lanes} is no multiple of {Floorplan.SerdesBlocks}.");
        if (_datasheet.ShutdownTemperature <= _datasheet.CriticalTemperature)
            builder.Refuse("shutdown-temperature", "It must lie above the critical temperature, between which the clock is throttled.");

        _tx = builder.ElectricalTransmitter("tx", _datasheet.Lanes, _format, new ElectricalTransmitterOptions(
            _datasheet.Swing, _datasheet.SignalToNoise, _datasheet.Jitter, _datasheet.TransmitBandwidth, _datasheet.LevelMismatch));
        _rx = builder.ElectricalReceiver("rx", _datasheet.Lanes, _format, new ElectricalReceiverOptions(
            _datasheet.ReceiverNoise, _datasheet.ReceiverBandwidth, _datasheet.Equalizer, _datasheet.ImplementationLoss, _datasheet.FeedbackTap, _datasheet.Precoding));

        _core = builder.RailLoad("core", _datasheet.CoreVoltage, _datasheet.MaximumCorePower);
        _serdes = builder.RailLoad("serdes", _datasheet.SerdesVoltage, _datasheet.MaximumSerdesPower);
        if (_datasheet.IoPower > Power.Zero)
            _io = builder.RailLoad("io", _datasheet.IoVoltage, _datasheet.IoPower * 1.5);

        DescribeDie(builder);
        _clock = builder.LiveParameter(
            "clock", _datasheet.Clock, Frequency.FromGigahertz(0.4), Frequency.FromGigahertz(2), "Core clock before throttling.");
        _throttle = builder.State("throttle-depth", 0.0);
        _latched = builder.State("shutdown-latch", 0);
        _drift = builder.Fault("sensor-drift", "At 1 the chip's own protection reads 30 K too high, in part in proportion.");
        _stuck = builder.Faults("pipe-stuck", Floorplan.Pipes, "At 1 the pipe forwards no packet, its clock still runs; in part that share of its packets is lost.");
        _shutdown = builder.Event("over-temperature", AlarmSeverity.Critical, "Switched off at {0} degC, limit {1} degC; stays off until reset.");
        DescribeSignals(builder);
    }

    public void StepPower(in StepContext step)
    {
        bool isPowered = step.IsLive(_core) && step.IsLive(_serdes);
        bool isOn = isPowered && step.State(_latched) == 0;
        double clockHz = isOn ? step.Get(_clock).Hertz * (1 - step.State(_throttle)) : 0;

        DrawLeakages(step);
        DrawLanesAndPackets(step, isOn, clockHz);
        if (_datasheet.IoPower > Power.Zero)
            step.AddHeat(_blocks[0], step.Draw(_io, isOn ? _datasheet.IoPower : Power.Zero));

        SetTransmitters(step, isOn);
        step.Set(_frequency, Frequency.FromSi(clockHz));
        step.Set(_throttleRatio, Ratio.FromSi(isOn ? step.State(_throttle) : 0));
        step.Set(_status, !isPowered ? Unpowered : !isOn ? ShutDown : step.State(_throttle) > 0 ? Throttled : Running);
    }

    public void StepControl(in StepContext step)
    {
        double hottestC = double.NegativeInfinity;
        foreach (Sensor sensor in _sensors)
            hottestC = Math.Max(hottestC, step[sensor]);

        hottestC += DriftAtFullK * step[_drift];
        step.Set(_hottest, Temperature.FromSi(hottestC));

        // Proportional between release and shutdown; engages only at critical, so that it does not chatter around either.
        double releaseC = (_datasheet.CriticalTemperature - _datasheet.ThrottleHysteresis).Celsius;
        double shutdownC = _datasheet.ShutdownTemperature.Celsius;
        ref double throttle = ref step.State(_throttle);
        bool isEngaged = hottestC >= _datasheet.CriticalTemperature.Celsius || (throttle > 0 && hottestC > releaseC);
        throttle = isEngaged ? _datasheet.DeepestThrottle * Math.Clamp((hottestC - releaseC) / (shutdownC - releaseC), 0, 1) : 0;

        // While a steady state is sought temperatures overshoot; a latch set then would be an artefact of the search.
        if (!step.IsSettling && hottestC >= shutdownC && step.State(_latched) == 0)
        {
            step.State(_latched) = 1;
            step.Raise(_shutdown, hottestC, shutdownC);
        }
    }

    private void DescribeDie(IComponentBuilder builder)
    {
        Die die = builder.Die("die", new DieOutline(
            _datasheet.DieWidth,
            _datasheet.DieHeight,
            _datasheet.DieThickness,
            VolumetricHeatCapacity.FromJoulesPerCubicMeterKelvin(1.66e6),      // silicon at 80 degC, Incropera table A.1
            ThermalConductivity.FromWattsPerMeterKelvin(120)));
        var limits = new TemperatureLimits(_datasheet.WarningTemperature, _datasheet.CriticalTemperature, _datasheet.ShutdownTemperature);
        for (int i = 0; i < _blocks.Length; i++)
        {
            ref readonly FloorplanBlock block = ref Floorplan.Blocks[i];
            _blocks[i] = builder.DieBlock(die, block.Name, Floorplan.Place(block, _datasheet.DieWidth, _datasheet.DieHeight), limits);
            _leakages[i] = builder.Leakage(block.Name + "-leakage", i < Floorplan.CoreBlocks ? _core : _serdes, _blocks[i]);
            _sensors[i] = builder.Sensor(block.Name + "-sensor", _blocks[i], SensorOptions.DieTemperature);
        }
    }

    private void DescribeSignals(IComponentBuilder builder)
    {
        _utilization = builder.Signals<Ratio>("utilization", "pipe", Floorplan.Pipes, SignalKind.Sensor, new SignalOptions(
            "Share of the pipe's lane rate that it forwards.", 0, 1, "chassis.asic.utilization"));
        _throughput = builder.Signal<BitRate>("throughput", SignalKind.Sensor, new SignalOptions(
            "Payload forwarded, mean of both directions.", 0, _datasheet.Lanes * _lanePayload, "chassis.asic.throughput"));
        _frequency = builder.Signal<Frequency>("frequency", SignalKind.Sensor, new SignalOptions(
            "Core clock after throttling.", 0, 2e9, "chassis.asic.frequency"));
        _throttleRatio = builder.Signal<Ratio>("throttle", SignalKind.Sensor, new SignalOptions(
            "Share of the clock that the thermal throttle takes away.", 0, 1, "chassis.asic.throttle.ratio"));
        _hottest = builder.Signal<Temperature>("hottest", SignalKind.Sensor, new SignalOptions(
            "Highest reading of the die's sensors as the chip's own protection sees it.", -60, 200));
        _status = builder.Status("state", ["running", "throttled", "shut-down", "unpowered"], new SignalOptions("What the chip is doing."));
        builder.Health(_status,
        [
            StateHealth.Ok,
            StateHealth.Degraded("The switch chip slows down because it is too hot: look at fans, pump and inlet."),
            StateHealth.Failed("The switch chip switched itself off because it was far too hot; it stays off until reset. Mend the cooling first."),
            StateHealth.Ok,
        ]);
    }

    private void DrawLeakages(in StepContext step)
    {
        double referenceC = _datasheet.LeakageReference.Celsius;
        double perKelvin = 1 / _datasheet.LeakageDoubling.Kelvin;
        double coreW = step[_core].Volts * _datasheet.LeakageCurrent.Amperes;
        double serdesW = step[_serdes].Volts * _datasheet.SerdesLeakageCurrent.Amperes;
        ReadOnlySpan<FloorplanBlock> plan = Floorplan.Blocks;
        for (int i = 0; i < _leakages.Length; i++)
        {
            double doublings = (step[_blocks[i]].Celsius - referenceC) * perKelvin;
            double watts = (i < Floorplan.CoreBlocks ? coreW : serdesW) * plan[i].Share * Math.Exp(LogarithmOfTwo * Math.Min(doublings, MostDoublings));
            double slope = doublings < MostDoublings ? watts * LogarithmOfTwo * perKelvin : 0;
            step.DrawLeakage(_leakages[i], Power.FromSi(watts), ThermalConductance.FromSi(slope));
        }
    }

    private void DrawLanesAndPackets(in StepContext step, bool isOn, double clockHz)
    {
        int lanes = _datasheet.Lanes / Floorplan.SerdesBlocks;
        ReadOnlySpan<double> txUp = step.Up(_tx), rxUp = step.Up(_rx), txBusy = step.Utilization(_tx), rxBusy = step.Utilization(_rx);
        Span<double> offered = stackalloc double[Floorplan.Pipes];
        offered.Clear();

        // 1. SerDes by block, and what their lanes bring to the pipes.
        for (int i = 0; i < Floorplan.SerdesBlocks; i++)
        {
            int first = i * lanes;
            double up = 0.5 * (LaneSums.Sum(txUp.Slice(first, lanes)) + LaneSums.Sum(rxUp.Slice(first, lanes)));
            double watts = isOn ? _laneW * (up + (_datasheet.SerdesStandby * (lanes - up))) : 0;
            step.AddHeat(_blocks[Floorplan.CoreBlocks + i], step.Draw(_serdes, Power.FromSi(watts)));
            double busy = 0.5 * (LaneSums.Sum(txBusy.Slice(first, lanes)) + LaneSums.Sum(rxBusy.Slice(first, lanes)));
            offered[Floorplan.PipeOfSerdesBlock[i]] += busy / (2 * lanes);
        }

        // 2. What the pipes forward: a slower clock forwards less, a stuck pipe nothing.
        double capability = clockHz / _datasheet.Clock.Hertz;
        double coreV = step[_core].Volts;
        double clockW = _datasheet.ClockCapacitance.Farads * coreV * coreV * clockHz;
        double packetW = _datasheet.PacketCapacitance.Farads * coreV * coreV * _datasheet.Clock.Hertz / Floorplan.Pipes;
        Span<Ratio> utilization = step.Values(_utilization);
        double forwarded = 0;
        for (int p = 0; p < Floorplan.Pipes; p++)
        {
            double carried = Math.Min(offered[p], capability) * (1 - step[_stuck[p]]);
            forwarded += carried;
            utilization[p] = Ratio.FromSi(carried);
            double watts = (clockW * Floorplan.Blocks[1 + p].Share) + (packetW * (1 - BufferShareOfPackets) * carried);
            step.AddHeat(_blocks[1 + p], step.Draw(_core, Power.FromSi(watts)));
        }

        // 3. The buffer sees all of it.
        double bufferW = (clockW * Floorplan.Blocks[0].Share) + (packetW * BufferShareOfPackets * forwarded);
        step.AddHeat(_blocks[0], step.Draw(_core, Power.FromSi(bufferW)));
        step.Set(_throughput, BitRate.FromSi(forwarded / Floorplan.Pipes * _datasheet.Lanes * _lanePayload));
    }

    private void SetTransmitters(in StepContext step, bool isOn)
    {
        ElectricalTransmitterView lanes = step.Lanes(_tx);
        lanes.Swing.Fill(isOn ? _datasheet.Swing : Voltage.Zero);
        double leak = step.Noise(_serdes).Volts * _supplyNoiseGain / _datasheet.Swing.Volts;
        lanes.SignalToNoise.Fill(Decibels.FromSi(-10 * Math.Log10(_inverseTransmitSnr + (leak * leak))));
    }
}
