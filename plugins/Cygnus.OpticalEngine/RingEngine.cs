using Twin.Contracts;
using Twin.Units;

namespace Cygnus.OpticalEngine;

/// <summary>Engine with micro-ring modulators: each ring is held at a fixed distance from its laser line by a heater.</summary>
/// <remarks>
/// Resonance by formula M3: temperature at the ring's site, heater, light taken up. The lock knows what heater power would bring the ring to its place and moves there, as fast as its
/// slew allows; a ring and its lock settle within microseconds, far below a step. A ring whose heater is at either end of its range (formula M4), stuck, or too slow is off its
/// place, its eye shrinks, and past the lock range it counts as lost. The next order of the resonance is out of a heater's reach and left out.
/// </remarks>
internal sealed class RingEngine : IComponent, IPowerBehavior, ILightBehavior
{
    private const int SiteCount = 8;

    // Below this the levels are those of the lock's own place to 2e-3 of their swing at most.
    private const double NegligibleErrorM = 0.2e-12;

    // Less than a microwatt at an input is a dark input to the monitor diode of the lock.
    private const double DarkW = 1e-6;

    // A laser line of another grid: the whole range of resonances, and half as much again for temperature and heater.
    private const double MostDetuningM = 300e-9;

    // Self-heating is a contraction of at most 0.6 for sensible rings; halved steps then converge to 1e-4 of the line width.
    private const int SelfHeatingTurns = 8;

    private const double VacuumLightSpeed = 299_792_458;

    private readonly RingEngineParameters _datasheet;
    private readonly EngineFrame _frame;
    private readonly RingTransfer _transfer;
    private readonly ModulatorLevels _inPlace;
    private readonly double _lockDetuningM;
    private LaneParameter<Wavelength> _resonance;
    private StateArray<double> _heaterW;
    private StateArray<double> _detuningM;
    private StateArray<double> _isLocked;
    private Fault _stuck;
    private LaneSignal<Power> _heaterPower;
    private LaneSignal<Wavelength> _detuning;
    private Signal<Ratio> _locked;
    private StatusSignal _lock;
    private ComponentEvent _lost;
    private ComponentEvent _regained;

    internal RingEngine(RingEngineParameters datasheet)
    {
        _datasheet = datasheet;
        _frame = new EngineFrame(datasheet, SiteCount);
        _lockDetuningM = datasheet.LockDetuning.Meters;
        _transfer = new RingTransfer(
            datasheet.Resonance.Meters / datasheet.QualityFactor, 1 - datasheet.ResonanceTransmission, datasheet.DriveShift.Meters, datasheet.Modulation);
        _inPlace = _transfer.Levels(_lockDetuningM);
    }

    public void Describe(IComponentBuilder builder)
    {
        // Photon lifetime c/(lambda Q) (formula M2) and driver in cascade.
        double photonHz = VacuumLightSpeed / (_datasheet.Resonance.Meters * _datasheet.QualityFactor);
        double driverHz = _datasheet.DriveBandwidth.Hertz;
        double bandwidthHz = 1 / Math.Sqrt((1 / (photonHz * photonHz)) + (1 / (driverHz * driverHz)));
        _frame.Describe(builder, Frequency.FromHertz(bandwidthHz), _inPlace.Mismatch);

        int lanes = _datasheet.Lanes;
        _resonance = builder.LaneParameter("resonance", _datasheet.Resonance, lanes, new Variation(
            0, _datasheet.ResonancePartSpread.Meters, _datasheet.ResonanceSpread.Meters, IsRelative: false));
        _heaterW = builder.StateArray("heater", lanes, 0.0);
        _detuningM = builder.StateArray("ring-detuning", lanes, _lockDetuningM);
        _isLocked = builder.StateArray("ring-locked", lanes, 0.0);
        _stuck = builder.Fault("heater-stuck", "At 1 all ring heaters stay where they are, in part that share of them from lane 0 on.");
        _heaterPower = builder.Signals<Power>("heater-power", "ring", lanes, SignalKind.Truth, new SignalOptions(
            "Power of the ring's heater.", 0, _datasheet.MaximumHeater.Watts, "chassis.optical_engine.ring.heater.power"));
        _detuning = builder.Signals<Wavelength>("detuning", "ring", lanes, SignalKind.Truth, new SignalOptions("Laser minus resonance.", -MostDetuningM, MostDetuningM));
        _locked = builder.Signal<Ratio>("locked", SignalKind.Sensor, new SignalOptions("Share of the rings with light that are in lock.", 0, 1));
        _lock = builder.Status("lock", ["dark", "locked", "partial", "lost"], new SignalOptions("Whether the rings with light are in lock."));
        _lost = builder.Event("lock-lost", AlarmSeverity.Critical, "Ring {0} lost its laser line with its heater at {1} mW.");
        _regained = builder.Event("lock-regained", AlarmSeverity.Information, "Ring {0} is back in lock with its heater at {1} mW.");
        builder.Alarm("rings-unlocked", _locked, new AlarmOptions(
            0.999, double.PositiveInfinity, 0, AlarmSeverity.Critical, "Rings lost their laser lines: look at coolant, laser modules and the engine's temperature."));
    }

    public void StepPower(in StepContext step)
    {
        Span<double> sitesC = stackalloc double[SiteCount];
        _frame.ReadSites(step, sitesC);
        bool isOn = _frame.IsOn(step);
        double attach = _frame.Attach(step);
        ArrivingLightView carrier = step.Arriving(_frame.Els);
        ReadOnlySpan<Wavelength> resonance = step.Get(_resonance);
        ReadOnlySpan<int> feeds = _frame.Feeds, sites = _frame.Sites;
        Span<double> heaterW = step.State(_heaterW), detuningM = step.State(_detuningM), isLocked = step.State(_isLocked);
        Span<Power> publishedHeater = step.Values(_heaterPower);
        Span<Wavelength> publishedDetuning = step.Values(_detuning);
        double driftMPerK = _datasheet.ResonanceDrift.MetersPerKelvin, referenceC = _datasheet.ResonanceReference.Celsius;
        double tuning = _datasheet.HeaterTuning.MetersPerWatt, selfHeating = _datasheet.SelfHeating.MetersPerWatt;
        double perTuning = 1 / tuning;
        double mostW = _datasheet.MaximumHeater.Watts, rangeM = _datasheet.LockRange.Meters;
        double slewW = step.IsSettling ? mostW : _datasheet.LockSlew.Kelvin * driftMPerK * step.Elapsed.Seconds / tuning;
        int firstFree = (int)Math.Ceiling(step[_stuck] * heaterW.Length);
        double total = 0;
        int lit = 0, locked = 0;
        for (int i = 0; i < heaterW.Length; i++)
        {
            // 1. Where the ring is without heater, and what heater power would bring it to its place. The light is that of the last step.
            int feed = feeds[i];
            double arrivingW = carrier.Power[feed].Watts;
            bool isLit = arrivingW > DarkW;
            double lightW = arrivingW * _frame.CarrierGain * attach;
            double passiveM = resonance[i].Meters + ((sitesC[sites[i]] - referenceC) * driftMPerK);
            double wantedW = 0;
            if (isLit)
            {
                double takenUpM = selfHeating * lightW * (1 - _inPlace.Mean);
                wantedW = (carrier.Wavelength[feed].Meters - _lockDetuningM - passiveM - takenUpM) * perTuning;
            }

            // 2. The lock moves there. Without light it waits where it was: the line will come back near where it left.
            if (!isOn)
                heaterW[i] = 0;
            else if (isLit && i >= firstFree)
                heaterW[i] += Math.Max(-slewW, Math.Min(slewW, Math.Max(0, Math.Min(mostW, wantedW)) - heaterW[i]));

            // 3. Where that leaves the laser.
            double error = isLit ? (heaterW[i] - wantedW) * tuning : 0;
            detuningM[i] = Math.Abs(error) < NegligibleErrorM ? _lockDetuningM : OffPlace(error, selfHeating * lightW);
            double offM = Math.Abs(detuningM[i] - _lockDetuningM);
            bool holds = isOn && isLit && offM < (isLocked[i] > 0 ? rangeM : 0.5 * rangeM);
            if (isLit && isOn && !step.IsSettling && holds != isLocked[i] > 0)
                step.Raise(holds ? _regained : _lost, i, heaterW[i] * 1e3);

            isLocked[i] = holds ? 1 : 0;
            lit += isLit ? 1 : 0;
            locked += holds ? 1 : 0;
            total += heaterW[i];
            publishedHeater[i] = Power.FromSi(heaterW[i]);
            publishedDetuning[i] = Wavelength.FromSi(detuningM[i]);
        }

        _frame.DrawPower(step, total);
        step.Set(_locked, Ratio.FromSi(lit > 0 ? (double)locked / lit : 1));
        step.Set(_lock, lit == 0 ? 0 : locked == lit ? 1 : locked > 0 ? 2 : 3);
    }

    public void StepLight(in StepContext step)
    {
        double attach = _frame.Attach(step);
        double gain = _frame.CarrierGain * _frame.OutputGain * attach * attach;
        bool isOn = _frame.IsOn(step);
        ArrivingLightView carrier = step.Arriving(_frame.Els);
        OpticalTransmitterView lanes = step.Lanes(_frame.LineTx);
        ReadOnlySpan<double> up = step.Up(_frame.LineTx);
        ReadOnlySpan<double> detuningM = step.State(_detuningM);
        ReadOnlySpan<int> feeds = _frame.Feeds;
        double emitted = 0;
        for (int i = 0; i < feeds.Length; i++)
        {
            int feed = feeds[i];
            double light = carrier.Power[feed].Watts * gain;
            ModulatorLevels levels =
                !isOn || up[i] <= 0 ? new ModulatorLevels(_transfer.Transmission(detuningM[i]), 0, 1)
                : detuningM[i].Equals(_lockDetuningM) ? _inPlace
                : _transfer.Levels(detuningM[i]);
            emitted += light * levels.Mean;
            lanes.Power[i] = Power.FromSi(light * levels.Mean);
            lanes.Oma[i] = Power.FromSi(light * levels.Outer);
            lanes.LevelMismatch[i] = levels.Mismatch;
            lanes.Wavelength[i] = carrier.Wavelength[feed];
            lanes.RinPerHertz[i] = carrier.RinPerHertz[feed];
        }

        _frame.CloseStep(step, attach, emitted);
    }

    // A ring off its place takes up another share of the light, which moves it in turn: fixed point of D = D0 - error - k (taken up(D) - taken up in place).
    private double OffPlace(double errorM, double selfHeatingM)
    {
        double startM = _lockDetuningM - errorM;
        double detuningM = startM;
        for (int turn = 0; turn < SelfHeatingTurns; turn++)
            detuningM = 0.5 * (detuningM + startM - (selfHeatingM * (_inPlace.Mean - _transfer.Transmission(detuningM))));

        return detuningM;
    }
}
