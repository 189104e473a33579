using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Physics.Flow;
using Twin.Units;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>A passage throttled below this share counts as shut.</summary>
    private const double ShutOpening = 1e-3;

    /// <summary>Change of a heat-capacity flow or convective conductance, relative to what is in the matrix, past which the matrix is factorised again.</summary>
    private const double FlowThreshold = 2e-3;

    /// <summary>Up to this ratio of speeds the flow of a mover is taken to have followed its speed; a leak backwards, or a start from near rest, has not.</summary>
    private const double LargestSpeedJump = 10;

    private FlowScratch[] _flows = [];

    private void InitializeFlow() => _flows = [.. _model.Streams.Select(stream => new FlowScratch(stream))];

    private void StepFlow(int steps, bool isSettling = false)
    {
        CallFlowBehaviors(Duration.FromNanoseconds(steps * _model.BaseStepNs), isSettling);
        long version = State.GetLong(HeaderWords.MatrixVersion);
        for (int i = 0; i < _model.Streams.Length; i++)
        {
            SolveStream(_model.Streams[i], _flows[i]);
        }

        UpdateCrossings(haveFlowsMoved: State.GetLong(HeaderWords.MatrixVersion) != version);
    }

    private void CallFlowBehaviors(Duration elapsed, bool isSettling)
    {
        foreach (ComponentModel component in _model.Components)
        {
            if (component.Flow is null || Condition(component) != ComponentCondition.Ok)
            {
                continue;
            }

            long started = Stopwatch.GetTimestamp();
            Call<FlowCall>(component, elapsed, isSettling, started);
        }
    }

    private void SolveStream(StreamModel stream, FlowScratch scratch)
    {
        int count = stream.Settings.Length;
        Span<double> flows = _words.AsSpan(stream.Flows, count);
        Span<double> speeds = _words.AsSpan(stream.Speeds, count);
        for (int e = 0; e < count; e++)
        {
            int setting = stream.Settings[e];
            double value = setting < 0 ? 1 : _words[setting];
            bool isThere = IsInPlace(stream.Components[e]);
            if (stream.IsMover[e])
            {
                double speed = Math.Max(0, value);
                flows[e] *= flows[e] > 0 && speed < LargestSpeedJump * speeds[e] && speeds[e] < LargestSpeedJump * speed ? speed / speeds[e] : 1;
                speeds[e] = speed;
                scratch.Speed[e] = speed;
                scratch.IsOpen[e] = isThere;
                scratch.Quadratic[e] = 0;
            }
            else
            {
                double scale = value >= ShutOpening ? 1 / (value * value) : 1;
                scratch.IsOpen[e] = isThere && value >= ShutOpening;
                scratch.Quadratic[e] = stream.Quadratic[e] * scale;
            }
        }

        var parameters = new FlowElementParameters
        {
            LinearPaSPerM3 = stream.Linear,
            ForwardPaS2PerM6 = scratch.Quadratic,
            ReversePaS2PerM6 = scratch.Quadratic,
            SpeedRatio = scratch.Speed,
            IsOpen = scratch.IsOpen,
            DensityRatio = stream.DensityRatio,
        };
        Span<double> pressures = _words.AsSpan(stream.Pressures, stream.Network.JunctionCount);
        FlowSolution solution = stream.Network.Solve(in parameters, pressures, flows, scratch.Workspace);
        FlowIterations += solution.Iterations;
        bool isSolved = solution.Status == FlowStatus.Converged;
        if (!isSolved && scratch.IsSolved)
        {
            RaiseEvent(stream.FlowEvent, false, (int)solution.Status, double.IsFinite(solution.ResidualPa) ? solution.ResidualPa : 0);
        }

        scratch.IsSolved = isSolved;

        ThermalModel thermal = _model.Thermal;
        bool hasMoved = false;
        for (int e = 0; e < count; e++)
        {
            int branch = stream.FirstBranch + e;
            double flow = flows[e];
            scratch.CapacityFlows[e] = flow * stream.VolumetricHeatCapacityJPerM3K;
            hasMoved |= HasMoved(_words[thermal.BranchCapacityFlows + branch], scratch.CapacityFlows[e]);
            int input = stream.Inputs[e];
            if (input >= 0)
            {
                _words[input + LaneLayout.ElementFlow] = flow;
                _words[input + LaneLayout.ElementDrop] = pressures[stream.FromJunctions[e]] - pressures[stream.ToJunctions[e]];
            }

            UpdateExchanges(thermal.Branches[branch], Math.Abs(flow), Math.Abs(scratch.CapacityFlows[e]), ref hasMoved);
        }

        // All or none: the heat-capacity flows in the matrix balance at every junction because they are those of one solution.
        if (hasMoved)
        {
            scratch.CapacityFlows.CopyTo(_words.AsSpan(thermal.BranchCapacityFlows + stream.FirstBranch, count));
            for (int e = 0; e < count; e++)
            {
                foreach (int exchange in thermal.Branches[stream.FirstBranch + e].Exchanges)
                {
                    _words[thermal.ExchangeConductances + exchange] = _exchangeConductances[exchange];
                }
            }

            InvalidateMatrix();
        }
    }

    // Conductance between wall and entering fluid: effectiveness times heat-capacity flow (Incropera ch. 11), shared by the walls of a branch.
    private void UpdateExchanges(ThermalModel.BranchModel branch, double flow, double capacityFlow, ref bool hasMoved)
    {
        ThermalModel thermal = _model.Thermal;
        double total = 0;
        foreach (int index in branch.Exchanges)
        {
            ThermalModel.ExchangeModel exchange = thermal.Exchanges[index];
            double conductance = IsInPlace(exchange.Component) ? exchange.Film.At(flow) * Math.Max(0, _words[exchange.Scale]) : 0;
            _exchangeConductances[index] = conductance;
            total += conductance;
        }

        if (branch.Exchanges.Length == 0)
        {
            return;
        }

        double effective = total > 0 ? Physics.Thermal.HeatExchanger.WallToInletConductance(total, capacityFlow) / total : 0;
        foreach (int index in branch.Exchanges)
        {
            _exchangeConductances[index] *= effective;
            _words[thermal.Exchanges[index].View] = _exchangeConductances[index];
            hasMoved |= HasMoved(_words[thermal.ExchangeConductances + index], _exchangeConductances[index]);
        }
    }

    private static bool HasMoved(double inMatrix, double now)
    {
        const double Smallest = 1e-9;
        return Math.Abs(now - inMatrix) > Math.Max(Smallest, FlowThreshold * Math.Abs(inMatrix));
    }

    private sealed class FlowScratch(StreamModel stream)
    {
        public readonly FlowWorkspace Workspace = stream.Network.CreateWorkspace();
        public readonly double[] Quadratic = new double[stream.Settings.Length];
        public readonly double[] Speed = new double[stream.Settings.Length];
        public readonly bool[] IsOpen = new bool[stream.Settings.Length];
        public bool IsSolved { get; set; } = true;

        public readonly double[] CapacityFlows = new double[stream.Settings.Length];
    }
}
