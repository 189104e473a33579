using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal;

namespace Twin.Physics.Tests.Thermal;

/// <summary>The smallest implicit thermal network: capacities, conductances, conductances to zero, heat; backward Euler.</summary>
internal sealed class SteppedNetwork
{
    private readonly SparseLu _solver;
    private readonly double[] _values;
    private readonly double[] _factors;
    private readonly double[] _scratch;
    private readonly double[] _capacityOverStep;

    public SteppedNetwork(
        double[] capacitiesJPerK, (int First, int Second, double WPerK)[] conductances, (int Node, double WPerK)[] toReference,
        double[] heatW, double stepS)
    {
        SparsePattern pattern = SparsePattern.FromEntries(
            capacitiesJPerK.Length, conductances.Select(c => c.First).ToArray(), conductances.Select(c => c.Second).ToArray());
        _solver = new SparseLu(pattern);
        _values = new double[pattern.EntryCount];
        _capacityOverStep = capacitiesJPerK.Select(c => c / stepS).ToArray();
        for (int node = 0; node < capacitiesJPerK.Length; node++)
        {
            _values[pattern.DiagonalIndices[node]] += _capacityOverStep[node];
        }

        foreach ((int first, int second, double conductance) in conductances)
        {
            ConductanceStamp.Create(pattern, first, second).Add(_values, conductance);
        }

        foreach ((int node, double conductance) in toReference)
        {
            _values[pattern.DiagonalIndices[node]] += conductance;
        }

        _factors = new double[_solver.FactorCount];
        _scratch = new double[_solver.ScratchCount];
        Assert.Equal(SolveStatus.Success, _solver.Factorize(_values, _factors, _scratch));
        HeatW = heatW;
        Temperatures = new double[capacitiesJPerK.Length];
    }

    public double[] HeatW { get; }

    public double[] Temperatures { get; }

    public void Step(int count)
    {
        for (int step = 0; step < count; step++)
        {
            for (int node = 0; node < Temperatures.Length; node++)
            {
                Temperatures[node] = (_capacityOverStep[node] * Temperatures[node]) + HeatW[node];
            }

            _solver.Solve(_factors, Temperatures, _scratch);
        }
    }
}
