using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>The lasers of a module on one carrier: each lane's bias follows its power control, all share one junction temperature.</summary>
/// <remarks>
/// <para>
/// Formulas L1 <c>Ith = Ith0 exp((Tj - Tref)/T0)</c>, L2 <c>eta = eta0 exp(-(Tj - Tref)/T1)</c>, L3 <c>P = eta (I - Ith)</c>, L4
/// <c>V = V0 + Rs I</c>, L5 <c>Tj = Tc + Rth (V I - P)</c>, L6 <c>lambda = lambda0 + k (Tj - Tref)</c> (Coldren, Corzine, Mashanovitch, Diode Lasers and
/// Photonic Integrated Circuits, ch. 2). Tj is one for the bank, from the mean heat of its lit lasers: two turns of the fixed point, whose contraction is
/// under 2 % in each turn, leave less than 0.01 K.
/// </para>
/// <para>
/// Power control holds the power of each chip on its back-facet diode, so that the launch differs by the lane's transmittance and not by its
/// threshold or slope. It settles within microseconds and is taken as settled.
/// </para>
/// </remarks>
internal sealed class LaserBank
{
    private const int Turns = 2;

    private readonly LaserParameters _data;
    private readonly LaneParameter<Current> _threshold;
    private readonly LaneParameter<SlopeEfficiency> _slope;
    private readonly LaneParameter<Ratio> _transmittance;
    private readonly IReadOnlyList<Fault> _faults;
    private readonly LaneSignal<Current> _bias;
    private readonly Signal<Current> _highestBias;
    private readonly Signal<Temperature> _junction;
    private readonly Wavelength[] _wavelengths;
    private readonly double _chipPowerW;
    private readonly double _omaRatio;
    private readonly double _rin;

    /// <summary>Declares lane parameters, faults and signals.</summary>
    /// <param name="builder">The component's builder.</param>
    /// <param name="data">Figures.</param>
    /// <param name="lanes">Number of lanes.</param>
    internal LaserBank(IComponentBuilder builder, LaserParameters data, int lanes)
    {
        _data = data;

        // Shares of the nominal value, engineering defaults: wafers differ little, bars and coupling more.
        _threshold = builder.LaneParameter("threshold-current", data.Threshold, lanes, new Variation(0.03, 0.02, 0.04));
        _slope = builder.LaneParameter("slope-efficiency", data.Slope, lanes, new Variation(0.02, 0.01, 0.03));
        double transmittance = (-data.TransmitLoss).PowerRatio;
        _transmittance = builder.LaneParameter("transmittance", Ratio.FromFraction(transmittance), lanes, new Variation(0.02, 0.02, 0.06));
        _faults = builder.Faults("laser", lanes, "Share of the slope that is lost; 1 is an open laser: no current, no light.");

        _bias = builder.Signals<Current>(
            "bias-current", "lane", lanes, SignalKind.Sensor,
            new SignalOptions("Bias of the laser.", 0, data.MaximumBias.Amperes, "chassis.lane.optical.bias_current", "lane"));
        _highestBias = builder.Signal<Current>(
            "highest-bias", SignalKind.Sensor, new SignalOptions("Highest bias of all lasers.", 0, data.MaximumBias.Amperes));
        _junction = builder.Signal<Temperature>("junction-temperature", SignalKind.Truth, new SignalOptions("Junction temperature of the lasers."));
        builder.Alarm("bias-high", _highestBias, new AlarmOptions(
            double.NegativeInfinity, 0.9 * data.MaximumBias.Amperes, 0.05 * data.MaximumBias.Amperes, AlarmSeverity.Warning,
            "A laser nears its largest bias: it is too hot or worn. Cool the module, plan its replacement."));

        _wavelengths = [.. Enumerable.Range(0, lanes).Select(lane => data.Wavelengths[lane % data.Wavelengths.Count])];
        _chipPowerW = data.Launch.Watts / transmittance;

        // M1: OMA = 2 Pavg (r - 1) / (r + 1).
        double r = data.ExtinctionRatio.PowerRatio;
        _omaRatio = 2 * (r - 1) / (r + 1);
        _rin = data.IntensityNoise.PerHertz;
    }

    /// <summary>Lights the lasers.</summary>
    /// <param name="step">The component's window on the state.</param>
    /// <param name="carrier">Temperature under the lasers.</param>
    /// <param name="isOn">Whether the lasers are switched on.</param>
    /// <param name="line">The optical transmitters.</param>
    /// <returns>Electrical power of the chips and light that leaves the module.</returns>
    internal (Power Electrical, Power Launched) Light(in StepContext step, Temperature carrier, bool isOn, OpticalTransmitter line)
    {
        ReadOnlySpan<double> up = step.Up(line);
        Span<Current> bias = step.Values(_bias);
        OpticalTransmitterView lanes = step.Lanes(line);
        if (!isOn)
        {
            bias.Clear();
            lanes.Power.Clear();
            lanes.Oma.Clear();
            step.Set(_highestBias, Current.Zero);
            step.Set(_junction, carrier);
            return default;
        }

        ReadOnlySpan<Current> threshold = step.Get(_threshold);
        ReadOnlySpan<SlopeEfficiency> slope = step.Get(_slope);
        double rise = Rise(step, carrier);
        double above = (carrier - _data.Reference).Kelvin + rise;
        double thresholdFactor = Math.Exp(above / _data.ThresholdTemperature.Kelvin);
        double slopeFactor = Math.Exp(-above / _data.SlopeTemperature.Kelvin);
        Wavelength drift = _data.Drift * TemperatureDifference.FromSi(above);

        ReadOnlySpan<Ratio> transmittance = step.Get(_transmittance);
        (double electrical, double launched, double highest) = (0, 0, 0);
        for (int lane = 0; lane < bias.Length; lane++)
        {
            double health = up[lane] * (1 - step[_faults[lane]]);
            double eta = slope[lane].WattsPerAmpere * slopeFactor * health;
            double ith = threshold[lane].Amperes * thresholdFactor;
            double current = health > 0 ? Math.Min(_data.MaximumBias.Amperes, ith + (_chipPowerW / eta)) : 0;
            double power = eta * Math.Max(0, current - ith) * transmittance[lane];

            bias[lane] = Current.FromSi(current);
            lanes.Power[lane] = Power.FromSi(power);
            lanes.Oma[lane] = Power.FromSi(power * _omaRatio);
            lanes.Wavelength[lane] = _wavelengths[lane] + drift;
            lanes.RinPerHertz[lane] = _rin;
            electrical += current * (_data.Forward.Volts + (_data.Series.Ohms * current));
            launched += power;
            highest = Math.Max(highest, current);
        }

        step.Set(_highestBias, Current.FromSi(highest));
        step.Set(_junction, carrier + TemperatureDifference.FromSi(rise));
        return (Power.FromSi(electrical), Power.FromSi(launched));
    }

    // L5 for a laser of nominal threshold and slope at the controlled power.
    private double Rise(in StepContext step, Temperature carrier)
    {
        double rise = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            double above = (carrier - _data.Reference).Kelvin + rise;
            double ith = _data.Threshold.Amperes * Math.Exp(above / _data.ThresholdTemperature.Kelvin);
            double eta = _data.Slope.WattsPerAmpere * Math.Exp(-above / _data.SlopeTemperature.Kelvin);
            double current = Math.Min(_data.MaximumBias.Amperes, ith + (_chipPowerW / eta));
            double chip = eta * Math.Max(0, current - ith);
            double heat = (current * (_data.Forward.Volts + (_data.Series.Ohms * current))) - chip;
            rise = _data.JunctionResistance.KelvinPerWatt * heat;
        }

        return rise;
    }
}
