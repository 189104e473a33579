namespace Twin.Physics.Electrical;

/// <summary>Noise that an ideal equaliser adds by undoing a channel's roll-off, as a table over the loss at Nyquist.</summary>
/// <remarks>
/// <para>First-order model for a live link. Amplitude loss in decibels rises from 0 to L at the Nyquist frequency as
/// L (w sqrt(u) + (1 - w) u), u = f/fN; white noise enters behind it; symbols use the band up to Nyquist without excess, so the folded spectrum is
/// |H(u)|^2 itself. With S the signal to noise ratio of the flat channel and &lt;.&gt; the mean over u, the ratio at the slicer is</para>
/// <para>zero forcing, linear: S/&lt;1/|H|^2&gt;; least error, linear: 1/&lt;1/(1 + S|H|^2)&gt; - 1;
/// zero forcing, feedback: S exp&lt;ln |H|^2&gt;; least error, feedback: exp&lt;ln(1 + S|H|^2)&gt; - 1 (Salz, Bell Syst. Tech. J. 52
/// (1973) 1341; Lee and Messerschmitt, Digital Communication, ch. 8). The noise gain is S over that. For the least-error kinds S is the one
/// with which the design ratio is just reached at the slicer, so the gain is right where the margin is zero.</para>
/// <para>Taps are unlimited, reflections and quantisation absent: a bound that real receivers miss by some decibels. A search over real taps on the
/// real channel (COM, IEEE Std 802.3 Annex 93A and 178A) is what replaces it.</para>
/// <para>Construction allocates two tables and takes about ten milliseconds; evaluation allocates nothing, is monotonic, and is safe from any thread.</para>
/// </remarks>
public sealed class LinearEqualizer
{
    /// <summary>Largest tabulated loss; beyond, the gain in decibels goes on along its last slope.</summary>
    public const double LargestLossDb = 45.0;

    private const double GridDb = 0.05;
    private const int Points = 901;
    private const int Panels = 48;             // three Gauss points each, in sqrt(u): below 1e-8 relative at 45 dB
    private const double GaussNode = 0.77459666924148337704;          // sqrt(3/5)
    private const double NeperPerDecibel = 0.23025850929940456840;   // ln(10)/10

    private readonly double[] _gainDb = new double[Points];
    private readonly double[] _gain = new double[Points];

    /// <summary>Builds the table.</summary>
    /// <param name="kind">Receiver structure.</param>
    /// <param name="rootShare">Share w of the loss at Nyquist that rises as sqrt(f), inside [0, 1]; see <see cref="TransmissionLine.RootShare"/>.</param>
    /// <param name="designSignalToNoiseDb">Ratio at the slicer for which the least-error kinds are designed; 17.66 dB is PAM4 at 2.4e-4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public LinearEqualizer(EqualizerKind kind, double rootShare = 0.6, double designSignalToNoiseDb = 17.66)
    {
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a known equaliser.");
        if (!(rootShare >= 0.0 && rootShare <= 1.0))
            throw new ArgumentOutOfRangeException(nameof(rootShare), rootShare, "The share lies inside [0, 1].");
        if (!(designSignalToNoiseDb >= 0.0 && designSignalToNoiseDb <= 60.0))
            throw new ArgumentOutOfRangeException(nameof(designSignalToNoiseDb), designSignalToNoiseDb, "The design ratio lies inside 0 to 60 dB.");

        Kind = kind;
        RootShare = rootShare;
        double design = Math.Exp(NeperPerDecibel * designSignalToNoiseDb);
        for (int i = 0; i < Points; i++)
        {
            // The exact gain is above the last one; rounding in the search must not break the order.
            double exact = Math.Log(ExactNoiseGain(kind, rootShare, i * GridDb, design)) / NeperPerDecibel;
            _gainDb[i] = i == 0 ? 0.0 : Math.Max(exact, _gainDb[i - 1]);
            _gain[i] = Math.Exp(NeperPerDecibel * _gainDb[i]);
        }
    }

    /// <summary>Receiver structure.</summary>
    public EqualizerKind Kind { get; }

    /// <summary>Share of the loss that rises as sqrt(f).</summary>
    public double RootShare { get; }

    /// <summary>Noise gain in decibels: how far the slicer's signal to noise ratio is below that of the flat channel.</summary>
    /// <param name="lossDb">Loss at Nyquist; below zero counts as zero.</param>
    /// <returns>Zero at no loss, never falling; error of the interpolation below 2e-4 dB.</returns>
    public double NoiseGainDb(double lossDb)
    {
        double position = Math.Max(lossDb, 0.0) * (1.0 / GridDb);
        int index = (int)Math.Min(position, Points - 2);
        double low = _gainDb[index];
        return low + ((position - index) * (_gainDb[index + 1] - low));
    }

    /// <summary>Noise gain as a ratio of variances.</summary>
    /// <param name="lossDb">Loss at Nyquist; below zero counts as zero.</param>
    /// <returns>One at no loss, never falling; relative error of the interpolation below 5e-5.</returns>
    public double NoiseGain(double lossDb)
    {
        if (lossDb >= LargestLossDb)
            return Math.Exp(NeperPerDecibel * NoiseGainDb(lossDb));
        double position = Math.Max(lossDb, 0.0) * (1.0 / GridDb);
        int index = (int)Math.Min(position, Points - 2);
        double low = _gain[index];
        return low + ((position - index) * (_gain[index + 1] - low));
    }

    /// <summary>Noise gains of many lanes in decibels.</summary>
    /// <param name="lossesDb">Loss at Nyquist per lane.</param>
    /// <param name="gainsDb">Out: same length; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void NoiseGainDb(ReadOnlySpan<double> lossesDb, Span<double> gainsDb)
    {
        if (lossesDb.Length != gainsDb.Length)
            throw new ArgumentException("One gain per loss.", nameof(gainsDb));
        for (int i = 0; i < lossesDb.Length; i++)
            gainsDb[i] = NoiseGainDb(lossesDb[i]);
    }

    /// <summary>Nyquist loss that stands for a first-order bandwidth limit, 10 log10(1 + (fN/B)^2).</summary>
    /// <param name="nyquistHz">Nyquist frequency, half the baud.</param>
    /// <param name="bandwidthHz">3 dB bandwidth of the driver, modulator or receiver; infinity gives zero.</param>
    public static double BandwidthLossDb(double nyquistHz, double bandwidthHz)
    {
        double ratio = nyquistHz / bandwidthHz;
        return 10.0 * Math.Log10(1.0 + (ratio * ratio));
    }

    /// <summary>Noise gain by quadrature, without the table; for checks and compile time.</summary>
    /// <param name="kind">Receiver structure.</param>
    /// <param name="rootShare">Share of the loss that rises as sqrt(f).</param>
    /// <param name="lossDb">Loss at Nyquist, at or above zero.</param>
    /// <param name="designSignalToNoise">Ratio at the slicer for which the least-error kinds are designed, linear.</param>
    public static double ExactNoiseGain(EqualizerKind kind, double rootShare, double lossDb, double designSignalToNoise)
    {
        switch (kind)
        {
            case EqualizerKind.ZeroForcingLinear:
                return Mean(kind, rootShare, lossDb, 0.0);
            case EqualizerKind.ZeroForcingDecisionFeedback:
                return Math.Exp(NeperPerDecibel * lossDb * ((rootShare * 2.0 / 3.0) + ((1.0 - rootShare) * 0.5)));
            default:
                // The slicer's ratio rises with S: false position (Illinois) in ln S between no gain and the zero-forcing gain.
                EqualizerKind zeroForcing = kind == EqualizerKind.MinimumErrorLinear
                    ? EqualizerKind.ZeroForcingLinear
                    : EqualizerKind.ZeroForcingDecisionFeedback;
                double low = 0.0, high = Math.Log(ExactNoiseGain(zeroForcing, rootShare, lossDb, designSignalToNoise));
                double atLow = Excess(kind, rootShare, lossDb, designSignalToNoise, low);
                double atHigh = Excess(kind, rootShare, lossDb, designSignalToNoise, high);
                int side = 0;
                for (int i = 0; i < 60 && high - low > 1e-13 && atLow < 0.0 && atHigh > 0.0; i++)
                {
                    double middle = low - (atLow * (high - low) / (atHigh - atLow));
                    double at = Excess(kind, rootShare, lossDb, designSignalToNoise, middle);
                    if (Math.Abs(at) < 1e-13)
                        return Math.Exp(middle);
                    if (at < 0.0)
                    {
                        low = middle;
                        atLow = at;
                        atHigh *= side == -1 ? 0.5 : 1.0;
                        side = -1;
                    }
                    else
                    {
                        high = middle;
                        atHigh = at;
                        atLow *= side == 1 ? 0.5 : 1.0;
                        side = 1;
                    }
                }

                return Math.Exp(atLow >= 0.0 ? low : high);
        }
    }

    // Logarithm of the slicer's ratio over the designed one, with a flat-channel ratio of the design times exp(logGain).
    private static double Excess(EqualizerKind kind, double rootShare, double lossDb, double design, double logGain)
    {
        double mean = Mean(kind, rootShare, lossDb, design * Math.Exp(logGain));
        double reached = (kind == EqualizerKind.MinimumErrorLinear ? 1.0 / mean : Math.Exp(mean)) - 1.0;
        return Math.Log(reached / design);
    }

    // Mean over u in [0, 1] by Gauss's three-point rule on panels of v = sqrt(u), du = 2 v dv, where the integrand is smooth.
    private static double Mean(EqualizerKind kind, double rootShare, double lossDb, double signalToNoise)
    {
        double sum = 0.0;
        for (int i = 0; i < Panels; i++)
        {
            for (int node = -1; node <= 1; node++)
            {
                double v = (i + 0.5 + (0.5 * node * GaussNode)) / Panels;
                double loss = NeperPerDecibel * lossDb * v * (rootShare + ((1.0 - rootShare) * v));
                double value = kind switch
                {
                    EqualizerKind.ZeroForcingLinear => Math.Exp(loss),
                    EqualizerKind.MinimumErrorLinear => 1.0 / (1.0 + (signalToNoise * Math.Exp(-loss))),
                    _ => Math.Log(1.0 + (signalToNoise * Math.Exp(-loss))),
                };
                sum += (node == 0 ? 8.0 : 5.0) * v * value;
            }
        }

        return sum / (9.0 * Panels);
    }
}
