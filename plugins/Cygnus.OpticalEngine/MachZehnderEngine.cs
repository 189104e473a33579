using Twin.Contracts;
using Twin.Units;

namespace Cygnus.OpticalEngine;

/// <summary>Engine with Mach-Zehnder modulators: external light of several wavelengths, bias loops with heaters, direct drive both ways.</summary>
/// <remarks>
/// The phase between the arms of a modulator differs from lane to lane and drifts with the temperature at its site; a heater brings it to quadrature, as an integrating
/// loop with a time constant of many steps. A full turn more or less is the same bias, so the loop never runs out of range: at an end it steps by one turn, which a
/// heater does in microseconds, below a step.
/// </remarks>
internal sealed class MachZehnderEngine : IComponent, IPowerBehavior, ILightBehavior
{
    private const int SiteCount = 4;

    // Below this bias error the levels are those of quadrature to 5e-8.
    private const double NegligibleError = 1e-4;

    private readonly MachZehnderEngineParameters _datasheet;
    private readonly EngineFrame _frame;
    private readonly MachZehnderTransfer _transfer;
    private readonly ModulatorLevels _quadrature;
    private readonly double _modulatorGain;
    private LaneParameter<Ratio> _armPhase;
    private StateArray<double> _heaterW;
    private StateArray<double> _error;
    private Fault _stuck;
    private LaneSignal<Power> _heaterPower;
    private Signal<Ratio> _worstError;

    internal MachZehnderEngine(MachZehnderEngineParameters datasheet)
    {
        _datasheet = datasheet;
        _frame = new EngineFrame(datasheet, SiteCount);
        _transfer = new MachZehnderTransfer(0.5 * (datasheet.DriveSwing / datasheet.HalfWaveVoltage), datasheet.Modulation);
        _quadrature = _transfer.Levels(0);
        _modulatorGain = _frame.CarrierGain * _frame.OutputGain / datasheet.ModulatorExcessLoss.PowerRatio;
    }

    public void Describe(IComponentBuilder builder)
    {
        _frame.Describe(builder, _datasheet.DriveBandwidth, _quadrature.Mismatch);
        _armPhase = builder.LaneParameter(
            "arm-phase", _datasheet.ArmPhase, _datasheet.Lanes, new Variation(0, 0, _datasheet.ArmPhaseSpread, IsRelative: false));
        _heaterW = builder.StateArray("bias-heater", _datasheet.Lanes, 0.0);
        _error = builder.StateArray("bias-error", _datasheet.Lanes, 0.0);
        _stuck = builder.Fault("heater-stuck", "At 1 all bias heaters stay where they are, in part that share of them from lane 0 on.");
        _heaterPower = builder.Signals<Power>("heater-power", "lane", _datasheet.Lanes, SignalKind.Truth, new SignalOptions(
            "Power of the bias heater.", 0, 2 * _datasheet.HalfWaveHeater.Watts));
        _worstError = builder.Signal<Ratio>("worst-bias-error", SignalKind.Truth, new SignalOptions(
            "Largest phase error from quadrature of any lane, over pi.", 0, 1));
    }

    public void StepPower(in StepContext step)
    {
        Span<double> sitesC = stackalloc double[SiteCount];
        _frame.ReadSites(step, sitesC);
        bool isOn = _frame.IsOn(step);
        double loop = step.IsSettling ? 1 : 1 - Math.Exp(-step.Elapsed.Seconds / _datasheet.BiasLoop.Seconds);
        double perWatt = 1 / _datasheet.HalfWaveHeater.Watts;
        double perKelvin = 1 / _datasheet.HalfWaveDrift.Kelvin;
        double referenceC = _datasheet.PhaseReference.Celsius;
        int firstFree = (int)Math.Ceiling(step[_stuck] * _datasheet.Lanes);
        ReadOnlySpan<Ratio> armPhase = step.Get(_armPhase);
        ReadOnlySpan<int> sites = _frame.Sites;
        Span<double> heaterW = step.State(_heaterW), error = step.State(_error);
        Span<Power> published = step.Values(_heaterPower);
        double total = 0, worst = 0;
        for (int i = 0; i < heaterW.Length; i++)
        {
            if (!isOn)
                heaterW[i] = 0;

            // Phase from quadrature in units of pi, to the nearest full turn.
            double phase = armPhase[i] + ((sitesC[sites[i]] - referenceC) * perKelvin) + (heaterW[i] * perWatt) - 0.5;
            phase -= 2 * Math.Round(0.5 * phase);
            if (isOn && i >= firstFree)
            {
                double heater = heaterW[i] - (loop * phase / perWatt);
                heaterW[i] = heater < 0 ? heater + (2 / perWatt) : heater > 2 / perWatt ? heater - (2 / perWatt) : heater;
                phase *= 1 - loop;
            }

            error[i] = phase;
            published[i] = Power.FromSi(heaterW[i]);
            total += heaterW[i];
            worst = Math.Max(worst, Math.Abs(phase));
        }

        _frame.DrawPower(step, total);
        step.Set(_worstError, Ratio.FromSi(worst));
    }

    public void StepLight(in StepContext step)
    {
        double attach = _frame.Attach(step);
        double gain = _modulatorGain * attach * attach;
        bool isOn = _frame.IsOn(step);
        ArrivingLightView carrier = step.Arriving(_frame.Els);
        OpticalTransmitterView lanes = step.Lanes(_frame.LineTx);
        ReadOnlySpan<double> up = step.Up(_frame.LineTx);
        ReadOnlySpan<double> error = step.State(_error);
        ReadOnlySpan<int> feeds = _frame.Feeds;
        double emitted = 0;
        for (int i = 0; i < feeds.Length; i++)
        {
            int feed = feeds[i];
            double light = carrier.Power[feed].Watts * gain;
            ModulatorLevels levels =
                !isOn || up[i] <= 0 ? new ModulatorLevels(MachZehnderTransfer.Idle(error[i]), 0, 1)
                : Math.Abs(error[i]) < NegligibleError ? _quadrature
                : _transfer.Levels(error[i]);
            emitted += light * levels.Mean;
            lanes.Power[i] = Power.FromSi(light * levels.Mean);
            lanes.Oma[i] = Power.FromSi(light * levels.Outer);
            lanes.LevelMismatch[i] = levels.Mismatch;
            lanes.Wavelength[i] = carrier.Wavelength[feed];
            lanes.RinPerHertz[i] = carrier.RinPerHertz[feed];
        }

        _frame.CloseStep(step, attach, emitted);
    }
}
