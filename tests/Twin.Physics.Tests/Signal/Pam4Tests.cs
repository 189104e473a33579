using Twin.Physics.Signal;

namespace Twin.Physics.Tests.Signal;

public class Pam4Tests
{
    // Oracles are printed with seven to nine digits.
    private const double OracleTolerance = 1e-6;
    private const double OracleBitErrorTolerance = 1e-5;

    [Theory]
    [InlineData("Q-0.00024")]
    [InlineData("Q-0.000292")]
    [InlineData("Q-1e-06")]
    [InlineData("Q-0.0048")]
    [InlineData("Q-1e-12")]
    public void EyeFactor_OfBitErrorRatio_MatchesOracle(string id)
    {
        double ratio = ReferenceFile.Input(id, "BER");
        ReferenceFile.Relative(ReferenceFile.Expected(id, "x"), Pam4.EyeFactor(ratio), OracleTolerance);
        ReferenceFile.Relative(ratio, Pam4.BitErrorRatio(new BitErrorTarget(ratio).Pam4EyeFactor), 1e-12);
    }

    [Fact]
    public void NrzEyeFactor_OfBitErrorRatio_MatchesOracle() =>
        ReferenceFile.Relative(ReferenceFile.Expected("Q-NRZ", "x"), new BitErrorTarget(2.4e-4).NrzEyeFactor, OracleTolerance);

    [Fact]
    public void BitErrorRatio_OverSignalToNoise_MatchesClosedForm()
    {
        foreach (Dictionary<string, string> row in ReferenceFile.Csv("electrical/pam4_ber_vs_snr.csv"))
        {
            double snr = Math.Pow(10.0, ReferenceFile.Parse(row["snr_db"]) / 10.0);
            double x = Pam4.EyeFactorFromSignalToNoise(snr);
            ReferenceFile.Relative(ReferenceFile.Parse(row["pam4_ber_gray"]), Pam4.BitErrorRatio(x), 1e-9);
            ReferenceFile.Relative(ReferenceFile.Parse(row["nrz_ber"]), GaussianTail.Q(Math.Sqrt(snr)), 1e-9);
            ReferenceFile.Relative(snr, Pam4.SignalToNoise(x), 1e-14);
        }
    }

    [Fact]
    public void Com_GaussianNoise_MatchesClosedForm()
    {
        foreach (Dictionary<string, string> row in ReferenceFile.Csv("electrical/com_gaussian.csv"))
        {
            double x = GaussianTail.InverseQ(ReferenceFile.Parse(row["DER_0"]));
            ReferenceFile.Relative(ReferenceFile.Parse(row["Qinv"]), x, OracleTolerance);
            for (int com = 0; com <= 6; com++)
                ReferenceFile.Relative(ReferenceFile.Parse(row[$"error_prob_at_COM_{com}dB"]), GaussianTail.Q(x * Math.Pow(10.0, com / 20.0)), 2e-6);
        }
    }

    public static TheoryData<string> ReceiverCases => [.. ReferenceFile.OpticalIds("RX-4").Concat(ReferenceFile.OpticalIds("RX-5"))];

    [Theory]
    [MemberData(nameof(ReceiverCases))]
    public void UnequalLevelNoise_OfReceiver_MatchesOracle(string id)
    {
        double oma = 1e-3 * Math.Pow(10.0, ReferenceFile.Input(id, "OMA_dBm") / 10.0) * ReferenceFile.Input(id, "R");
        double ratio = Math.Pow(10.0, ReferenceFile.Input(id, "ER_dB") / 10.0);
        double bandwidth = 1e9 * ReferenceFile.Input(id, "B_GHz");
        double noise = 1e-12 * ReferenceFile.Input(id, "TIA_pA") * Math.Sqrt(bandwidth);
        Span<double> levels = stackalloc double[4];
        Span<double> deviations = stackalloc double[4];
        Span<double> eyes = stackalloc double[3];
        Physics.Optical.OpticalModulation.Levels(oma, ratio, levels);
        for (int k = 0; k < 4; k++)
        {
            deviations[k] = Math.Sqrt(Pam4.LevelNoiseVariance(
                levels[k], noise, 1e-9 * ReferenceFile.Input(id, "Idark_nA"), bandwidth, Math.Pow(10.0, ReferenceFile.Input(id, "RIN") / 10.0)));
        }

        Pam4.EyeFactors(levels, deviations, eyes);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "BER"), Pam4.BitErrorRatio(eyes[0], eyes[1], eyes[2]), OracleBitErrorTolerance);
        if (id.StartsWith("RX-4", StringComparison.Ordinal))
        {
            double[] expected = ReferenceFile.ExpectedArray(id, "Qeye");
            for (int k = 0; k < 3; k++)
                ReferenceFile.Relative(expected[k], eyes[k], OracleTolerance);
        }
    }
}
