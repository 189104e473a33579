using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal;

namespace Twin.Physics.Tests.Thermal;

public class ClosedFormTests
{
    // The reference prints nine significant digits.
    private const double PrintedDigits = 5e-9;

    [Fact]
    public void StraightFin_ReferenceCase_MatchesClosedForm()
    {
        double m = StraightFin.ParameterPerM(60, 200, 0.4e-3);
        AssertClose(AnalyticReference.Value("A5", "m"), m);
        AssertClose(AnalyticReference.Value("A5", "efficiency"), StraightFin.Efficiency(m, 25e-3));
        AssertClose(AnalyticReference.Value("A5", "efficiency, corrected length"), StraightFin.EfficiencyWithTip(m, 25e-3, 0.4e-3));
        Assert.Equal(1, StraightFin.Efficiency(m, 0));
        Assert.Equal(0.9, StraightFin.SurfaceEfficiency(0.875, 0.8), 1e-15);
    }

    [Fact]
    public void SpreadingResistance_ReferenceCase_MatchesLee()
    {
        SpreadingResistance resistance = SpreadingResistance.Lee(27e-3 * 27e-3, 75e-3 * 75e-3, 3e-3, 390, 1 / (9000 * 75e-3 * 75e-3));
        AssertClose(AnalyticReference.Value("A6 spreading resistance (Lee", "Rc_avg (spreading part)"), resistance.SpreadingMeanKPerW);
        AssertClose(AnalyticReference.Value("A6 spreading resistance (Lee", "Rc_max (spreading part)"), resistance.SpreadingMaximumKPerW);
        AssertClose(AnalyticReference.Value("A6 spreading resistance (Lee", "one-dimensional part"), resistance.OneDimensionalKPerW);
        double exact = AnalyticReference.Value("A6 spreading resistance exact", "mean-source spreading part");

        // The reference states 3.5 % between the closed form and the exact series.
        Assert.InRange(resistance.SpreadingMeanKPerW / exact, 1.03, 1.04);
    }

    [Fact]
    public void SpreadingResistance_SourceLargerThanPlate_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpreadingResistance.Lee(2, 1, 1, 1, 1));

    [Fact]
    public void ColdPlate_ReferenceCase_MatchesEffectivenessNtu()
    {
        double capacityFlow = 2e-3 / 60 * 990 * 4180;
        double units = 83.333 / capacityFlow;
        AssertClose(AnalyticReference.Value("A8", "C = m cp"), capacityFlow);

        // UA is printed with five digits.
        Assert.Equal(AnalyticReference.Value("A8", "NTU"), units, 5e-6);
        Assert.Equal(AnalyticReference.Value("A8", "effectiveness"), HeatExchanger.IsothermalWallEffectiveness(units), 5e-6);
        double conductance = HeatExchanger.WallToInletConductance(83.333, capacityFlow);
        Assert.Equal(AnalyticReference.Value("A8", "R_base-inlet"), 1 / conductance, 1e-7);
        Assert.Equal(AnalyticReference.Value("A8", "base temperature"), 30 + (594 / conductance), 1e-4);
        Assert.Equal(AnalyticReference.Value("A8", "outlet temperature"), 30 + (594 / capacityFlow), 1e-6);
    }

    [Fact]
    public void AirStream_HeatedAlongFourNodes_RisesByHeatOverCapacityFlow()
    {
        double capacityFlow = 1.1234 * 0.07551 * 1007;
        SparsePattern pattern = SparsePattern.FromEntries(4, [1, 2, 3], [0, 1, 2]);
        double[] values = new double[pattern.EntryCount];

        // The first node is fed from the fixed inlet, here zero.
        values[pattern.DiagonalIndices[0]] = capacityFlow;
        for (int node = 1; node < 4; node++)
        {
            AdvectionStamp.Create(pattern, node - 1, node).Add(values, capacityFlow);
        }

        SparseLu solver = new(pattern);
        double[] factors = new double[solver.FactorCount];
        double[] scratch = new double[solver.ScratchCount];
        Assert.Equal(SolveStatus.Success, solver.Factorize(values, factors, scratch));
        double[] rise = [500, 700, 0, 800];
        solver.Solve(factors, rise, scratch);

        // Density and flow are printed with five and four digits.
        Assert.Equal(AnalyticReference.Value("A9", "rise"), rise[3], 5e-3);
        Assert.Equal(500 / capacityFlow, rise[0], 1e-13);
    }

    [Fact]
    public void CounterFlow_Balanced_IsLimit()
    {
        Assert.Equal(2.0 / 3, HeatExchanger.CounterFlowEffectiveness(2, 1), 1e-15);
        Assert.Equal(2.0 / 3, HeatExchanger.CounterFlowEffectiveness(2, 1 - 1e-12), 1e-11);
        double e = Math.Exp(-1.5 * 0.6);
        Assert.Equal((1 - e) / (1 - (0.4 * e)), HeatExchanger.CounterFlowEffectiveness(1.5, 0.4), 1e-14);
        Assert.Equal(HeatExchanger.IsothermalWallEffectiveness(1.5), HeatExchanger.CounterFlowEffectiveness(1.5, 0), 1e-14);
    }

    [Theory]
    [InlineData(0.3, 0.25)]
    [InlineData(0.3, 1)]
    [InlineData(1, 0.5)]
    [InlineData(1, 1)]
    [InlineData(2, 0.25)]
    [InlineData(2, 1)]
    [InlineData(4, 0.5)]
    [InlineData(4, 1)]
    public void CrossFlow_BothUnmixed_IsNearTheMarchedPlate(double units, double ratio)
    {
        // Both streams marched over a plate of 300 x 300 cells, each cell with its mean temperatures (second order: 1e-5).
        const int Cells = 300;
        double[] hot = new double[Cells];
        Array.Fill(hot, 1);
        for (int column = 0; column < Cells; column++)
        {
            double cold = 0;
            for (int row = 0; row < Cells; row++)
            {
                double heat = units / Cells * (hot[row] - cold) / (1 + (units / (2.0 * Cells) * (1 + ratio)));
                hot[row] -= heat;
                cold += ratio * heat;
            }
        }

        double exact = 1 - hot.Average();
        Assert.Equal(1, HeatExchanger.CrossFlowEffectiveness(units, ratio) / exact, 3e-5);
        Assert.Equal(HeatExchanger.IsothermalWallEffectiveness(units), HeatExchanger.CrossFlowEffectiveness(units, 0), 1e-15);
        Assert.Equal(HeatExchanger.IsothermalWallEffectiveness(units), HeatExchanger.CrossFlowEffectiveness(units, 1e-9), 1e-8);
        Assert.InRange(HeatExchanger.CrossFlowEffectiveness(1e6, ratio), HeatExchanger.CrossFlowEffectiveness(50, ratio), 1 + 1e-12);
        Assert.InRange(exact, HeatExchanger.ParallelFlowEffectiveness(units, ratio), HeatExchanger.CounterFlowEffectiveness(units, ratio));
    }

    [Fact]
    public void ParallelFlow_Balanced_IsAtMostHalf()
    {
        Assert.Equal(0.5, HeatExchanger.ParallelFlowEffectiveness(50, 1), 1e-14);
        Assert.Equal(HeatExchanger.IsothermalWallEffectiveness(0.7), HeatExchanger.ParallelFlowEffectiveness(0.7, 0), 1e-15);
    }

    [Fact]
    public void IsothermalWall_TinyTransfer_KeepsItsDigits()
    {
        Assert.Equal(1e-18, HeatExchanger.IsothermalWallEffectiveness(1e-18), 1e-32);
        Assert.Equal(0, HeatExchanger.WallToInletConductance(10, 0));
    }

    [Fact]
    public void Conductance_SeriesAndParallel_CombineAsResistors()
    {
        Assert.Equal(2, Conductance.Series(3, 6), 1e-15);
        Assert.Equal(1, Conductance.Series([3, 6, 2]), 1e-15);
        Assert.Equal(0, Conductance.Series(0, 0));
        Assert.Equal(0, Conductance.Series([4, 0]));
        Assert.Equal(11, Conductance.Parallel([3, 6, 2]));
        Assert.Equal(1200, Conductance.Slab(400, 0.03, 0.01), 1e-12);
        Assert.Equal(50, Conductance.Film(25, 2));
    }

    [Fact]
    public void ForcedConvection_Scaled_FollowsPowerLaw()
    {
        Assert.Equal(10 * Math.Pow(2, 0.8), ForcedConvection.Scale(2, 1, 10), 1e-13);
        Assert.Equal(2, ForcedConvection.Scale(0, 1, 10, 2));
        Assert.Equal(10, ForcedConvection.Scale(-1, 1, 10, 2, 0.5), 1e-13);
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, PrintedDigits * Math.Abs(expected));
}
