using Twin.Contracts;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>Turns of the fixed point between rail voltage and current. Each shrinks the error by the relative droop, a few percent at most.</summary>
    private const int VoltageIterations = 4;

    private int[][] _loadsOf = [];
    private int[][] _sourcesOf = [];
    private bool[] _sourceIsLive = [];
    private bool[] _railIsLive = [];
    private double[] _loadPowerW = [];
    private double[] _sourceInputW = [];
    private double[] _repaidW = [];

    private void InitializeRails()
    {
        int components = _model.Components.Length;
        _loadsOf = [.. Enumerable.Range(0, components).Select(c => Enumerable.Range(0, _model.Loads.Length).Where(i => _model.Loads[i].Component == c).ToArray())];
        _sourcesOf = [.. Enumerable.Range(0, components).Select(c => Enumerable.Range(0, _model.Sources.Length).Where(i => _model.Sources[i].Component == c).ToArray())];
        _sourceIsLive = new bool[_model.Sources.Length];
        _railIsLive = new bool[_model.Rails.Length];
        _loadPowerW = new double[_model.Loads.Length];
        _sourceInputW = new double[_model.Sources.Length];
        _repaidW = new double[_model.Thermal.Leaks.Length];
    }

    // From the inlets to the loads: which sources convert, which rails live. Decided between steps, holds for a whole step.
    private void RefreshLiveness()
    {
        for (int r = _model.Rails.Length - 1; r >= 0; r--)
        {
            RailModel rail = _model.Rails[r];
            bool isLive = false;
            double volts = 0;
            foreach (int index in rail.Sources)
            {
                RailModel.Source source = _model.Sources[index];
                bool isFed = source.Load < 0 || _railIsLive[_model.Loads[source.Load].Rail];
                ComponentCondition condition = Condition(_model.Components[source.Component]);
                bool converts = isFed && condition is ComponentCondition.Ok or ComponentCondition.Quarantined
                    && _words[source.Output] > 0.5 && _words[source.Input + LaneLayout.SourceTripped] == 0;
                _sourceIsLive[index] = converts;
                isLive |= converts;
                volts = converts ? Math.Max(volts, source.OutputV) : volts;
            }

            _railIsLive[r] = isLive;
            double voltage = _words[rail.Words + RailModel.Voltage];
            if (!isLive)
            {
                SetVoltage(rail, 0);
            }
            else if (voltage <= 0)
            {
                SetVoltage(rail, volts);
            }
        }
    }

    private void SetVoltage(RailModel rail, double volts)
    {
        _words[rail.Words + RailModel.Voltage] = volts;
        foreach (int load in rail.Loads)
        {
            _words[_model.Loads[load].Input + LaneLayout.LoadVoltage] = volts;
        }
    }

    // From the loads to the inlets. Loads are constant within the step; every loss becomes heat where it belongs.
    private void StepRails(bool isSettling)
    {
        Array.Clear(_electricInW);
        Array.Clear(_electricOutW);
        double inlet = 0;
        for (int r = 0; r < _model.Rails.Length; r++)
        {
            RailModel rail = _model.Rails[r];
            double demand = 0;
            foreach (int load in rail.Loads)
            {
                _loadPowerW[load] = LoadPower(_model.Loads[load], _railIsLive[r], isSettling);
                _words[_model.Loads[load].Drawn] = _loadPowerW[load];
                _electricInW[_model.Loads[load].Component] += _loadPowerW[load];
                demand += _loadPowerW[load];
            }

            double delivered = SolveRail(rail, r, demand);
            ShareAmongSources(rail, delivered, isSettling, ref inlet);
        }

        _words[HeaderWords.InletPower] = inlet;
        _words[HeaderWords.EnergyPerBit] = _capacityBitPerS > 0 ? inlet / _capacityBitPerS : 0;
        if (!isSettling)
        {
            _words[HeaderWords.InletEnergy] += inlet * _stepS;
        }
    }

    private double LoadPower(RailModel.Load load, bool isLive, bool isSettling)
    {
        double power = _words[load.Post];
        foreach (int leak in load.Leaks)
        {
            int debt = _model.Thermal.LeakDebts + leak;
            _repaidW[leak] = isLive && !isSettling ? _words[debt] / _stepS : 0;
            power += _words[_model.Thermal.Leaks[leak].Post] + _repaidW[leak];
            _words[debt] = isLive ? 0 : _words[debt];
        }

        power += PumpLoad(load, isLive, isSettling);
        foreach (int source in load.Sources)
        {
            power += _sourceInputW[source];
        }

        return power;
    }

    // Power at the sources for a demand at the loads; sets the voltage that the loads see in the next step.
    private double SolveRail(RailModel rail, int index, double demand)
    {
        if (!_railIsLive[index])
        {
            _words[rail.Words + RailModel.Delivered] = 0;
            return 0;
        }

        double highest = 0;
        foreach (int s in rail.Sources)
        {
            highest = _sourceIsLive[s] ? Math.Max(highest, _model.Sources[s].OutputV) : highest;
        }

        double volts = Math.Max(_words[rail.Words + RailModel.Voltage], 0.5 * highest);
        double current = 0;
        double busVolts = 0;
        for (int i = 0; i < VoltageIterations; i++)
        {
            // A source below the bus takes nothing back: it idles and does not pull the bus down.
            double openVolts = 0;
            double siemens = 0;
            foreach (int s in rail.Sources)
            {
                RailModel.Source source = _model.Sources[s];
                if (_sourceIsLive[s] && source.LoadLineOhm > 0 && source.OutputV > busVolts)
                {
                    siemens += 1 / source.LoadLineOhm;
                    openVolts += source.OutputV / source.LoadLineOhm;
                }
            }

            current = demand / volts;
            busVolts = siemens > 0 ? (openVolts - current) / siemens : highest;
            volts = Math.Max(busVolts - (current * rail.ResistanceOhm), 0.5 * highest);
        }

        double pathLoss = current * current * rail.ResistanceOhm;
        if (rail.LossNode >= 0)
        {
            _nodeHeatW[rail.LossNode] += pathLoss;
        }
        else
        {
            pathLoss = 0;
        }

        _busVolts = busVolts;
        SetVoltage(rail, volts);
        _words[rail.Words + RailModel.Delivered] = demand + pathLoss;
        return demand + pathLoss;
    }

    private void ShareAmongSources(RailModel rail, double delivered, bool isSettling, ref double inlet)
    {
        // Currents by load line; a source never takes current back.
        double total = 0;
        int live = 0;
        foreach (int s in rail.Sources)
        {
            if (_sourceIsLive[s])
            {
                live++;
                total += ShareOf(_model.Sources[s]);
            }
        }

        double noise = 0;
        foreach (int s in rail.Sources)
        {
            RailModel.Source source = _model.Sources[s];
            double share = !_sourceIsLive[s] ? 0 : total > 0 ? ShareOf(source) / total : 1.0 / live;
            double output = share * delivered;
            double loss = _sourceIsLive[s] ? source.LossStandbyW + (output * (source.LossLinear + (source.LossQuadratic * output))) : 0;
            _sourceInputW[s] = output + loss;
            _words[source.Input + LaneLayout.SourceOutput] = output;
            _words[source.Input + LaneLayout.SourceLoss] = loss;
            _nodeHeatW[source.LossNode] += loss;
            _electricOutW[source.Component] += output;
            noise = Math.Max(noise, source.RippleV * output / source.RatedW);
            if (source.InletInput >= 0)
            {
                _words[source.InletInput] = output + loss;
                _electricInW[source.Component] += output + loss;
                inlet += output + loss;
            }

            // What overloads a source on the way to the steady state may be a detour; what still does afterwards trips in the first step.
            if (!isSettling && output > source.TripAbove * source.RatedW)
            {
                _words[source.Input + LaneLayout.SourceTripped] = 1;
                RaiseEvent(source.TripEvent, false, output, source.RatedW);
            }
        }

        foreach (int load in rail.Loads)
        {
            _words[_model.Loads[load].Input + LaneLayout.LoadNoise] = noise;
        }
    }

    private double ShareOf(RailModel.Source source) => source.LoadLineOhm > 0 ? Math.Max(0, (source.OutputV - _busVolts) / source.LoadLineOhm) : 0;
}
