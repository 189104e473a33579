using Twin.Physics.Optical;
using Twin.Physics.Tests.Signal;

namespace Twin.Physics.Tests.Optical;

public class LaserTests
{
    private const double ConvergedTolerance = 1e-7;      // the oracle's own
    private const double OracleTolerance = 1e-6;

    public static TheoryData<string> Cases => [.. ReferenceFile.OpticalIds("LAS-")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryAtCase_ReferenceSets_MatchesOracle(string id)
    {
        LaserDiodeParameters laser = Set(id);
        double current = 1e-3 * ReferenceFile.Input(id, "I_mA"), caseC = ReferenceFile.Input(id, "Tcase_C");
        Assert.True(LaserDiode.TryAtCase(laser, current, caseC, out LaserOperatingPoint point));
        ReferenceFile.Relative(ReferenceFile.Expected(id, "Tj"), point.JunctionTemperatureC, ConvergedTolerance);
        ReferenceFile.Relative(1e-3 * ReferenceFile.Expected(id, "Ith_mA"), point.ThresholdCurrentA, ConvergedTolerance);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "eta"), point.SlopeEfficiencyWPerA, ConvergedTolerance);
        ReferenceFile.Relative(1e-3 * ReferenceFile.Expected(id, "P_mW"), point.OpticalPowerW, ConvergedTolerance);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "V"), point.VoltageV, ConvergedTolerance);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "WPE"), point.WallPlugEfficiency, ConvergedTolerance);
        ReferenceFile.Relative(1e-3 * ReferenceFile.Expected(id, "heat_mW"), point.HeatW, ConvergedTolerance);
        // A difference of two wavelengths near 1310 nm: 1e-16 of 1310 nm over 0.08 nm.
        ReferenceFile.Relative(1e-9 * ReferenceFile.Expected(id, "dlambda_nm"), point.WavelengthM - laser.WavelengthM, ConvergedTolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryCurrentForPower_OfOracle_FindsTheCurrent(string id)
    {
        LaserDiodeParameters laser = Set(id);
        double power = 1e-3 * ReferenceFile.Expected(id, "P_mW"), caseC = ReferenceFile.Input(id, "Tcase_C");
        Assert.True(LaserDiode.TryCurrentForPower(laser, power, caseC, 2.0, out LaserOperatingPoint point));
        ReferenceFile.Relative(1e-3 * ReferenceFile.Input(id, "I_mA"), point.CurrentA, ConvergedTolerance);
        Assert.False(LaserDiode.TryCurrentForPower(laser, power, caseC, 0.9 * point.CurrentA, out LaserOperatingPoint limited));
        Assert.Equal(0.9 * point.CurrentA, limited.CurrentA);
        ReferenceFile.Relative(point.CurrentA, LaserDiode.CurrentForPowerA(laser, point.OpticalPowerW, point.JunctionTemperatureC), 1e-12);
    }

    [Fact]
    public void AtJunction_BelowThresholdAndOff_HasNoLight()
    {
        LaserDiodeParameters laser = LaserDiodeParameters.DfbPluggable;
        LaserOperatingPoint below = LaserDiode.AtJunction(laser, 0.010, 25.0);
        Assert.Equal(0.0, below.OpticalPowerW);
        Assert.Equal(below.ElectricalPowerW, below.HeatW);
        Assert.Equal(0.0, LaserDiode.AtJunction(laser, 0.0, 25.0).ElectricalPowerW);
    }

    [Fact]
    public void TryAtCase_HopelessCooling_SaysSo()
    {
        LaserDiodeParameters laser = LaserDiodeParameters.DfbPluggable with { ThermalResistanceKPerW = 5000.0 };
        Assert.False(LaserDiode.TryAtCase(laser, 0.4, 25.0, out _));
        Assert.False(LaserDiode.TryAtCase(laser, double.NaN, 25.0, out _));
    }

    [Fact]
    public void AtJunction_Spans_AgreeWithSingle()
    {
        double[] currents = [0.0, 0.05, 0.2], temperatures = [25.0, 60.0, 85.0], power = new double[3], heat = new double[3], wavelength = new double[3];
        LaserDiode.AtJunction(LaserDiodeParameters.DfbContinuousWave, currents, temperatures, power, heat, wavelength);
        for (int i = 0; i < 3; i++)
        {
            LaserOperatingPoint point = LaserDiode.AtJunction(LaserDiodeParameters.DfbContinuousWave, currents[i], temperatures[i]);
            Assert.Equal((point.OpticalPowerW, point.HeatW, point.WavelengthM), (power[i], heat[i], wavelength[i]));
        }
    }

    public static TheoryData<string> ArrheniusCases => [.. ReferenceFile.OpticalIds("REL-1-")];

    [Theory]
    [MemberData(nameof(ArrheniusCases))]
    public void AccelerationFactor_MatchesOracle(string id)
    {
        double energy = ReferenceFile.Input(id, "Ea_eV"), from = ReferenceFile.Input(id, "T1_C"), to = ReferenceFile.Input(id, "T2_C");
        double factor = LaserAgeing.AccelerationFactor(energy, from, to);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "AF"), factor, OracleTolerance);
        ReferenceFile.Relative(energy, LaserAgeing.ActivationEnergyEV(factor, from, to), 1e-12);
    }

    [Fact]
    public void WearOut_Lognormal_MatchesPublishedAndOracle()
    {
        double[] expected = ReferenceFile.ExpectedArray("REL-2", "FIT_5_10_20y");
        double[] published = ReferenceFile.ExpectedArray("REL-2", "published");
        double median = ReferenceFile.Input("REL-2", "median_h_40C"), sigma = ReferenceFile.Input("REL-2", "sigma");
        double[] years = [5.0, 10.0, 20.0];
        for (int i = 0; i < 3; i++)
        {
            double fit = LaserAgeing.WearOutFit(years[i] * 8760.0, median, sigma);
            ReferenceFile.Relative(expected[i], fit, 1e-5);          // six digits are printed
            ReferenceFile.Relative(published[i], fit, 5e-3);         // the stated half percent
        }

        ReferenceFile.Relative(ReferenceFile.Expected("REL-2", "implied_Ea_eV"), LaserAgeing.ActivationEnergyEV(median / 82000.0, 40.0, 85.0), 1e-5);
        ReferenceFile.Relative(ReferenceFile.Expected("REL-3", "FIT_sigma_0p9"), LaserAgeing.WearOutFit(175200.0, 1e6, 0.9), OracleTolerance);
        ReferenceFile.Relative(ReferenceFile.Expected("REL-3", "FIT_sigma_1p0"), LaserAgeing.WearOutFit(175200.0, 1e6, 1.0), OracleTolerance);
    }

    [Fact]
    public void WearOut_ExtremeAges_StaysFinite()
    {
        Assert.Equal(0.0, LaserAgeing.WearOutHazardPerH(0.0, 1e6, 1.0));
        Assert.True(double.IsFinite(LaserAgeing.WearOutHazardPerH(1e40, 1e3, 0.5)));
        Assert.Equal(0.5, LaserAgeing.FailedShare(1e6, 1e6, 1.3), 1e-15);
        double age = LaserAgeing.EndOfLifeH(1e-4, 0.5, 0.2);
        Assert.Equal(1.2, LaserAgeing.BiasCurrentA(1.0, 1e-4, 0.5, age), 1e-12);
    }

    private static LaserDiodeParameters Set(string id) =>
        ReferenceFile.InputElement(id).GetProperty("set").GetString() == "dfb_pluggable" ? LaserDiodeParameters.DfbPluggable : LaserDiodeParameters.DfbContinuousWave;
}
