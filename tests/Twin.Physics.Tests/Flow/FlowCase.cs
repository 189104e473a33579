using Twin.Physics.Flow;

namespace Twin.Physics.Tests.Flow;

/// <summary>A network with its parameters and state.</summary>
internal sealed class FlowCase
{
    // Conservation is projected: only the rounding of one sum per junction remains.
    private const double Conservation = 1e-12;

    private const double Tellegen = 1e-9;

    private readonly int[] _fixed;
    private readonly FlowNetwork _network;
    private readonly FlowWorkspace _workspace;
    private bool _hasOwnReverse;

    public FlowCase(int junctions, int[] fixedJunctions, FlowElement[] elements)
    {
        _fixed = fixedJunctions;
        _network = new FlowNetwork(junctions, fixedJunctions, elements);
        _workspace = _network.CreateWorkspace();
        Pressures = new double[junctions];
        Flows = new double[elements.Length];
        Linear = new double[elements.Length];
        Quadratic = new double[elements.Length];
        Reverse = new double[elements.Length];
        Speed = Enumerable.Repeat(1.0, elements.Length).ToArray();
        Open = Enumerable.Repeat(true, elements.Length).ToArray();
    }

    public int JunctionCount => _network.JunctionCount;

    public double[] Pressures { get; }

    public double[] Flows { get; }

    public double[] Linear { get; }

    public double[] Quadratic { get; }

    public double[] Reverse { get; }

    public double[] Speed { get; }

    public bool[] Open { get; }

    public double DensityRatio { get; set; } = 1;

    private FlowElementParameters Parameters => new()
    {
        LinearPaSPerM3 = Linear,
        ForwardPaS2PerM6 = Quadratic,
        ReversePaS2PerM6 = _hasOwnReverse ? Reverse : Quadratic,
        SpeedRatio = Speed,
        IsOpen = Open,
        DensityRatio = DensityRatio,
    };

    public FlowSolution Solve()
    {
        _hasOwnReverse |= Reverse.AsSpan().IndexOfAnyExcept(0) >= 0;
        if (_hasOwnReverse)
        {
            for (int e = 0; e < Reverse.Length; e++)
            {
                Reverse[e] = Reverse[e] > 0 ? Reverse[e] : Quadratic[e];
            }
        }

        return _network.Solve(Parameters, Pressures, Flows, _workspace);
    }

    public double Drop(int element) => _network.DropPa(element, Flows[element], Parameters);

    public FlowSolution SolveAndCheck()
    {
        FlowSolution solution = Solve();
        Assert.Equal(FlowStatus.Converged, solution.Status);
        double greatest = Flows.Max(Math.Abs);
        for (int junction = 0; junction < JunctionCount; junction++)
        {
            if (!_fixed.Contains(junction))
            {
                Assert.True(Math.Abs(OutflowOf(junction)) <= Conservation * greatest, $"Junction {junction} is out of balance by {OutflowOf(junction)}.");
            }
        }

        // Tellegen: what movers and fixed pressures put in, resistances take out.
        double put = 0;
        double taken = 0;
        for (int e = 0; e < Flows.Length; e++)
        {
            if (!Open[e])
            {
                Assert.Equal(0, Flows[e]);
                continue;
            }

            if (_network.Elements[e].Curve is null)
            {
                taken += Drop(e) * Flows[e];
            }
            else
            {
                put -= Drop(e) * Flows[e];
            }
        }

        foreach (int junction in _fixed)
        {
            put += Pressures[junction] * OutflowOf(junction);
        }

        Assert.Equal(put, taken, Tellegen * Math.Max(Math.Abs(put), Math.Abs(taken)));
        return solution;
    }

    public double OutflowOfFixed(int junction) => -OutflowOf(junction);

    public FlowCase Reversed()
    {
        FlowCase reversed = new(JunctionCount, _fixed, _network.Elements.ToArray().Reverse().ToArray());
        (double[] From, double[] To)[] pairs =
            [(Linear, reversed.Linear), (Quadratic, reversed.Quadratic), (Reverse, reversed.Reverse), (Speed, reversed.Speed)];
        foreach ((double[] from, double[] to) in pairs)
        {
            from.CopyTo(to, 0);
            Array.Reverse(to);
        }

        return reversed;
    }

    private double OutflowOf(int junction)
    {
        double outflow = 0;
        for (int e = 0; e < Flows.Length; e++)
        {
            outflow += _network.Elements[e].From == junction ? Flows[e] : 0;
            outflow -= _network.Elements[e].To == junction ? Flows[e] : 0;
        }

        return outflow;
    }
}
