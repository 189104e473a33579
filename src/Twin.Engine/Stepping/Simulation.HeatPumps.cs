using Twin.Contracts;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    private double[] _repaidByPumpsW = [];

    private void InitializeHeatPumps() => _repaidByPumpsW = new double[_model.Thermal.HeatPumps.Length];

    private static double AbsoluteK(double temperatureC) => temperatureC + Physics.PhysicalConstants.ZeroCelsiusK;

    // Where the difference of temperature drives the current, the module gives power. No driver hands it back to the rail: it becomes heat there, at the hot side.
    private bool Generates(ThermalModel.HeatPumpModel pump) => PowerAtTerminals(pump) < 0;

    private double PowerAtTerminals(ThermalModel.HeatPumpModel pump)
    {
        int temperatures = _model.Thermal.Temperatures;
        return pump.Cooler.PowerW(_words[pump.Post], AbsoluteK(_words[temperatures + pump.Cold]), AbsoluteK(_words[temperatures + pump.Hot]));
    }

    // What the pumps of a load draw in this step: their power at the temperatures of its beginning, and what the last step turned into heat beyond that.
    private double PumpLoad(RailModel.Load load, bool isLive, bool isSettling)
    {
        double power = 0;
        foreach (int index in load.HeatPumps)
        {
            ref double debt = ref _words[_model.Thermal.PumpDebts + index];
            _repaidByPumpsW[index] = isLive && !isSettling ? debt / _stepS : 0;
            debt = isLive ? 0 : debt;
            power += Math.Max(0, PowerAtTerminals(_model.Thermal.HeatPumps[index])) + _repaidByPumpsW[index];
        }

        return power;
    }

    // As with leakage, the matrix may lag a little: the heat at the step's beginning is exact, only its change within the step has the slope of the matrix.
    private bool UpdatePumpSlopes()
    {
        ThermalModel thermal = _model.Thermal;
        bool hasMoved = false;
        for (int i = 0; i < thermal.HeatPumps.Length; i++)
        {
            ThermalModel.HeatPumpModel pump = thermal.HeatPumps[i];
            double slope = pump.Cooler.SeebeckVPerK * _words[pump.Post];
            double generates = Generates(pump) ? 1 : 0;
            ref double slopeInMatrix = ref _words[thermal.PumpSlopes + (2 * i)];
            ref double modeInMatrix = ref _words[thermal.PumpSlopes + (2 * i) + 1];
            double scale = Math.Max(pump.Cooler.ConductanceWPerK, Math.Max(Math.Abs(slope), Math.Abs(slopeInMatrix)));
            bool isOff = slope == 0 && slopeInMatrix != 0;
            if (isOff || generates != modeInMatrix || Math.Abs(slope - slopeInMatrix) > SlopeThreshold * scale)
            {
                slopeInMatrix = slope;
                modeInMatrix = generates;
                hasMoved = true;
            }
        }

        return hasMoved;
    }

    // The Peltier terms alpha I T: out of the cold face with its temperature, into the hot face with that of the hot face, or, of a module that generates, with that
    // of the cold one. Conduction is an edge of its own, Joule heat does not change with temperature.
    private void StampPumps()
    {
        ThermalModel thermal = _model.Thermal;
        for (int i = 0; i < thermal.HeatPumps.Length; i++)
        {
            ThermalModel.HeatPumpModel pump = thermal.HeatPumps[i];
            double slope = _words[thermal.PumpSlopes + (2 * i)];
            bool generates = _words[thermal.PumpSlopes + (2 * i) + 1] > 0;
            _values[pump.ColdDiagonal] += slope;
            _values[generates ? pump.HotCold : pump.HotDiagonal] -= slope;
        }
    }

    private void AddPumpHeat()
    {
        foreach (ThermalModel.HeatPumpModel pump in _model.Thermal.HeatPumps)
        {
            double fromCold = pump.Cooler.PumpedFromColdW(_words[pump.Post], AbsoluteK(_oldTemperaturesC[pump.Cold]));
            _rightHandSide[pump.Cold] -= fromCold;
            _rightHandSide[pump.Hot] += fromCold + Math.Max(0, pump.Cooler.PowerW(_words[pump.Post], AbsoluteK(_oldTemperaturesC[pump.Cold]), AbsoluteK(_oldTemperaturesC[pump.Hot])));
        }
    }

    // What the pumps turned into heat beyond what they drew goes on the books of their components. Returns by how much less the box stored than it will be charged for.
    private double ClosePumps(bool isSettling)
    {
        ThermalModel thermal = _model.Thermal;
        double stored = 0;
        for (int i = 0; i < thermal.HeatPumps.Length; i++)
        {
            ThermalModel.HeatPumpModel pump = thermal.HeatPumps[i];
            double slope = _words[thermal.PumpSlopes + (2 * i)];
            bool generates = _words[thermal.PumpSlopes + (2 * i) + 1] > 0;
            double current = _words[pump.Post];
            double oldColdK = AbsoluteK(_oldTemperaturesC[pump.Cold]);
            double oldHotK = AbsoluteK(_oldTemperaturesC[pump.Hot]);
            double extra = generates ? 0 : slope * (_changesK[pump.Hot] - _changesK[pump.Cold]);
            double fromCold = pump.Cooler.PumpedFromColdW(current, oldColdK) + (slope * _changesK[pump.Cold]);
            double power = Math.Max(0, pump.Cooler.PowerW(current, oldColdK, oldHotK)) + extra;
            double conducted = pump.Cooler.ConductanceWPerK * (_words[thermal.Temperatures + pump.Hot] - _words[thermal.Temperatures + pump.Cold]);
            _words[pump.Input + LaneLayout.PumpColdHeat] = fromCold - conducted;
            _words[pump.Input + LaneLayout.PumpHotHeat] = fromCold + power - conducted;
            _words[pump.Input + LaneLayout.PumpPower] = power;
            if (!isSettling)
            {
                _words[thermal.PumpDebts + i] += extra * _stepS;
                _balanceW[pump.Component] += extra - _repaidByPumpsW[i];
                stored += _repaidByPumpsW[i] - extra;
            }
        }

        return stored;
    }

    private void ForgivePumpDebts(int component)
    {
        ThermalModel thermal = _model.Thermal;
        for (int i = 0; i < thermal.HeatPumps.Length; i++)
        {
            _words[thermal.PumpDebts + i] = component < 0 || thermal.HeatPumps[i].Component == component ? 0 : _words[thermal.PumpDebts + i];
        }
    }
}
