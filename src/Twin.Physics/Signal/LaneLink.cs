using System.Runtime.Intrinsics;
using Twin.Physics.Electrical;
using Twin.Physics.Optical;

namespace Twin.Physics.Signal;

/// <summary>Carries a lane's signal along its segments and, at a retimer or end receiver, turns it into a margin.</summary>
/// <remarks>
/// <para>First-order model. A segment adds noise, roll-off, jitter or closure; the equaliser at the end of the chain undoes the whole roll-off. Noise that
/// enters behind a roll-off of L decibels is therefore raised by the equaliser's gain at L, while noise that came with the signal is not: a linear chain is
/// equalised once, at its far receiver, and the roll-off in front of each noise is what counts. The equaliser is known when a chain is compiled and handed to
/// every call of that chain.</para>
/// <para>Jitter: the error of a sample taken dt late is dt times the slope there, and the slope is that of all neighbouring pulses together: variance =
/// jitter^2 S (5/36 for PAM4, 1/4 for NRZ) of the outer amplitude squared, S the sum of the squared pulse slopes at the other symbols' instants. It has the form of
/// COM's jitter term (IEEE Std 802.3, 93A.1.6). S is taken as 1.29, a raised cosine with half excess bandwidth; the extremes are 3.29 (no excess)
/// and 0.22 (full excess).</para>
/// <para>Left out: reflections, finite taps, quantisation, peak power of transmit equalisation, noise colour within the feedback filter. A measured receiver with
/// 16.9 pA/sqrt(Hz) over 32 GHz needs -8.2 dBm at a symbol error ratio of 4.8e-4 (reference SIP-32) where thermal noise alone asks for -11.7 dBm: the 3.5 dB
/// between are such effects. Electrically, COM of the reference's board channels equalised by feed-forward taps is met within 3 dB either way, and
/// their receiver noise at the slicer within a factor of two. A component states them as penalty and bandwidth.</para>
/// <para>Nothing allocates. All results are finite for finite input: a closed eye has factor 0.001.</para>
/// </remarks>
public static class LaneLink
{
    /// <summary>Smallest eye factor reported; the error ratio is then that of a closed eye.</summary>
    public const double SmallestEyeFactor = 1e-3;

    /// <summary>Largest eye factor reported.</summary>
    public const double LargestEyeFactor = 1e4;

    // Sum over k != 0 of h'(k)^2, h'(k) = (-1)^k/k cos(pi b k)/(1 - (2 b k)^2), b = 0.5: 2 (0.61685 + 0.02778 + 0.00028 + 0.00002).
    private const double SlopeVariance = 1.28987;
    private const double SmallestAmplitude = 1e-15;                 // a dead laser leaves a finite, hopeless ratio
    private const double LargestLowLevel = 1e6;
    private const double NeperPerDecibel = 0.23025850929940456840;  // ln(10)/10
    private const double DecibelsPerNeper = 4.3429448190325182765;  // 10/ln(10)
    private const double Pam4SignalToNoiseDb = 6.9897000433601880479;   // 10 log10 5
    private const int Terms = 9;

    /// <summary>Relative noise variance of a transmitter from its SNR_TX.</summary>
    /// <param name="signalToNoiseDb">Ratio of half the outer amplitude to rms noise, as in COM (IEEE Std 802.3, 93A.1.6).</param>
    public static double TransmitterNoiseVariance(double signalToNoiseDb) => 0.25 * Math.Exp(-NeperPerDecibel * signalToNoiseDb);

    /// <summary>Starts a chain at a transmitter.</summary>
    /// <param name="outerAmplitudeV">Outer amplitude, V peak to peak.</param>
    /// <param name="noiseVariance">Noise variance over the square of the outer amplitude; see <see cref="TransmitterNoiseVariance"/>.</param>
    /// <param name="jitterUiRms">Jitter, rms, unit intervals.</param>
    /// <param name="levelMismatch">Level separation mismatch ratio, inside (0, 1].</param>
    /// <param name="bandwidthLossDb">Roll-off of the driver at Nyquist; see <see cref="LinearEqualizer.BandwidthLossDb"/>.</param>
    public static LaneSignal Transmit(
        double outerAmplitudeV, double noiseVariance, double jitterUiRms, double levelMismatch = 1.0, double bandwidthLossDb = 0.0) =>
        new()
        {
            OuterAmplitude = outerAmplitudeV,
            LowLevelRatio = -0.5,
            ConstantVariance = noiseVariance,
            TransmitterVariance = noiseVariance,
            JitterUiRms = jitterUiRms,
            LevelMismatch = levelMismatch,
            PenaltyFactor = 1.0,
            NyquistLossDb = bandwidthLossDb,
        };

    /// <summary>Adds an electrical channel: roll-off, then crosstalk at its far end.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="equalizer">Equaliser at the end of the chain.</param>
    /// <param name="nyquistLossDb">Loss at Nyquist over that at zero frequency.</param>
    /// <param name="crosstalkRms">Integrated crosstalk noise, rms, over the outer amplitude of the unequalised signal.</param>
    /// <param name="flatLossDb">Loss at all frequencies, dB of voltage.</param>
    public static void AddElectricalChannel(
        ref LaneSignal signal, LinearEqualizer equalizer, double nyquistLossDb, double crosstalkRms = 0.0, double flatLossDb = 0.0)
    {
        signal.NyquistLossDb += nyquistLossDb;
        if (flatLossDb != 0.0)
            signal.OuterAmplitude *= Math.Exp(-0.5 * NeperPerDecibel * flatLossDb);
        double variance = crosstalkRms * crosstalkRms;
        signal.CrosstalkVariance += variance;
        signal.ConstantVariance += variance * equalizer.NoiseGain(signal.NyquistLossDb);
    }

    /// <summary>Adds noise of a driver, repeater or supply where the signal now is.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="equalizer">Equaliser at the end of the chain.</param>
    /// <param name="noiseVariance">Noise variance over the square of the outer amplitude.</param>
    public static void AddTransmitterNoise(ref LaneSignal signal, LinearEqualizer equalizer, double noiseVariance)
    {
        signal.TransmitterVariance += noiseVariance;
        signal.ConstantVariance += noiseVariance * equalizer.NoiseGain(signal.NyquistLossDb);
    }

    /// <summary>Adds interference that the far equaliser's limited taps leave behind; counts as inter-symbol interference.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="residualRms">Rms of the residue over the outer amplitude. The reference's COM runs with 15 feed-forward taps leave 0.006 to 0.017.</param>
    public static void AddResidualInterference(ref LaneSignal signal, double residualRms) =>
        signal.ConstantVariance += residualRms * residualRms;

    /// <summary>Brings the signal to another amplitude, noise and all: a linear driver or gain-controlled amplifier.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="outerAmplitude">Outer amplitude afterwards, in the unit of what follows.</param>
    /// <param name="bandwidthLossDb">Roll-off of the amplifier at Nyquist.</param>
    /// <param name="levelMismatch">Level separation mismatch that it adds, inside (0, 1].</param>
    public static void Amplify(ref LaneSignal signal, double outerAmplitude, double bandwidthLossDb = 0.0, double levelMismatch = 1.0)
    {
        signal.OuterAmplitude = outerAmplitude;
        signal.NyquistLossDb += bandwidthLossDb;
        signal.LevelMismatch *= levelMismatch;
    }

    /// <summary>Adds jitter that is independent of what the signal has.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="jitterUiRms">Jitter, rms, unit intervals.</param>
    public static void AddJitter(ref LaneSignal signal, double jitterUiRms) =>
        signal.JitterUiRms = Math.Sqrt((signal.JitterUiRms * signal.JitterUiRms) + (jitterUiRms * jitterUiRms));

    /// <summary>Puts the signal on light.</summary>
    /// <param name="signal">In and out: the lane; its outer amplitude is in W afterwards.</param>
    /// <param name="equalizer">Equaliser at the end of the chain.</param>
    /// <param name="omaW">Outer modulation amplitude that the swing makes; see <see cref="MachZehnder"/> and <see cref="RingModulator"/>.</param>
    /// <param name="extinctionRatio">Ratio of the outermost levels, above 1, linear.</param>
    /// <param name="relativeIntensityNoisePerHz">RIN of the light, linear per hertz.</param>
    /// <param name="noiseBandwidthHz">Noise bandwidth of the far receiver.</param>
    /// <param name="bandwidthLossDb">Roll-off of the modulator at Nyquist.</param>
    /// <param name="levelMismatch">Level separation mismatch that the modulator's transfer adds.</param>
    public static void AddModulator(
        ref LaneSignal signal,
        LinearEqualizer equalizer,
        double omaW,
        double extinctionRatio,
        double relativeIntensityNoisePerHz,
        double noiseBandwidthHz,
        double bandwidthLossDb = 0.0,
        double levelMismatch = 1.0)
    {
        signal.OuterAmplitude = omaW;
        signal.LowLevelRatio = extinctionRatio > 1.0
            ? Math.Min(OpticalModulation.LowLevelRatio(extinctionRatio), LargestLowLevel)
            : LargestLowLevel;
        signal.NyquistLossDb += bandwidthLossDb;
        signal.LevelMismatch *= levelMismatch;
        double variance = relativeIntensityNoisePerHz * noiseBandwidthHz;
        signal.IntensityVariance += variance;
        signal.QuadraticVariance += variance * equalizer.NoiseGain(signal.NyquistLossDb);
    }

    /// <summary>Adds a fibre path.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="lossDb">Loss of fibre, connectors and filters, dB of optical power.</param>
    /// <param name="rollOffDb">Roll-off at Nyquist by dispersion; see <see cref="FibreDispersion.RollOffDb"/>.</param>
    /// <param name="penaltyDb">Further penalty, dB of modulation amplitude.</param>
    /// <param name="multiPathClosure">Share of an eye closed by multi-path interference, see <see cref="MultiPathInterference.EyeClosure"/>;
    /// that of the top eye is charged to all three.</param>
    public static void AddFibre(
        ref LaneSignal signal, double lossDb, double rollOffDb = 0.0, double penaltyDb = 0.0, double multiPathClosure = 0.0)
    {
        signal.OuterAmplitude *= Math.Exp(-NeperPerDecibel * lossDb);
        signal.NyquistLossDb += rollOffDb;
        if (penaltyDb != 0.0)
            signal.PenaltyFactor *= Math.Exp(-NeperPerDecibel * penaltyDb);
        signal.MultiPathClosure += multiPathClosure;
    }

    /// <summary>Detects the light (formula R2): shot noise of signal and dark current, and noise of the amplifier.</summary>
    /// <param name="signal">In and out: the lane; its outer amplitude is in A afterwards, or V with a transimpedance.</param>
    /// <param name="equalizer">Equaliser at the end of the chain.</param>
    /// <param name="responsivityAPerW">Responsivity.</param>
    /// <param name="inputNoiseA">Input-referred noise, rms A over the noise bandwidth.</param>
    /// <param name="darkCurrentA">Dark current.</param>
    /// <param name="noiseBandwidthHz">Noise bandwidth of the receiver.</param>
    /// <param name="bandwidthLossDb">Roll-off of photodiode and amplifier at Nyquist; taken in front of the noise, the unfavourable order.</param>
    /// <param name="transimpedanceOhm">Gain from A to the unit wanted afterwards.</param>
    public static void AddPhotoreceiver(
        ref LaneSignal signal,
        LinearEqualizer equalizer,
        double responsivityAPerW,
        double inputNoiseA,
        double darkCurrentA,
        double noiseBandwidthHz,
        double bandwidthLossDb = 0.0,
        double transimpedanceOhm = 1.0)
    {
        signal.NyquistLossDb += bandwidthLossDb;
        double gain = equalizer.NoiseGain(signal.NyquistLossDb);
        double outerA = Math.Max(responsivityAPerW * signal.OuterAmplitude, SmallestAmplitude);
        double shotPerA = 2.0 * PhysicalConstants.ElementaryChargeC * noiseBandwidthHz;
        double inverse = 1.0 / outerA;
        double constant = ((inputNoiseA * inputNoiseA) + (shotPerA * darkCurrentA)) * inverse * inverse;
        double linear = shotPerA * inverse;
        signal.ReceiverVariance += constant;
        signal.ShotVariance += linear;
        signal.ConstantVariance += constant * gain;
        signal.LinearVariance += linear * gain;
        signal.OuterAmplitude = outerA * transimpedanceOhm;
    }

    /// <summary>Adds the input of an electrical receiver.</summary>
    /// <param name="signal">In and out: the lane.</param>
    /// <param name="equalizer">Equaliser at the end of the chain.</param>
    /// <param name="inputNoiseV">Input-referred noise, rms V.</param>
    /// <param name="bandwidthLossDb">Roll-off of the front end at Nyquist; taken in front of the noise.</param>
    public static void AddElectricalReceiver(ref LaneSignal signal, LinearEqualizer equalizer, double inputNoiseV, double bandwidthLossDb = 0.0)
    {
        signal.NyquistLossDb += bandwidthLossDb;
        double relative = inputNoiseV / Math.Max(signal.OuterAmplitude, SmallestAmplitude);
        double variance = relative * relative;
        signal.ReceiverVariance += variance;
        signal.ConstantVariance += variance * equalizer.NoiseGain(signal.NyquistLossDb);
    }

    /// <summary>Ends the chain: eye factor, error ratio and margin of one lane.</summary>
    /// <param name="signal">The lane.</param>
    /// <param name="modulation">Line modulation.</param>
    /// <param name="target">Target of the margin.</param>
    /// <param name="reference">Decibels in which the margin is stated.</param>
    /// <remarks>Relative error of the bit error ratio below 1e-7, of the eye factor below 1e-4 where the eyes are unequal.</remarks>
    public static LaneMargin Terminate(in LaneSignal signal, Modulation modulation, in BitErrorTarget target, MarginReference reference)
    {
        double factor = modulation == Modulation.Pam4 ? TerminatePam4(signal, out double ratio) : TerminateNrz(signal, out ratio);
        double log = Math.Log(factor);
        double scale = reference == MarginReference.Optical ? DecibelsPerNeper : 2.0 * DecibelsPerNeper;
        double margin = scale * (log - Math.Log(target.EyeFactor(modulation)));
        double offset = modulation == Modulation.Pam4 ? Pam4SignalToNoiseDb : 0.0;
        return new LaneMargin(factor, ratio, (2.0 * DecibelsPerNeper * log) + offset, margin);
    }

    /// <summary>Ends the chains of many lanes.</summary>
    /// <param name="signals">The lanes.</param>
    /// <param name="modulation">Line modulation of all.</param>
    /// <param name="target">Target of the margins.</param>
    /// <param name="reference">Decibels in which margins are stated.</param>
    /// <param name="bitErrorRatios">Out: error ratio per lane.</param>
    /// <param name="marginsDb">Out: margin per lane.</param>
    /// <param name="signalToNoisesDb">Out: signal to noise ratio per lane, or empty.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Terminate(
        ReadOnlySpan<LaneSignal> signals,
        Modulation modulation,
        in BitErrorTarget target,
        MarginReference reference,
        Span<double> bitErrorRatios,
        Span<double> marginsDb,
        Span<double> signalToNoisesDb)
    {
        if (bitErrorRatios.Length != signals.Length || marginsDb.Length != signals.Length
            || (!signalToNoisesDb.IsEmpty && signalToNoisesDb.Length != signals.Length))
            throw new ArgumentException("One result per lane.", nameof(bitErrorRatios));

        double scale = reference == MarginReference.Optical ? DecibelsPerNeper : 2.0 * DecibelsPerNeper;
        double needed = Math.Log(target.EyeFactor(modulation));
        double offset = modulation == Modulation.Pam4 ? Pam4SignalToNoiseDb : 0.0;
        for (int i = 0; i < signals.Length; i++)
        {
            double factor = modulation == Modulation.Pam4
                ? TerminatePam4(in signals[i], out double ratio)
                : TerminateNrz(in signals[i], out ratio);
            double log = Math.Log(factor);
            bitErrorRatios[i] = ratio;
            marginsDb[i] = scale * (log - needed);
            if (!signalToNoisesDb.IsEmpty)
                signalToNoisesDb[i] = (2.0 * DecibelsPerNeper * log) + offset;
        }
    }

    /// <summary>Share of a term in what closes the eye, on one scale for noise and closure.</summary>
    /// <param name="signal">The lane.</param>
    /// <param name="modulation">Line modulation.</param>
    /// <param name="term">The term.</param>
    /// <returns>
    /// Inside [0, 1]: 1 - (x with the term)^2/(x without it)^2, taken in the top eye. For noise this is its part of the variance (those parts, jitter and
    /// equalisation add up to one); for a factor f on the eye it is 1 - f^2. In decibels the term costs -10 log10(1 - share) of voltage, half of that of light.
    /// </returns>
    public static double TermShare(in LaneSignal signal, Modulation modulation, LinkTerm term)
    {
        Span<double> shares = stackalloc double[Terms];
        TermShares(signal, modulation, shares);
        return shares[(int)term];
    }

    /// <summary>Shares of all terms, see <see cref="TermShare"/>.</summary>
    /// <param name="signal">The lane.</param>
    /// <param name="modulation">Line modulation.</param>
    /// <param name="shares">Out: nine, in the order of <see cref="LinkTerm"/>.</param>
    /// <exception cref="ArgumentException">Not nine.</exception>
    public static void TermShares(in LaneSignal signal, Modulation modulation, Span<double> shares)
    {
        if (shares.Length != Terms)
            throw new ArgumentException("One share per link term.", nameof(shares));
        double level = signal.LowLevelRatio + (modulation == Modulation.Pam4 ? 5.0 / 6.0 : 0.5);
        double jitter = JitterVariance(signal, modulation);
        double intensity = signal.IntensityVariance * level * level;
        double shot = signal.ShotVariance * level;
        double equalised = signal.ConstantVariance + (level * (signal.LinearVariance + (level * signal.QuadraticVariance)));
        double excess = equalised - signal.TransmitterVariance - signal.CrosstalkVariance - signal.ReceiverVariance - intensity - shot;
        double total = equalised + jitter;
        double inverse = total > 0.0 ? 1.0 / total : 0.0;
        double open = Math.Clamp(1.0 - signal.MultiPathClosure, 0.0, 1.0);

        shares[(int)LinkTerm.TransmitterNoise] = signal.TransmitterVariance * inverse;
        shares[(int)LinkTerm.Crosstalk] = signal.CrosstalkVariance * inverse;
        shares[(int)LinkTerm.RelativeIntensityNoise] = intensity * inverse;
        shares[(int)LinkTerm.ReceiverNoise] = signal.ReceiverVariance * inverse;
        shares[(int)LinkTerm.ShotNoise] = shot * inverse;
        shares[(int)LinkTerm.InterSymbolInterference] =
            1.0 - ((1.0 - (Math.Max(excess, 0.0) * inverse)) * Math.Min(signal.PenaltyFactor * signal.PenaltyFactor, 1.0));
        shares[(int)LinkTerm.Jitter] = jitter * inverse;
        shares[(int)LinkTerm.MultiPathInterference] = 1.0 - (open * open);
        shares[(int)LinkTerm.LevelMismatch] = 1.0 - Math.Min(signal.LevelMismatch * signal.LevelMismatch, 1.0);
    }

    /// <summary>The term with the largest share: without it the lane would gain most.</summary>
    /// <param name="signal">The lane.</param>
    /// <param name="modulation">Line modulation.</param>
    public static LinkTerm LimitingTerm(in LaneSignal signal, Modulation modulation)
    {
        Span<double> shares = stackalloc double[Terms];
        TermShares(signal, modulation, shares);
        int worst = 0;
        for (int i = 1; i < shares.Length; i++)
        {
            if (shares[i] > shares[worst])
                worst = i;
        }

        return (LinkTerm)worst;
    }

    private static double JitterVariance(in LaneSignal signal, Modulation modulation) =>
        signal.JitterUiRms * signal.JitterUiRms * SlopeVariance * (modulation == Modulation.Pam4 ? Pam4.LevelVariance : 0.25);

    private static double EyeOpening(in LaneSignal signal) =>
        signal.LevelMismatch * signal.PenaltyFactor * Math.Max(1.0 - signal.MultiPathClosure, 0.0);

    private static double TerminateNrz(in LaneSignal signal, out double bitErrorRatio)
    {
        double constant = signal.ConstantVariance + JitterVariance(signal, Modulation.Nrz);
        double low = signal.LowLevelRatio, high = low + 1.0;
        double sum = Math.Sqrt(constant + (low * (signal.LinearVariance + (low * signal.QuadraticVariance))))
            + Math.Sqrt(constant + (high * (signal.LinearVariance + (high * signal.QuadraticVariance))));
        double factor = Math.Clamp(EyeOpening(signal) / sum, SmallestEyeFactor, LargestEyeFactor);
        bitErrorRatio = GaussianTail.FastQ(factor);
        return factor;
    }

    // Four levels, hence three eyes, are one vector.
    private static double TerminatePam4(in LaneSignal signal, out double bitErrorRatio)
    {
        double constant = signal.ConstantVariance + JitterVariance(signal, Modulation.Pam4);
        double third = EyeOpening(signal) * (1.0 / 3.0);
        if (signal.LinearVariance == 0.0 && signal.QuadraticVariance == 0.0)
        {
            double equal = Math.Clamp(0.5 * third / Math.Sqrt(constant), SmallestEyeFactor, LargestEyeFactor);
            bitErrorRatio = 0.75 * GaussianTail.FastQ(equal);
            return equal;
        }

        Vector256<double> level = Vector256.Create(0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0) + Vector256.Create(signal.LowLevelRatio);
        Vector256<double> variance = Vector256.Create(constant)
            + (level * (Vector256.Create(signal.LinearVariance) + (level * Vector256.Create(signal.QuadraticVariance))));
        Vector256<double> sigma = Vector256.Sqrt(variance);
        Vector256<double> next = Vector256.Shuffle(sigma, Vector256.Create(1L, 2L, 3L, 3L));
        Vector256<double> x = Vector256.Create(third) / (sigma + next);
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(SmallestEyeFactor)), Vector256.Create(LargestEyeFactor));
        x = x.WithElement(3, LargestEyeFactor);                 // no fourth eye

        // Tails relative to the worst eye's: no underflow however good the lane is.
        double worst = Math.Min(Math.Min(x.GetElement(0), x.GetElement(1)), x.GetElement(2));
        Vector256<double> exponent = Vector256.Create(-0.5) * ((x * x) - Vector256.Create(worst * worst));
        Vector256<double> scaled = GaussianTail.FastScaledTail(x);
        Vector256<double> tails = scaled * Vector256.Exp(Vector256.Max(exponent, Vector256.Create(-700.0)));
        double sum = tails.GetElement(0) + tails.GetElement(1) + tails.GetElement(2);
        double largest = Math.Max(Math.Max(scaled.GetElement(0), scaled.GetElement(1)), scaled.GetElement(2));
        double rest = -0.5 * worst * worst;
        bitErrorRatio = rest < -708.0 ? 0.0 : 0.25 * sum * Math.Exp(rest);

        // Factor of equal eyes: ln Q(x + d) = ln Q(x) + ln(sum/(3 M)), solved to second order in d with ln Q' = -h, ln Q'' = -h (h - x).
        double y = -Math.Log(Math.Min(sum / (3.0 * largest), 1.0));
        double hazard = GaussianTail.Hazard(largest);
        double step = 2.0 * y / (hazard * (1.0 + Math.Sqrt(1.0 + (2.0 * Math.Max(hazard - worst, 0.0) * y / hazard))));
        return Math.Min(worst + step, LargestEyeFactor);
    }
}
