using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Physics.LinearAlgebra;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>Change of a leakage slope, relative to what is in the matrix, past which the matrix is factorised again.</summary>
    private const double SlopeThreshold = 0.05;

    private long _factoredVersion = -1;
    private bool _isFactoredForSettling;
    private bool _isSolvable;
    private double[] _values = [];
    private double[] _factors = [];
    private double[] _scratch = [];
    private double[] _rightHandSide = [];
    private double[] _oldTemperaturesC = [];
    private double[] _changesK = [];
    private double[] _nodeHeatW = [];
    private double[] _exchangeConductances = [];
    private double[] _electricInW = [];
    private double[] _electricOutW = [];
    private double[] _balanceW = [];
    private bool[] _isLoose = [];
    private bool[] _isPinned = [];
    private int[] _masslessNodes = [];
    private int[] _masslessEdges = [];
    private double _busVolts;

    private void InitializeThermal()
    {
        ThermalModel thermal = _model.Thermal;
        _values = new double[thermal.Pattern.EntryCount];
        _factors = new double[thermal.Solver.FactorCount];
        _scratch = new double[thermal.Solver.ScratchCount];
        _rightHandSide = new double[thermal.NodeCount];
        _oldTemperaturesC = new double[thermal.NodeCount];
        _changesK = new double[thermal.NodeCount];
        _nodeHeatW = new double[thermal.NodeCount];
        _isLoose = new bool[thermal.NodeCount];
        _isPinned = new bool[thermal.NodeCount];
        InitializePackages();
        _masslessNodes = [.. Enumerable.Range(0, thermal.NodeCount).Where(IsMassless)];
        _masslessEdges = [.. Enumerable.Range(0, thermal.Edges.Length).Where(i => IsMassless(thermal.Edges[i].First) || IsMassless(thermal.Edges[i].Second))];
        _exchangeConductances = new double[thermal.Exchanges.Length];
        _crossedW = new double[thermal.Branches.Length];
        _electricInW = new double[_model.Components.Length];
        _electricOutW = new double[_model.Components.Length];
        _balanceW = new double[_model.Components.Length];
    }

    private bool IsMassless(int node) => node >= 0 && _model.Thermal.CapacitiesJPerK[node] <= 0 && !_isPort[node];

    private void InvalidateMatrix() => State.SetLong(HeaderWords.MatrixVersion, State.GetLong(HeaderWords.MatrixVersion) + 1);

    private void StepThermal(bool isSettling)
    {
        ThermalModel thermal = _model.Thermal;
        UpdateCouplings();
        UpdateSlopes();
        Span<double> temperatures = _words.AsSpan(thermal.Temperatures, thermal.NodeCount);
        temperatures.CopyTo(_oldTemperaturesC);
        if (_factoredVersion != State.GetLong(HeaderWords.MatrixVersion) || _isFactoredForSettling != isSettling)
        {
            Factorize(isSettling);
        }

        // A runaway beyond all measure must not make numbers that are none: temperatures then stand still, and their alarms stay up.
        BuildRightHandSide();
        AddPackageHeat(isSettling);
        bool isSolved = _isSolvable;
        if (isSolved)
        {
            thermal.Solver.Solve(_factors, _rightHandSide, _scratch);
            isSolved = FiniteCheck.AllFinite(_rightHandSide);
        }

        for (int i = 0; i < thermal.NodeCount; i++)
        {
            _changesK[i] = isSolved ? _rightHandSide[i] : 0;
            temperatures[i] += _changesK[i];
        }

        _packageStoredW = 0;
        if (isSolved)
        {
            AdvancePackages(isSettling);
        }

        ScatterTemperatures(isSettling || State.Step % _model.LinkEvery == 0);
        if (isSettling)
        {
            CloseStreams(thermal, temperatures);
            ClosePumps(isSettling: true);
        }
        else
        {
            CloseLedger();
        }

        Array.Clear(_nodeHeatW);
    }

    // Hottest cells and error estimates are for readers, no component sees them: as often as links are looked at is enough.
    private void ScatterTemperatures(bool isReading = true)
    {
        ThermalModel thermal = _model.Thermal;
        foreach ((int word, int node) in thermal.Views)
        {
            _words[word] = _words[thermal.Temperatures + node];
        }

        ScatterPackages(isReading);
    }

    // Conductances that components set, and joints of parts that come and go.
    private void UpdateCouplings()
    {
        ThermalModel thermal = _model.Thermal;
        bool hasMoved = false;
        for (int i = 0; i < thermal.Edges.Length; i++)
        {
            ThermalModel.Edge edge = thermal.Edges[i];
            double conductance = edge.Word >= 0 ? Math.Max(0, _words[edge.Word]) : edge.Constant;
            bool isJoined = edge.FirstComponent == edge.SecondComponent || (IsInPlace(edge.FirstComponent) && IsInPlace(edge.SecondComponent));
            double now = isJoined ? conductance : 0;
            ref double inMatrix = ref _words[thermal.EdgeConductances + i];
            if (HasMoved(inMatrix, now))
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

    private void UpdateSlopes()
    {
        ThermalModel thermal = _model.Thermal;
        bool hasMoved = false;
        for (int i = 0; i < thermal.Leaks.Length; i++)
        {
            double now = Math.Max(0, _words[thermal.Leaks[i].Post + 1]);
            ref double inMatrix = ref _words[thermal.LeakSlopes + i];
            bool isOff = now == 0 && inMatrix != 0;
            if (isOff || Math.Abs(now - inMatrix) > SlopeThreshold * Math.Max(inMatrix, now))
            {
                inMatrix = now;
                hasMoved = true;
            }
        }

        if (UpdatePumpSlopes() | hasMoved)
        {
            InvalidateMatrix();
        }
    }

    // C/dt + G: conduction, advection with the flow, leakage slopes on the diagonal. Steady without C/dt.
    private void Factorize(bool isSettling)
    {
        ThermalModel thermal = _model.Thermal;
        Assemble(isSettling);
        for (int i = 0; i < thermal.Leaks.Length; i++)
        {
            _values[thermal.Leaks[i].Diagonal] -= _words[thermal.LeakSlopes + i];
        }

        SolveStatus status = thermal.Solver.Factorize(_values, _factors, _scratch);
        _isSolvable = status == SolveStatus.Success;
        _factoredVersion = State.GetLong(HeaderWords.MatrixVersion);
        _isFactoredForSettling = isSettling;
        Factorizations++;
    }

    // The matrix for a step, but for the leakage.
    private void Assemble(bool isSettling)
    {
        ThermalModel thermal = _model.Thermal;
        double stepS = isSettling ? SettlingStepS : _stepS;
        ReadOnlySpan<int> diagonals = thermal.Pattern.DiagonalIndices;
        Array.Clear(_values);
        for (int i = 0; i < thermal.NodeCount; i++)
        {
            _values[diagonals[i]] = thermal.CapacitiesJPerK[i] / stepS;
        }

        for (int i = 0; i < thermal.Edges.Length; i++)
        {
            ThermalModel.Edge edge = thermal.Edges[i];
            double conductance = _words[thermal.EdgeConductances + i];
            if (edge.Second < 0)
            {
                _values[edge.Diagonal] += conductance;
            }
            else
            {
                edge.Stamp.Add(_values, conductance);
            }
        }

        for (int i = 0; i < thermal.Branches.Length; i++)
        {
            StampBranch(thermal, i);
        }

        StampCrossings(thermal);
        StampPumps();
        StampPackages(isSettling);
        PinLooseNodes();
        foreach (int node in _masslessNodes)
        {
            _values[diagonals[node]] += _isPinned[node] ? 1 : 0;
        }
    }

    // Nodes without capacity that conductances join to each other and to nothing else, such as two mounts that both lost their parts: no
    // equation says how warm they are. One of them is tied to its own last temperature by 1 W/K, through which no heat flows.
    private void PinLooseNodes()
    {
        foreach (int node in _masslessNodes)
        {
            _isLoose[node] = true;
            _isPinned[node] = false;
        }

        Fasten();
        foreach (int node in _masslessNodes)
        {
            if (_isLoose[node])
            {
                _isPinned[node] = true;
                _isLoose[node] = false;
                Fasten();
            }
        }
    }

    private void Fasten()
    {
        ThermalModel thermal = _model.Thermal;
        bool hasFastened;
        do
        {
            hasFastened = false;
            foreach (int index in _masslessEdges)
            {
                ThermalModel.Edge edge = thermal.Edges[index];
                bool isFirstLoose = _isLoose[edge.First];
                bool isSecondLoose = edge.Second >= 0 && _isLoose[edge.Second];
                if (isFirstLoose != isSecondLoose && _words[thermal.EdgeConductances + index] > 0)
                {
                    _isLoose[isFirstLoose ? edge.First : edge.Second] = false;
                    hasFastened = true;
                }
            }
        }
        while (hasFastened);
    }

    // What arrives at the downstream junction: c T_up + sum g (T_wall - T_up); c and g refer to the upstream junction.
    private void StampBranch(ThermalModel thermal, int index)
    {
        ThermalModel.BranchModel branch = thermal.Branches[index];
        double signed = _words[thermal.BranchCapacityFlows + index];
        if (signed == 0)
        {
            return;
        }

        bool isForward = signed > 0;
        double capacityFlow = Math.Abs(signed);
        int up = isForward ? branch.From : branch.To;
        int down = isForward ? branch.To : branch.From;
        double exchanged = 0;
        foreach (int k in branch.Exchanges)
        {
            ThermalModel.ExchangeModel exchange = thermal.Exchanges[k];
            double conductance = _words[thermal.ExchangeConductances + k];
            exchanged += conductance;
            _values[exchange.WallDiagonal] += conductance;
            if (up >= 0)
            {
                _values[isForward ? exchange.WallFrom : exchange.WallTo] -= conductance;
            }

            if (down >= 0)
            {
                _values[isForward ? exchange.ToWall : exchange.FromWall] -= conductance;
            }
        }

        if (down >= 0)
        {
            _values[isForward ? branch.ToDiagonal : branch.FromDiagonal] += capacityFlow;
            if (up >= 0)
            {
                _values[isForward ? branch.ToFrom : branch.FromTo] -= capacityFlow - exchanged;
            }
        }
    }

    // What heats each node at its present temperature. The solve is for the change of temperature: its rounding is that of the fluxes, not
    // that of C T / dt, which is a million times larger, so that the ledger closes to twelve digits at a step of a millisecond.
    private void BuildRightHandSide()
    {
        ThermalModel thermal = _model.Thermal;
        _nodeHeatW.CopyTo(_rightHandSide, 0);
        foreach ((int word, int node) in thermal.Posts)
        {
            _rightHandSide[node] += _words[word];
        }

        foreach (ThermalModel.LeakModel leak in thermal.Leaks)
        {
            _rightHandSide[leak.Node] += _words[leak.Post];
        }

        AddPumpHeat();
        double room = _words[HeaderWords.Room];
        ReadOnlySpan<double> conductances = _words.AsSpan(thermal.EdgeConductances, thermal.Edges.Length);
        for (int i = 0; i < thermal.Edges.Length; i++)
        {
            ThermalModel.Edge edge = thermal.Edges[i];
            double heat = conductances[i] * (_oldTemperaturesC[edge.First] - (edge.Second < 0 ? room : _oldTemperaturesC[edge.Second]));
            _rightHandSide[edge.First] -= heat;
            if (edge.Second >= 0)
            {
                _rightHandSide[edge.Second] += heat;
            }
        }

        FindCrossedHeat(thermal, _oldTemperaturesC);
        for (int i = 0; i < thermal.Branches.Length; i++)
        {
            AddInflow(thermal, i);
        }
    }

    private void AddInflow(ThermalModel thermal, int index)
    {
        ThermalModel.BranchModel branch = thermal.Branches[index];
        double signed = _words[thermal.BranchCapacityFlows + index];
        bool isForward = signed > 0;
        int up = isForward ? branch.From : branch.To;
        int down = isForward ? branch.To : branch.From;
        double inlet = up >= 0 ? _oldTemperaturesC[up] : _words[branch.InletWord];
        double carried = Dissipation(branch) + _crossedW[index];
        if (signed != 0)
        {
            foreach (int k in branch.Exchanges)
            {
                int wall = thermal.Exchanges[k].Wall;
                double heat = _words[thermal.ExchangeConductances + k] * (_oldTemperaturesC[wall] - inlet);
                _rightHandSide[wall] -= heat;
                carried += heat;
            }
        }

        if (down >= 0)
        {
            _rightHandSide[down] += (Math.Abs(signed) * (inlet - _oldTemperaturesC[down])) + carried;
        }
    }

    // Pressure drop times flow warms the fluid; over a fan or pump at work it is the hydraulic power that the component pays for.
    private double Dissipation(ThermalModel.BranchModel branch)
    {
        StreamModel stream = _model.Streams[branch.Stream];
        int element = branch.Element;
        double drop = _words[stream.Pressures + stream.FromJunctions[element]] - _words[stream.Pressures + stream.ToJunctions[element]];
        return Math.Max(0, drop * _words[stream.Flows + element]);
    }

    // The ledger, from temperatures and flows after the solve: what went into each component less what came out of it and what it stored.
    private void CloseLedger()
    {
        ThermalModel thermal = _model.Thermal;
        Span<double> temperatures = _words.AsSpan(thermal.Temperatures, thermal.NodeCount);
        Array.Clear(_balanceW);
        double stored = _packageStoredW;
        for (int i = 0; i < thermal.NodeCount; i++)
        {
            double rate = thermal.CapacitiesJPerK[i] * _changesK[i] / _stepS;
            stored += rate;
            int owner = thermal.NodeComponents[i];
            if (owner >= 0)
            {
                _balanceW[owner] -= rate;
            }
        }

        double surface = 0;
        double room = _words[HeaderWords.Room];
        for (int i = 0; i < thermal.Edges.Length; i++)
        {
            ThermalModel.Edge edge = thermal.Edges[i];
            double conductance = _words[thermal.EdgeConductances + i];
            if (edge.Second < 0)
            {
                surface += conductance * (temperatures[edge.First] - room);
            }
            else if (edge.FirstComponent != edge.SecondComponent)
            {
                double heat = conductance * (temperatures[edge.First] - temperatures[edge.Second]);
                Debit(edge.FirstComponent, heat);
                Debit(edge.SecondComponent, -heat);
            }
        }

        DebitPackages();
        double fluid = CloseStreams(thermal, temperatures);
        for (int i = 0; i < thermal.Leaks.Length; i++)
        {
            ThermalModel.LeakModel leak = thermal.Leaks[i];
            double extra = _words[thermal.LeakSlopes + i] * _changesK[leak.Node];
            _words[thermal.LeakDebts + i] += extra * _stepS;
            _balanceW[leak.Component] += extra - _repaidW[i];
            stored += _repaidW[i] - extra;
        }

        stored += ClosePumps(isSettling: false);
        (double leaving, double arriving, double lost) = CloseLight();
        CloseComponents();
        _words[HeaderWords.FluidHeat] = fluid;
        _words[HeaderWords.SurfaceLoss] = surface;
        _words[HeaderWords.StoredPower] = stored;
        _words[HeaderWords.LightLeaving] = leaving;
        _words[HeaderWords.LightArriving] = arriving;
        _words[HeaderWords.LightLost] = lost;
        _words[HeaderWords.BoxImbalance] = _words[HeaderWords.InletPower] + arriving - fluid - leaving - lost - surface - stored;
    }

    private void Debit(int component, double heatW)
    {
        if (component >= 0)
        {
            _balanceW[component] -= heatW;
        }
    }

    private double CloseStreams(ThermalModel thermal, Span<double> temperatures)
    {
        double fluid = 0;
        FindCrossedHeat(thermal, temperatures);
        for (int i = 0; i < thermal.Branches.Length; i++)
        {
            ThermalModel.BranchModel branch = thermal.Branches[i];
            double signed = _words[thermal.BranchCapacityFlows + i];
            bool isForward = signed > 0;
            int up = isForward ? branch.From : branch.To;
            int down = isForward ? branch.To : branch.From;
            double inlet = up >= 0 ? temperatures[up] : _words[branch.InletWord];
            double exchanged = 0;
            if (signed != 0)
            {
                foreach (int k in branch.Exchanges)
                {
                    ThermalModel.ExchangeModel exchange = thermal.Exchanges[k];
                    double heat = _words[thermal.ExchangeConductances + k] * (temperatures[exchange.Wall] - inlet);
                    Debit(exchange.Component, heat);
                    exchanged += heat;
                }
            }

            double capacityFlow = Math.Abs(signed);
            double carried = exchanged + Dissipation(branch) + _crossedW[i];
            double outside = _words[branch.InletWord];
            fluid += down < 0 ? (capacityFlow * (inlet - outside)) + carried : 0;
            if (branch.Input >= 0)
            {
                _words[branch.Input + LaneLayout.ElementInlet] = inlet;
                _words[branch.Input + LaneLayout.ElementOutlet] = capacityFlow > 0 ? inlet + (carried / capacityFlow) : inlet;
                Debit(branch.Component, HydraulicPower(branch));
            }
        }

        return fluid;
    }

    // What a fan or pump gives to the fluid leaves the component here and comes back as dissipation along the branches.
    private double HydraulicPower(ThermalModel.BranchModel branch)
    {
        StreamModel stream = _model.Streams[branch.Stream];
        return stream.IsMover[branch.Element]
            ? Math.Max(0, -_words[branch.Input + LaneLayout.ElementDrop] * _words[branch.Input + LaneLayout.ElementFlow])
            : 0;
    }

    private (double Leaving, double Arriving, double Lost) CloseLight()
    {
        double produced = 0;
        double absorbed = 0;
        double leaving = 0;
        double arriving = 0;
        foreach ((int component, int word, int count, bool isLeaving, bool isPanel) in _model.Light.Powers)
        {
            ComponentCondition condition = Condition(_model.Components[component]);
            if (condition is ComponentCondition.Absent or ComponentCondition.Inserting)
            {
                continue;
            }

            double sum = 0;
            foreach (double power in _words.AsSpan(word, count))
            {
                sum += power;
            }

            _balanceW[component] += isLeaving ? -sum : sum;
            leaving += isPanel && isLeaving ? sum : 0;
            arriving += isPanel && !isLeaving ? sum : 0;
            produced += !isPanel && isLeaving ? sum : 0;
            absorbed += !isPanel && !isLeaving ? sum : 0;
        }

        return (leaving, arriving, produced - absorbed - _fibreHeatW);
    }

    private void CloseComponents()
    {
        double worst = 0;
        int worstComponent = 0;
        for (int c = 0; c < _balanceW.Length; c++)
        {
            ComponentModel component = _model.Components[c];
            double net = _electricInW[c] - _electricOutW[c];
            double imbalance = _balanceW[c] + net;
            _words[component.Words + ComponentWords.Power] = net;
            _words[component.Words + ComponentWords.Energy] += net * _stepS;
            _words[component.Words + ComponentWords.Imbalance] = imbalance;
            if (Math.Abs(imbalance) > Math.Abs(worst))
            {
                worst = imbalance;
                worstComponent = c;
            }
        }

        _words[HeaderWords.WorstImbalance] = worst;
        _words[HeaderWords.WorstComponent] = worstComponent;
    }
}
