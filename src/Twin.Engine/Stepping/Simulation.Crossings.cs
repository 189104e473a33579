using Twin.Contracts;
using Twin.Physics.Thermal;

namespace Twin.Engine.Stepping;

/// <content>Heat exchangers between two streams: heat goes with the difference of the inlet temperatures and changes what arrives at both downstream junctions.</content>
public sealed partial class Simulation
{
    /// <summary>Heat that each branch gets from the streams it crosses, at the temperatures last looked at.</summary>
    private double[] _crossedW = [];

    // Effectiveness times the smaller heat-capacity flow, from the flows that are in the matrix: what leaves then never is colder than the cold inlet.
    private void UpdateCrossings(bool haveFlowsMoved)
    {
        ThermalModel thermal = _model.Thermal;
        bool hasMoved = false;
        for (int i = 0; i < thermal.Crossings.Length; i++)
        {
            double now = Conductance(thermal.Crossings[i]);
            _words[thermal.Crossings[i].View] = now;
            ref double inMatrix = ref _words[thermal.CrossingConductances + i];
            if (inMatrix != now && (haveFlowsMoved || HasMoved(inMatrix, now)))
            {
                inMatrix = now;
                hasMoved = true;
            }
        }

        if (hasMoved)
        {
            InvalidateMatrix();
        }
    }

    private double Conductance(ThermalModel.CrossingModel crossing)
    {
        ThermalModel thermal = _model.Thermal;
        double first = Math.Abs(_words[thermal.BranchCapacityFlows + crossing.First]);
        double second = Math.Abs(_words[thermal.BranchCapacityFlows + crossing.Second]);
        (double least, double most) = (Math.Min(first, second), Math.Max(first, second));
        if (!(least > 0) || !IsInPlace(crossing.Component))
        {
            return 0;
        }

        double firstFilm = crossing.FirstFilm.At(first / CapacityPerM3(crossing.First));
        double secondFilm = crossing.SecondFilm.At(second / CapacityPerM3(crossing.Second));
        double films = firstFilm > 0 && secondFilm > 0 ? 1 / ((1 / firstFilm) + (1 / secondFilm)) : 0;
        double units = films * Math.Max(0, _words[crossing.Scale]) / least;
        double ratio = least / most;
        return least * crossing.Arrangement switch
        {
            ExchangerArrangement.CounterFlow => HeatExchanger.CounterFlowEffectiveness(units, ratio),
            ExchangerArrangement.CrossFlow => HeatExchanger.CrossFlowEffectiveness(units, ratio),
            _ => HeatExchanger.ParallelFlowEffectiveness(units, ratio),
        };
    }

    private double CapacityPerM3(int branch) => _model.Streams[_model.Thermal.Branches[branch].Stream].VolumetricHeatCapacityJPerM3K;

    private void StampCrossings(ThermalModel thermal)
    {
        for (int i = 0; i < thermal.Crossings.Length; i++)
        {
            ThermalModel.CrossingModel crossing = thermal.Crossings[i];
            double conductance = _words[thermal.CrossingConductances + i];
            ThermalModel.BranchModel first = thermal.Branches[crossing.First];
            ThermalModel.BranchModel second = thermal.Branches[crossing.Second];
            bool isFirstForward = IsForward(thermal, crossing.First);
            bool isSecondForward = IsForward(thermal, crossing.Second);
            AddAt(isFirstForward ? first.ToFrom : first.FromTo, conductance);
            AddAt(isSecondForward ? second.ToFrom : second.FromTo, conductance);

            // Row: where the one arrives; column: where the other comes from.
            AddAt(crossing.FirstRows[(isFirstForward ? 2 : 0) + (isSecondForward ? 0 : 1)], -conductance);
            AddAt(crossing.SecondRows[(isSecondForward ? 2 : 0) + (isFirstForward ? 0 : 1)], -conductance);
        }
    }

    private void AddAt(int slot, double value)
    {
        if (slot >= 0)
        {
            _values[slot] += value;
        }
    }

    private void FindCrossedHeat(ThermalModel thermal, ReadOnlySpan<double> temperaturesC)
    {
        Array.Clear(_crossedW);
        for (int i = 0; i < thermal.Crossings.Length; i++)
        {
            ThermalModel.CrossingModel crossing = thermal.Crossings[i];
            double heatW = _words[thermal.CrossingConductances + i]
                * (InletOf(thermal, crossing.First, temperaturesC) - InletOf(thermal, crossing.Second, temperaturesC));
            _crossedW[crossing.First] -= heatW;
            _crossedW[crossing.Second] += heatW;
        }
    }

    private double InletOf(ThermalModel thermal, int branch, ReadOnlySpan<double> temperaturesC)
    {
        ThermalModel.BranchModel model = thermal.Branches[branch];
        int up = IsForward(thermal, branch) ? model.From : model.To;
        return up >= 0 ? temperaturesC[up] : _words[model.InletWord];
    }

    private bool IsForward(ThermalModel thermal, int branch) => _words[thermal.BranchCapacityFlows + branch] > 0;
}
