using Twin.Physics.Optical;
using Twin.Physics.Tests.Signal;

namespace Twin.Physics.Tests.Optical;

public class OpticalKernelTests
{
    // Oracles are printed with nine digits and hold to 1e-6 by their own statement.
    private const double OracleTolerance = 1e-6;

    public static TheoryData<string> ModulationCases => ["OMA-1", "OMA-2", "OMA-3", "OMA-4", "OMA-5"];

    [Theory]
    [MemberData(nameof(ModulationCases))]
    public void OpticalModulation_BothWays_MatchesOracle(string id)
    {
        double average = FromDbm(ReferenceFile.Input(id, "Pavg_dBm"));
        double ratio = Math.Pow(10.0, ReferenceFile.Input(id, "ER_dB") / 10.0);
        double oma = OpticalModulation.OmaW(average, ratio);
        ReferenceFile.Relative(1e-3 * ReferenceFile.Expected(id, "OMA_mW"), oma, OracleTolerance);
        ReferenceFile.Relative(1e-3 * ReferenceFile.Expected(id, "P3_mW"), OpticalModulation.HighLevelW(oma, ratio), OracleTolerance);
        ReferenceFile.Relative(1e-3 * ReferenceFile.Expected(id, "P0_mW"), OpticalModulation.LowLevelW(oma, ratio), OracleTolerance);
        ReferenceFile.Relative(average, OpticalModulation.AveragePowerW(oma, ratio), 1e-14);
        ReferenceFile.Relative(ratio, OpticalModulation.ExtinctionRatio(average, oma), 1e-13);
    }

    [Fact]
    public void OpticalModulation_DarkLowLevel_IsTwiceTheAverage()
    {
        Assert.Equal(2e-3, OpticalModulation.OmaW(1e-3, double.PositiveInfinity), 1e-18);
        Assert.Equal(double.PositiveInfinity, OpticalModulation.ExtinctionRatio(1e-3, 2e-3));
    }

    public static TheoryData<string> CouplingCases => [.. ReferenceFile.OpticalIds("CPL-").Where(id => !id.Contains("tilt", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(CouplingCases))]
    public void FibreCoupling_Lateral_MatchesOracle(string id)
    {
        double w1 = 0.5e-6 * ReferenceFile.Input(id, "MFD1_um"), w2 = 0.5e-6 * ReferenceFile.Input(id, "MFD2_um");
        double aligned = FibreCoupling.LossDb(FibreCoupling.Lateral(w1, w2, 0.0));
        Assert.Equal(ReferenceFile.Expected(id, "mismatch_dB"), aligned, OracleTolerance * 20.0);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "extra_dB_at_1um"), FibreCoupling.LossDb(FibreCoupling.Lateral(w1, w2, 1e-6)) - aligned, OracleTolerance);
        double offset = 1e-6 * ReferenceFile.Expected(id, "offset_1dB_um");
        ReferenceFile.Relative(1.0, FibreCoupling.LossDb(FibreCoupling.Lateral(w1, w2, offset)) - aligned, OracleTolerance);
    }

    [Theory]
    [InlineData("CPL-tilt-9.2")]
    [InlineData("CPL-tilt-4.0")]
    [InlineData("CPL-tilt-2.0")]
    public void FibreCoupling_TiltAndGap_MatchOracle(string id)
    {
        const double wavelength = 1310e-9;
        double w = 0.5e-6 * ReferenceFile.Input(id, "MFD_um");
        double tilt = ReferenceFile.Expected(id, "tilt_1dB_deg") * Math.PI / 180.0;
        ReferenceFile.Relative(1.0, FibreCoupling.LossDb(FibreCoupling.Tilt(w, tilt, wavelength)), OracleTolerance);
        ReferenceFile.Relative(1e-6 * ReferenceFile.Expected(id, "zR_um"), FibreCoupling.RayleighRangeM(w, wavelength), OracleTolerance);
        ReferenceFile.Relative(1.0, FibreCoupling.LossDb(FibreCoupling.Gap(w, 1e-6 * ReferenceFile.Expected(id, "gap_1dB_um"), wavelength)), OracleTolerance);
    }

    public static TheoryData<string> RingCases => [.. ReferenceFile.OpticalIds("RING-1")];

    [Theory]
    [MemberData(nameof(RingCases))]
    public void RingModulator_Resonance_MatchesOracle(string id)
    {
        const double wavelength = 1310e-9;
        double q = ReferenceFile.Input(id, "Q"), width = wavelength / q;
        ReferenceFile.Relative(1e-12 * ReferenceFile.Expected(id, "FWHM_pm"), width, OracleTolerance);
        ReferenceFile.Relative(1e9 * ReferenceFile.Expected(id, "photon_bw_GHz"), RingModulator.PhotonLifetimeBandwidthHz(wavelength, q), OracleTolerance);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "tail_at_2p3nm_dB"), 10.0 * Math.Log10(RingModulator.Tail(2.3e-9, width)), OracleTolerance);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "loss_of_resonance_at_100pm_dB"), -10.0 * Math.Log10(1.0 - RingModulator.Transmission(0.1e-9, width, 0.0)), OracleTolerance);
    }

    [Theory]
    [InlineData("RING-2-r5")]
    [InlineData("RING-2-r7.5")]
    [InlineData("RING-2-r10")]
    public void RingModulator_FreeSpectralRange_MatchesOracle(string id) =>
        ReferenceFile.Relative(
            1e-9 * ReferenceFile.Expected(id, "FSR_nm"),
            RingModulator.FreeSpectralRangeM(1310e-9, 4.2, 1e-6 * ReferenceFile.Input(id, "radius_um")),
            OracleTolerance);

    [Fact]
    public void RingModulator_TemperatureShift_MatchesOracle() =>
        ReferenceFile.Relative(
            1e-9 * ReferenceFile.Expected("RING-3", "shift_nm"),
            RingModulator.ResonanceM(Ring, 27.0, 0.0) - RingModulator.ResonanceM(Ring, 25.0, 0.0),
            OracleTolerance);

    [Fact]
    public void RingModulator_Lock_HoldsInsideHeaterRangeAndStepsWhenTooHot()
    {
        double target = Ring.WavelengthM + 2e-9;
        Assert.True(RingModulator.TryLock(Ring, target, 40.0, out double power, out int order));
        Assert.Equal(0, order);
        ReferenceFile.Relative(target, RingModulator.ResonanceM(Ring, 40.0, power), 1e-12);
        Assert.True(RingModulator.TryLock(Ring, target, 60.0, out power, out order));       // 2.45 nm of drift: beyond the target
        Assert.Equal(1, order);
        double range = RingModulator.FreeSpectralRangeM(Ring.WavelengthM, Ring.GroupIndex, Ring.RadiusM);
        ReferenceFile.Relative(target + range, RingModulator.ResonanceM(Ring, 60.0, power), 1e-12);
        RingModulatorParameters weak = Ring with { MaximumHeaterPowerW = 1e-3 };
        Assert.False(RingModulator.TryLock(weak, target, 40.0, out power, out _));
        Assert.Equal(1e-3, power);
    }

    [Fact]
    public void RingModulator_Modulate_LosesAmplitudeOffItsSlope()
    {
        double slope = Ring.LinewidthM / (2.0 * Math.Sqrt(3.0));        // steepest point of a Lorentzian
        RingModulator.Modulate(1e-3, Ring, slope, 2.0, out double best, out double ratio);
        RingModulator.Modulate(1e-3, Ring, slope + 0.5e-9, 2.0, out double off, out _);
        Assert.True(best > 3.0 * off && off > 0.0 && ratio > 1.0);
    }

    [Fact]
    public void MachZehnder_Quadrature_FollowsItsSine()
    {
        MachZehnder.Modulate(2e-3, 3.0, 6.0, 0.0, out double oma, out double ratio);
        ReferenceFile.Relative(2e-3 * Math.Sin(Math.PI / 4.0), oma, 1e-12);
        ReferenceFile.Relative((1.0 + Math.Sin(Math.PI / 4.0)) / (1.0 - Math.Sin(Math.PI / 4.0)), ratio, 1e-12);
        MachZehnder.Modulate(2e-3, 9.0, 6.0, 0.0, out double full, out _);
        ReferenceFile.Relative(2e-3, full, 1e-12);
        Assert.Equal(2.0, MachZehnder.HalfWaveVoltageV(0.02, 0.01));
        Assert.Equal(1.0, MachZehnder.LevelMismatch(1e-6, 6.0), 1e-9);
        Assert.Equal(0.75, MachZehnder.LevelMismatch(6.0, 6.0), 1e-12);      // (1 - sin 30 deg) * 1.5
    }

    public static TheoryData<string, double, double, double> DispersionCases => new()
    {
        { "CD-FR4_2km", 1264.5e-9, 1337.5e-9, 2000.0 },
        { "CD-LR4_10km", 1264.5e-9, 1337.5e-9, 10000.0 },
        { "CD-LR4_6km", 1264.5e-9, 1337.5e-9, 6000.0 },
        { "CD-DR_0.5km", 1304.5e-9, 1317.5e-9, 500.0 },
    };

    [Theory]
    [MemberData(nameof(DispersionCases))]
    public void FibreDispersion_BandEdges_MatchOracle(string id, double shortM, double longM, double lengthM)
    {
        double[] expected = ReferenceFile.ExpectedArray(id, "ps_per_nm");
        ReferenceFile.Relative(1e-3 * expected[0], FibreDispersion.AccumulatedSPerM(shortM, 1324e-9, lengthM), OracleTolerance);
        ReferenceFile.Relative(1e-3 * expected[1], FibreDispersion.AccumulatedSPerM(longM, 1300e-9, lengthM), OracleTolerance);
    }

    [Fact]
    public void FibreDispersion_RollOff_GrowsWithTheSquareOfFrequency()
    {
        double d = FibreDispersion.AccumulatedSPerM(1337.5e-9, 1300e-9, 10000.0);
        double one = FibreDispersion.RollOffDb(d, 1337.5e-9, 5e9), two = FibreDispersion.RollOffDb(d, 1337.5e-9, 10e9);
        Assert.InRange(two / one, 15.9, 16.2);       // loss goes as theta^2, theta as f^2
        Assert.Equal(0.43, FibreDispersion.RollOffDb(0.033, 1337e-9, 26.5625e9) / 2.0, 0.02);
        Assert.True(FibreDispersion.RollOffDb(-d, 1337.5e-9, 26.5625e9, 0.5) < 0.0);
        Assert.Equal(40.0, FibreDispersion.RollOffDb(d * 100.0, 1337.5e-9, 0.0) + 40.0, 1e-12);
        Assert.Equal(0.8 + 0.5, FibreDispersion.LossDb(2000.0, 2), 1e-12);
    }

    [Fact]
    public void MultiPathInterference_ReflectionSets_MatchOracle()
    {
        Check("MPI-1", 26, 26, 6.0);
        Check("MPI-2", 25, 35, 6.0);
        Check("MPI-3", 35, 26, 4.5);
        Check("MPI-4", 55, 26, 4.5);

        static void Check(string id, double connectorDb, double endDb, double extinctionDb)
        {
            double c = Math.Pow(10.0, -connectorDb / 10.0), e = Math.Pow(10.0, -endDb / 10.0);
            double y = MultiPathInterference.PairSum([e, c, c, c, c, e]);
            ReferenceFile.Relative(ReferenceFile.Expected(id, "y"), y, OracleTolerance);
            ReferenceFile.Relative(ReferenceFile.Expected(id, "penalty_dB"), MultiPathInterference.PenaltyDb(y, Math.Pow(10.0, extinctionDb / 10.0)), OracleTolerance);
        }
    }

    private static double FromDbm(double dbm) => 1e-3 * Math.Pow(10.0, dbm / 10.0);

    private static RingModulatorParameters Ring => new(
        1310e-9, 25.0, 3000.0, 0.02, 7.5e-6, 4.2, 70e-12, 0.25e-6, 50e-3, 50e-12, 1e-6);
}
