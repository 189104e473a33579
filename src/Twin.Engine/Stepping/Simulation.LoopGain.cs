using Twin.Physics.LinearAlgebra;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>
    /// Loop gain that raises the first alarm. Every rise of temperature is then 1 / (1 - 0.7) = 3.3 times what it would be without leakage; and leakage that
    /// doubles every 28 K grows by the missing 1 / 0.7 within 14 K: that much is left to the point of no return.
    /// </summary>
    private const double LoopGainAhead = 0.7;

    /// <summary>Loop gain that raises the second alarm: rises are ten times what they would be without leakage, and 4 K are left.</summary>
    private const double LoopGainImminent = 0.9;

    /// <summary>How far the gain must fall below a threshold before its alarm clears.</summary>
    private const double LoopGainHysteresis = 0.05;

    /// <summary>Share of the gain within which its bound from above and its estimate must agree.</summary>
    private const double LoopGainTolerance = 1e-4;

    /// <summary>Iterations at most; what is missing then is made up for at the next time, which goes on from the mode found so far.</summary>
    private const int LoopGainIterations = 40;

    /// <summary>Shown when the network alone, without leakage, has no steady state, or the gain is beyond it.</summary>
    private const double LargestLoopGain = 1000;

    /// <summary>Share of the largest rise that is none: reduced packages answer steady heat to 1e-9 of it, on either side of zero where a node hardly feels another.</summary>
    private const double NegligibleRise = 1e-8;

    // A part of the mode that has died away must be able to come back when conditions change.
    private const double SmallestMode = 1e-3;

    private long _steadyVersion = -1;
    private bool _isSteadySolvable;
    private double[] _steadyFactors = [];
    private double[] _loopHeatW = [];

    private void InitializeLoopGain()
    {
        ThermalModel thermal = _model.Thermal;
        bool leaks = thermal.Leaks.Length > 0;
        _steadyFactors = leaks ? new double[thermal.Solver.FactorCount] : [];
        _loopHeatW = leaks ? new double[thermal.NodeCount] : [];
    }

    // The loop gain is the spectral radius of Z S: S the slopes of the leakages, Z the steady thermal resistances between their nodes, Z = E^T G^-1 E with the conductances, flows
    // and heat pumps as they are, leakage apart. Z has no entry below zero (G is an M-matrix, and packages answer as one but for rounding), so that the largest eigenvalue is real and its mode has no entry below zero
    // (Perron and Frobenius); the power iteration finds it, one solve for each turn, and for any mode greater than zero the largest ratio of its entries after and
    // before a turn bounds the gain from above (Collatz and Wielandt; Horn and Johnson, Matrix Analysis, ch. 8). That bound is what is published: it never says too little.
    // G is factorised anew only when the matrix has moved. The mode is kept in the block, so that the next time starts from it and a restored state gives the same bits.
    private void UpdateLoopGain()
    {
        ThermalModel thermal = _model.Thermal;
        if (thermal.Leaks.Length == 0)
        {
            return;
        }

        Span<double> modes = _words.AsSpan(thermal.Loop.Modes, thermal.Leaks.Length);
        bool leaks = false;
        foreach (ThermalModel.LeakModel leak in thermal.Leaks)
        {
            leaks |= _words[leak.Post + 1] > 0;
        }

        if (!leaks)
        {
            modes.Fill(1);
            SetLoopGain(0, -1);
            return;
        }

        if (_steadyVersion != State.GetLong(HeaderWords.MatrixVersion))
        {
            Assemble(isSettling: true);
            _isSteadySolvable = thermal.Solver.Factorize(_values, _steadyFactors, _scratch) == SolveStatus.Success;
            _steadyVersion = State.GetLong(HeaderWords.MatrixVersion);
            LoopFactorizations++;
        }

        foreach (ref double mode in modes)
        {
            mode = Math.Max(mode, SmallestMode);
        }

        double bound = LargestLoopGain;
        for (int turn = 0; turn < LoopGainIterations && _isSteadySolvable; turn++)
        {
            if (!TurnLoop(modes, out bound, out double estimate))
            {
                bound = LargestLoopGain;
                modes.Fill(1);
                break;
            }

            if (bound - estimate <= LoopGainTolerance * bound)
            {
                break;
            }
        }

        SetLoopGain(Math.Min(bound, LargestLoopGain), Dominant(modes));
    }

    // One turn of the loop: what the mode makes the leakages release, and what temperatures follow from it. The mode is scaled so that its largest entry is 1.
    private bool TurnLoop(Span<double> modes, out double bound, out double estimate)
    {
        ThermalModel thermal = _model.Thermal;
        Array.Clear(_loopHeatW);
        for (int i = 0; i < modes.Length; i++)
        {
            ThermalModel.LeakModel leak = thermal.Leaks[i];
            _loopHeatW[leak.Node] += _words[leak.Post + 1] * modes[i];
        }

        thermal.Solver.Solve(_steadyFactors, _loopHeatW, _scratch);
        LoopSolves++;
        bound = 0;
        estimate = 0;
        for (int i = 0; i < modes.Length; i++)
        {
            double rise = _loopHeatW[thermal.Leaks[i].Node];
            bound = Math.Max(bound, rise / modes[i]);
            estimate = Math.Max(estimate, rise);
        }

        if (!(estimate > 0) || !double.IsFinite(bound))
        {
            return false;
        }

        for (int i = 0; i < modes.Length; i++)
        {
            double share = _loopHeatW[thermal.Leaks[i].Node] / estimate;
            if (!(share >= -NegligibleRise))
            {
                return false;
            }

            modes[i] = Math.Max(share, NegligibleRise);
        }

        return true;
    }

    // The leakage that releases most when the loop goes round.
    private int Dominant(ReadOnlySpan<double> modes)
    {
        int dominant = -1;
        double most = 0;
        for (int i = 0; i < modes.Length; i++)
        {
            double released = _words[_model.Thermal.Leaks[i].Post + 1] * modes[i];
            (dominant, most) = released > most ? (i, released) : (dominant, most);
        }

        return dominant;
    }

    private void SetLoopGain(double gain, int leak)
    {
        _words[HeaderWords.LoopGain] = gain;
        _words[HeaderWords.LoopElement] = leak + 1;
    }

    private void WatchLoopGain(ref int active)
    {
        LoopModel loop = _model.Thermal.Loop;
        Watch(loop.Ahead, LoopGainAhead, loop.AheadEvents, ref active);
        Watch(loop.Imminent, LoopGainImminent, loop.ImminentEvents, ref active);
    }

    // Raised in the name of the leakage that dominates when the threshold is passed; that name stays until the gain is down again.
    private void Watch(int word, double threshold, int[] events, ref int active)
    {
        double gain = _words[HeaderWords.LoopGain];
        int raised = (int)_words[word];
        if (raised == 0 && gain >= threshold)
        {
            raised = (int)_words[HeaderWords.LoopElement];
            RaiseEvent(events[raised - 1], false, gain, LeakTemperature(raised - 1));
        }
        else if (raised > 0 && gain < threshold - LoopGainHysteresis)
        {
            RaiseEvent(events[raised - 1], true, gain, LeakTemperature(raised - 1));
            raised = 0;
        }

        _words[word] = raised;
        active += raised > 0 ? 1 : 0;
    }

    private double LeakTemperature(int leak) => _words[_model.Thermal.Temperatures + _model.Thermal.Leaks[leak].Node];
}
