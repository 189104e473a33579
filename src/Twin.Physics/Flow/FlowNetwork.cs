using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Flow;

/// <summary>Steady incompressible flow through resistances and movers between junctions, some at fixed pressure. Immutable and shared between threads.</summary>
/// <remarks>
/// <para>Newton's method on flows and pressures together (the gradient method of E. Todini and S. Pilati, "A gradient algorithm for the analysis of
/// pipe networks", 1987, in delta form): each element's law is made linear about its present flow, the flows are eliminated, and one symmetric
/// sparse system for the pressure corrections remains. Flows balance at every junction after the first step, whatever the laws still lack.</para>
/// <para>Where all laws are monotone, the flows minimise a convex function (the "content" of W. Millar, Phil. Mag. 42 (1951) 1150); a step is shortened until the
/// slope of that function along it has shrunk, which converges from any start. Only the slope of a law is held above a floor near zero flow, never the law itself.</para>
/// <para>A curve that rises with flow somewhere (stall) can have several operating points: each local minimum of the content is one that the air stays at, since
/// the inertia of the air only ever lowers the content. Which one is taken depends on the flows handed in and on nothing else, so a caller that hands in the last ones gets
/// the hysteresis of the real fan:</para>
/// <list type="number">
/// <item>Each mover stays on the stretch of its curve that it is on, if there is an operating point with all of them on theirs. With every stretch falling that
/// point is unique and its search convex.</item>
/// <item>Otherwise flows move on as the inertia of the air in the movers lets them: implicit steps of k dQ/dt = rise - drop, k above the steepest rise, so that every one is
/// convex and lowers the content (the proximal point method, R. T. Rockafellar, SIAM J. Control Optim. 14 (1976) 877), until 1. succeeds or nothing moves. Starting from rest this is the
/// operating point with the least flow.</item>
/// <item>A point where nothing moves is kept only if the content curves upwards there: A' G A then has as many negative eigenvalues as there are movers on a rising slope. Where alike movers
/// are balanced on a ridge, the first is pushed up and the last down, so the later ones stall.</item>
/// </list>
/// <para>Last, the residual of the balance (rounding only) is moved along a spanning tree from its leaves to the fixed junctions: each junction's
/// flow to its parent becomes minus the sum of its other flows. Shut elements, and parts that nothing drives, have exactly zero flow.</para>
/// </remarks>
public sealed class FlowNetwork
{
    private const int MaximumIterations = 100;

    // Laws hold to this part of the pressure that drives a component, which keeps Tellegen's sum within 1e-9 for hundreds of elements.
    private const double RelativeTolerance = 1e-12;

    // Slopes are held above that of the flow at which an element's drop is this part of the drive: far below the tolerance that matters.
    private const double SlopeFloor = 1e-14;

    // Between operating points: number of implicit steps, and the pressure of inertia, relative to the drive, below which nothing moves any more.
    private const int MaximumMoves = 400;
    private const double MoveTolerance = 1e-9;
    private const double RestTolerance = 1e-3;
    private const double PolishTolerance = 1e-7;

    // Inertia over the steepest rise of the curve: above one, so that every implicit step is convex.
    private const double InertiaMargin = 1.25;

    // On a rising slope Newton converges from nearby in a handful of iterations or not at all; then the flows must still be near.
    private const int PolishIterations = 20;
    private const double PolishDistance = 0.05;

    private const double StabilityFloor = 1e-6;

    // Push off a ridge, relative to a mover's stall flow, and how often.
    private const double Push = 0.01;
    private const int MaximumPushes = 8;

    private readonly FlowElement[] _elements;
    private readonly int[] _stallMovers;
    private readonly bool[] _isFixed;
    private readonly int[] _unknowns;
    private readonly int[] _incidentStarts;
    private readonly int[] _incident;
    private readonly SparsePattern _pattern;
    private readonly SparseLu _solver;
    private readonly (int FromDiagonal, int ToDiagonal, int FromTo, int ToFrom)[] _slots;

    /// <summary>Builds the network and analyses its matrix; allocates, done once.</summary>
    /// <param name="junctionCount">Number of junctions, fixed ones included.</param>
    /// <param name="fixedJunctions">Junctions whose pressure is given (inlet and outlet plenum, expansion tank). May be empty: then a part's first junction keeps its pressure.</param>
    /// <param name="elements">Branches; several between the same two junctions are fine.</param>
    /// <exception cref="ArgumentException">A junction is out of range, or an element joins a junction to itself.</exception>
    public FlowNetwork(int junctionCount, ReadOnlySpan<int> fixedJunctions, ReadOnlySpan<FlowElement> elements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(junctionCount);
        _isFixed = new bool[junctionCount];
        foreach (int junction in fixedJunctions)
        {
            RequireJunction(junction, nameof(fixedJunctions));
            _isFixed[junction] = true;
        }

        _unknowns = new int[junctionCount];
        int unknownCount = 0;
        for (int junction = 0; junction < junctionCount; junction++)
        {
            _unknowns[junction] = _isFixed[junction] ? -1 : unknownCount++;
        }

        _elements = elements.ToArray();
        _stallMovers = [.. Enumerable.Range(0, _elements.Length).Where(e => _elements[e].Curve is { IsMonotone: false })];
        _incidentStarts = new int[junctionCount + 1];
        List<int> rows = [];
        List<int> columns = [];
        foreach (FlowElement element in _elements)
        {
            RequireJunction(element.From, nameof(elements));
            RequireJunction(element.To, nameof(elements));
            if (element.From == element.To)
            {
                throw new ArgumentException($"An element joins junction {element.From} to itself.", nameof(elements));
            }

            _incidentStarts[element.From + 1]++;
            _incidentStarts[element.To + 1]++;
            if (!_isFixed[element.From] && !_isFixed[element.To])
            {
                rows.Add(_unknowns[element.From]);
                columns.Add(_unknowns[element.To]);
            }
        }

        for (int junction = 0; junction < junctionCount; junction++)
        {
            _incidentStarts[junction + 1] += _incidentStarts[junction];
        }

        _incident = new int[2 * _elements.Length];
        int[] fill = _incidentStarts.AsSpan(0, junctionCount).ToArray();
        _pattern = SparsePattern.FromEntries(unknownCount, rows.ToArray(), columns.ToArray());
        _solver = new SparseLu(_pattern);
        _slots = new (int, int, int, int)[_elements.Length];
        for (int e = 0; e < _elements.Length; e++)
        {
            (int from, int to) = (_elements[e].From, _elements[e].To);
            _incident[fill[from]++] = e;
            _incident[fill[to]++] = e;
            bool joinsUnknowns = !_isFixed[from] && !_isFixed[to];
            _slots[e] = (
                _isFixed[from] ? -1 : _pattern.IndexOf(_unknowns[from], _unknowns[from]),
                _isFixed[to] ? -1 : _pattern.IndexOf(_unknowns[to], _unknowns[to]),
                joinsUnknowns ? _pattern.IndexOf(_unknowns[from], _unknowns[to]) : -1,
                joinsUnknowns ? _pattern.IndexOf(_unknowns[to], _unknowns[from]) : -1);
        }
    }

    /// <summary>Number of junctions: the length of a pressures span.</summary>
    public int JunctionCount => _isFixed.Length;

    /// <summary>Number of elements: the length of a flows span and of each parameter span.</summary>
    public int ElementCount => _elements.Length;

    /// <summary>The branches as they were given.</summary>
    public ReadOnlySpan<FlowElement> Elements => _elements;

    /// <summary>Whether a junction's pressure is given.</summary>
    public bool IsFixed(int junction) => _isFixed[junction];

    /// <summary>Allocates scratch for <see cref="Solve"/>; one per thread.</summary>
    public FlowWorkspace CreateWorkspace() =>
        new(this, JunctionCount, ElementCount, _pattern.Size, _pattern.EntryCount, _solver.FactorCount, _solver.ScratchCount);

    /// <summary>Pressure drop of one element's law at a flow: a Q + rho/rho_ref (b Q|Q| - rise(Q, s)), pascals; negative for a mover at work.</summary>
    /// <param name="element">Index of the element; whether it is open does not matter.</param>
    /// <param name="flowM3PerS">Its flow.</param>
    /// <param name="parameters">Present parameters.</param>
    public double DropPa(int element, double flowM3PerS, in FlowElementParameters parameters)
    {
        double risePa = _elements[element].Curve?.RisePa(flowM3PerS, parameters.SpeedRatio[element]) ?? 0;
        return PassiveDrop(element, flowM3PerS, parameters, out _) - (parameters.DensityRatio * risePa);
    }

    /// <summary>Finds pressures and flows that satisfy every element's law and balance at every free junction.</summary>
    /// <param name="parameters">Present parameters, one number per element and kind.</param>
    /// <param name="pressuresPa">In: fixed pressures, and a guess for the free ones. Out: all pressures. Length <see cref="JunctionCount"/>.</param>
    /// <param name="flowsM3PerS">
    /// In: a guess, best the last solution; zeros for none; with curves in stall it decides the branch, so a mover whose speed has changed wants its flow scaled alike. Out: the flows.
    /// Length <see cref="ElementCount"/>.
    /// </param>
    /// <param name="workspace">From this network's <see cref="CreateWorkspace"/>.</param>
    /// <returns>The outcome; see <see cref="FlowStatus"/> for what the spans hold then.</returns>
    /// <remarks>Allocates nothing. A part of the network that no open element joins to a fixed junction keeps the pressure of its first junction.</remarks>
    /// <exception cref="ArgumentException">A span has the wrong length, or the workspace belongs to another network.</exception>
    public FlowSolution Solve(
        in FlowElementParameters parameters, Span<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.Network != this)
        {
            throw new ArgumentException("The workspace was made by another network.", nameof(workspace));
        }

        Require.Length(pressuresPa.Length, JunctionCount, nameof(pressuresPa));
        Require.Length(flowsM3PerS.Length, ElementCount, nameof(flowsM3PerS));
        Require.Length(parameters.LinearPaSPerM3.Length, ElementCount, nameof(parameters));
        Require.Length(parameters.ForwardPaS2PerM6.Length, ElementCount, nameof(parameters));
        Require.Length(parameters.ReversePaS2PerM6.Length, ElementCount, nameof(parameters));
        Require.Length(parameters.SpeedRatio.Length, ElementCount, nameof(parameters));
        Require.Length(parameters.IsOpen.Length, ElementCount, nameof(parameters));

        // 1. Refuse what no law can mean.
        if (!AreValid(parameters, pressuresPa, out int invalidElement))
        {
            return new FlowSolution(FlowStatus.InvalidParameter, 0, double.NaN, invalidElement);
        }

        pressuresPa.CopyTo(workspace.PreviousPressures);
        flowsM3PerS.CopyTo(workspace.PreviousFlows);

        // 2. Find what is joined and what drives it, and put the rest to rest; grow the spanning tree.
        FindComponents(parameters, pressuresPa, workspace);
        RestUndriven(pressuresPa, flowsM3PerS, workspace);
        int visited = GrowTree(workspace);

        // 3. Newton.
        ReleaseCurves(workspace);
        FlowSolution solution = HasStretches(parameters, workspace)
            ? FindBranch(parameters, pressuresPa, flowsM3PerS, workspace)
            : Iterate(parameters, pressuresPa, flowsM3PerS, workspace);
        if (solution.Status == FlowStatus.NotFinite)
        {
            workspace.PreviousPressures.CopyTo(pressuresPa);
            workspace.PreviousFlows.CopyTo(flowsM3PerS);
            return solution;
        }

        // 4. Balance to rounding.
        ProjectOntoTree(flowsM3PerS, workspace, visited);
        return solution;
    }

    private FlowSolution Iterate(
        in FlowElementParameters parameters, Span<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace,
        bool isConvex = true, double tolerance = RelativeTolerance)
    {
        for (int iteration = 0; ; iteration++)
        {
            double residualPa = Linearise(parameters, pressuresPa, flowsM3PerS, workspace, tolerance, isConvex && iteration == 0, out bool holds);
            if (!double.IsFinite(residualPa))
            {
                return new FlowSolution(FlowStatus.NotFinite, iteration, residualPa);
            }

            if (holds && (iteration > 0 || IsBalanced(flowsM3PerS, workspace)))
            {
                return new FlowSolution(FlowStatus.Converged, iteration, residualPa);
            }

            if (iteration == (isConvex ? MaximumIterations : PolishIterations))
            {
                return new FlowSolution(FlowStatus.NotConverged, iteration, residualPa);
            }

            if (!SolveCorrections(pressuresPa, flowsM3PerS, workspace))
            {
                return new FlowSolution(FlowStatus.NotFinite, iteration, residualPa);
            }

            // The first step is taken whole, since only then do the flows balance; what was no solution before it gives no slope to go by.
            double fraction = iteration == 0 ? 1 : StepFraction(parameters, pressuresPa, flowsM3PerS, workspace);
            for (int e = 0; e < _elements.Length; e++)
            {
                if (workspace.IsActive[e])
                {
                    flowsM3PerS[e] += fraction * workspace.Steps[e];
                }
            }
        }
    }

    /// <summary>Finds one of several operating points; see the remarks of the class.</summary>
    private FlowSolution FindBranch(
        in FlowElementParameters parameters, Span<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace)
    {
        int spent = 0;
        if (TryStay(parameters, pressuresPa, flowsM3PerS, workspace, ref spent, out FlowSolution solution))
        {
            return solution;
        }

        int pushes = 0;
        for (int move = 0; move < MaximumMoves; move++)
        {
            solution = Move(parameters, pressuresPa, flowsM3PerS, workspace, out double moved);
            spent += solution.Iterations;
            if (solution.Status != FlowStatus.Converged)
            {
                return solution with { Iterations = spent };
            }

            // A new set of stretches may hold an operating point; the same one has been tried.
            bool isAtRest = moved <= RestTolerance;
            if ((isAtRest || HaveStretchesChanged(parameters, flowsM3PerS, workspace))
                && TryStay(parameters, pressuresPa, flowsM3PerS, workspace, ref spent, out solution))
            {
                return solution;
            }

            if (moved <= PolishTolerance && pushes++ < MaximumPushes)
            {
                PushOff(parameters, flowsM3PerS, workspace);
            }
        }

        ReleaseCurves(workspace);
        double residualPa = Linearise(parameters, pressuresPa, flowsM3PerS, workspace, RelativeTolerance, false, out _);
        return new FlowSolution(FlowStatus.NotConverged, spent, residualPa);
    }

    private bool HasStretches(in FlowElementParameters parameters, FlowWorkspace workspace)
    {
        foreach (int e in _stallMovers)
        {
            if (workspace.IsActive[e] && parameters.SpeedRatio[e] > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every curve whole, no inertia.</summary>
    private void ReleaseCurves(FlowWorkspace workspace)
    {
        for (int e = 0; e < _elements.Length; e++)
        {
            workspace.FirstSegments[e] = 0;
            workspace.LastSegments[e] = _elements[e].Curve?.LastSegment ?? 0;
            workspace.Inertias[e] = 0;
        }
    }

    /// <summary>Looks for an operating point on the stretches that the movers are on; flows and pressures are as before if there is none.</summary>
    private bool TryStay(
        in FlowElementParameters parameters, Span<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace, ref int spent, out FlowSolution solution)
    {
        pressuresPa.CopyTo(workspace.StartPressures);
        flowsM3PerS.CopyTo(workspace.StartFlows);
        ReleaseCurves(workspace);
        bool isConvex = true;
        foreach (int e in _stallMovers)
        {
            if (workspace.IsActive[e] && parameters.SpeedRatio[e] > 0)
            {
                (int first, int last, bool isFalling) = _elements[e].Curve!.StretchAt(flowsM3PerS[e], parameters.SpeedRatio[e]);
                (workspace.FirstSegments[e], workspace.LastSegments[e], workspace.Stretches[e]) = (first, last, first);
                isConvex &= isFalling;
            }
        }

        if (!isConvex)
        {
            ReleaseCurves(workspace);
        }

        solution = Iterate(parameters, pressuresPa, flowsM3PerS, workspace, isConvex);
        spent += solution.Iterations;
        bool isKept = solution.Status == FlowStatus.Converged
            && !HaveStretchesChanged(parameters, flowsM3PerS, workspace)
            && (isConvex || (AreNear(parameters, flowsM3PerS, workspace) && IsStable(parameters, flowsM3PerS, workspace)));
        solution = solution with { Iterations = spent };
        if (!isKept)
        {
            workspace.StartPressures.CopyTo(pressuresPa);
            workspace.StartFlows.CopyTo(flowsM3PerS);
        }

        return isKept;
    }

    /// <summary>One implicit step of the flows against the inertia in the movers; how far they got is the greatest pressure of inertia over the drive.</summary>
    private FlowSolution Move(
        in FlowElementParameters parameters, Span<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace, out double moved)
    {
        ReleaseCurves(workspace);
        foreach (int e in _stallMovers)
        {
            workspace.Inertias[e] = InertiaMargin * parameters.DensityRatio * parameters.SpeedRatio[e] * _elements[e].Curve!.GreatestSlopePaSPerM3;
            workspace.Centres[e] = flowsM3PerS[e];
        }

        FlowSolution solution = Iterate(parameters, pressuresPa, flowsM3PerS, workspace, tolerance: MoveTolerance);
        moved = 0;
        foreach (int e in _stallMovers)
        {
            if (workspace.IsActive[e])
            {
                double drivePa = workspace.Drives[workspace.ElementComponents[e]];
                moved = Math.Max(moved, workspace.Inertias[e] * Math.Abs(flowsM3PerS[e] - workspace.Centres[e]) / drivePa);
            }
        }

        return solution;
    }

    private bool HaveStretchesChanged(in FlowElementParameters parameters, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        foreach (int e in _stallMovers)
        {
            if (workspace.IsActive[e] && parameters.SpeedRatio[e] > 0
                && _elements[e].Curve!.StretchAt(flowsM3PerS[e], parameters.SpeedRatio[e]).First != workspace.Stretches[e])
            {
                return true;
            }
        }

        return false;
    }

    private bool AreNear(in FlowElementParameters parameters, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        foreach (int e in _stallMovers)
        {
            double wide = PolishDistance * parameters.SpeedRatio[e] * Math.Abs(_elements[e].Curve!.StallFlowM3PerS);
            if (workspace.IsActive[e] && wide > 0 && Math.Abs(flowsM3PerS[e] - workspace.StartFlows[e]) > wide)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the content has a minimum here among the flows that balance.</summary>
    /// <remarks>
    /// The matrix of slopes H and balances A, [H A; A' 0], has as many negative eigenvalues as there are balances just where H is positive on the flows that balance
    /// (N. I. M. Gould, Math. Program. 32 (1985) 90); elimination of the flows turns that into a count for A' H^-1 A.
    /// </remarks>
    private bool IsStable(in FlowElementParameters parameters, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        int rising = 0;
        Span<double> values = workspace.Values;
        values.Clear();
        for (int e = 0; e < _elements.Length; e++)
        {
            if (workspace.IsActive[e])
            {
                Drop(e, flowsM3PerS[e], parameters, workspace, out double slope);

                // Slopes near zero are those of idle elements: a moderate floor keeps dead ends from drowning the signs in rounding.
                double floor = StabilityFloor * Math.Sqrt(parameters.DensityRatio * Resistance(e, parameters) * workspace.Drives[workspace.ElementComponents[e]]);
                rising += slope < 0 ? 1 : 0;
                AddConductance(e, 1 / (Math.Abs(slope) > floor ? slope : floor), values, workspace);
            }
        }

        PinRest(values, workspace);
        return _solver.Factorize(values, workspace.Factors, workspace.Scratch) == SolveStatus.Success
            && _solver.CountNegativePivots(workspace.Factors) == rising;
    }

    /// <summary>Moves movers on a rising slope apart: the first up, the last, or the only one, down.</summary>
    private void PushOff(in FlowElementParameters parameters, Span<double> flowsM3PerS, FlowWorkspace workspace)
    {
        int rising = 0;
        foreach (int e in _stallMovers)
        {
            rising += IsRising(e, parameters, flowsM3PerS, workspace) ? 1 : 0;
        }

        int place = 0;
        foreach (int e in _stallMovers)
        {
            if (IsRising(e, parameters, flowsM3PerS, workspace))
            {
                double direction = rising == 1 ? -1 : 1 - (2.0 * place++ / (rising - 1));
                flowsM3PerS[e] += direction * Push * parameters.SpeedRatio[e] * Math.Abs(_elements[e].Curve!.StallFlowM3PerS);
            }
        }
    }

    private bool IsRising(int element, in FlowElementParameters parameters, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace) =>
        workspace.IsActive[element] && parameters.SpeedRatio[element] > 0 && !_elements[element].Curve!.StretchAt(flowsM3PerS[element], parameters.SpeedRatio[element]).IsFalling;

    /// <summary>Law, slope and residual of every active element at its present flow; returns the largest residual.</summary>
    private double Linearise(
        in FlowElementParameters parameters, ReadOnlySpan<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace,
        double relativeTolerance, bool isFirst, out bool holds)
    {
        double greatestPa = 0;
        holds = true;
        for (int e = 0; e < _elements.Length; e++)
        {
            if (!workspace.IsActive[e])
            {
                flowsM3PerS[e] = 0;
                continue;
            }

            double drivePa = workspace.Drives[workspace.ElementComponents[e]];
            if (!double.IsFinite(flowsM3PerS[e]))
            {
                flowsM3PerS[e] = 0;
            }

            double dropPa = Drop(e, flowsM3PerS[e], parameters, workspace, out double slope);
            double resistance = Resistance(e, parameters);

            // The slope of the chord to the flow that the whole drive would press through this element alone.
            double chord = parameters.LinearPaSPerM3[e] + Math.Sqrt(parameters.DensityRatio * resistance * drivePa);
            double floor = 2 * Math.Sqrt(parameters.DensityRatio * resistance * SlopeFloor * drivePa);
            if (isFirst)
            {
                // An element that has just been opened or started has no flow to be made linear about: its slope there would be near zero.
                floor = flowsM3PerS[e] == 0 ? chord : 0.05 * chord;
            }

            double fromPa = pressuresPa[_elements[e].From];
            double toPa = pressuresPa[_elements[e].To];
            double residualPa = fromPa - toPa - dropPa;
            workspace.Conductances[e] = 1 / (slope < -floor ? slope : Math.Max(slope, floor));
            workspace.Drops[e] = residualPa;
            double magnitude = Math.Abs(residualPa);

            // Differences of pressures carry the rounding of the pressures themselves (an absolute level of 1e5 Pa is usual).
            double tolerance = (relativeTolerance * drivePa) + (1e-15 * (Math.Abs(fromPa) + Math.Abs(toPa)));
            holds &= magnitude <= tolerance;
            greatestPa = magnitude > greatestPa || double.IsNaN(magnitude) ? magnitude : greatestPa;
        }

        return greatestPa;
    }

    private double Resistance(int element, in FlowElementParameters parameters) =>
        Math.Max(parameters.ForwardPaS2PerM6[element], parameters.ReversePaS2PerM6[element]) + (_elements[element].Curve?.CharacteristicResistance ?? 0);

    /// <summary>Solves for the pressure corrections, applies them, and leaves the flow steps in the workspace.</summary>
    private bool SolveCorrections(Span<double> pressuresPa, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        Span<double> values = workspace.Values;
        Span<double> rightHandSide = workspace.RightHandSide;
        values.Clear();
        rightHandSide.Clear();
        for (int e = 0; e < _elements.Length; e++)
        {
            if (!workspace.IsActive[e])
            {
                continue;
            }

            (int from, int to) = (_elements[e].From, _elements[e].To);
            double conductance = workspace.Conductances[e];
            double flow = flowsM3PerS[e] + (conductance * workspace.Drops[e]);
            if (workspace.IsSolved[from])
            {
                rightHandSide[_unknowns[from]] -= flow;
            }

            if (workspace.IsSolved[to])
            {
                rightHandSide[_unknowns[to]] += flow;
            }

            AddConductance(e, conductance, values, workspace);
        }

        PinRest(values, workspace);
        if (_solver.Factorize(values, workspace.Factors, workspace.Scratch) != SolveStatus.Success)
        {
            return false;
        }

        _solver.Solve(workspace.Factors, rightHandSide, workspace.Scratch);
        Span<double> corrections = workspace.Corrections;
        for (int junction = 0; junction < _unknowns.Length; junction++)
        {
            corrections[junction] = workspace.IsSolved[junction] ? rightHandSide[_unknowns[junction]] : 0;
            pressuresPa[junction] += corrections[junction];
        }

        for (int e = 0; e < _elements.Length; e++)
        {
            if (workspace.IsActive[e])
            {
                double correction = corrections[_elements[e].From] - corrections[_elements[e].To];
                workspace.Steps[e] = workspace.Conductances[e] * (workspace.Drops[e] + correction);
            }
        }

        return true;
    }

    private void AddConductance(int element, double conductance, Span<double> values, FlowWorkspace workspace)
    {
        bool isFromSolved = workspace.IsSolved[_elements[element].From];
        bool isToSolved = workspace.IsSolved[_elements[element].To];
        if (isFromSolved)
        {
            values[_slots[element].FromDiagonal] += conductance;
        }

        if (isToSolved)
        {
            values[_slots[element].ToDiagonal] += conductance;
        }

        if (isFromSolved && isToSolved)
        {
            values[_slots[element].FromTo] -= conductance;
            values[_slots[element].ToFrom] -= conductance;
        }
    }

    /// <summary>Unknowns that are not solved for stay: a one on the diagonal.</summary>
    private void PinRest(Span<double> values, FlowWorkspace workspace)
    {
        ReadOnlySpan<int> diagonals = _pattern.DiagonalIndices;
        for (int junction = 0; junction < _unknowns.Length; junction++)
        {
            if (!workspace.IsSolved[junction] && _unknowns[junction] >= 0)
            {
                values[diagonals[_unknowns[junction]]] = 1;
            }
        }
    }

    /// <summary>Shortens the step until the slope of the content along it is at most half of what it was at the start.</summary>
    private double StepFraction(
        in FlowElementParameters parameters, ReadOnlySpan<double> pressuresPa, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        double start = ContentSlope(0, parameters, pressuresPa, flowsM3PerS, workspace);
        double end = ContentSlope(1, parameters, pressuresPa, flowsM3PerS, workspace);

        // A slope that is not negative at the start is rounding: the step is too small to matter.
        if (!(start < 0) || end <= -0.5 * start)
        {
            return 1;
        }

        // The slope rises along the step, from negative to positive: regula falsi (Illinois) brackets its zero.
        double low = 0;
        double lowSlope = start;
        double high = 1;
        double highSlope = end;
        for (int trial = 0; trial < 30; trial++)
        {
            double fraction = low - (lowSlope * (high - low) / (highSlope - lowSlope));
            double slope = ContentSlope(fraction, parameters, pressuresPa, flowsM3PerS, workspace);
            if (Math.Abs(slope) <= -0.5 * start)
            {
                return fraction;
            }

            if (slope > 0)
            {
                high = fraction;
                highSlope = slope;
                lowSlope *= 0.5;
            }
            else
            {
                low = fraction;
                lowSlope = slope;
                highSlope *= 0.5;
            }
        }

        return low > 0 ? low : high;
    }

    private double ContentSlope(
        double fraction, in FlowElementParameters parameters, ReadOnlySpan<double> pressuresPa, ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        double sum = 0;
        for (int e = 0; e < _elements.Length; e++)
        {
            if (workspace.IsActive[e])
            {
                double dropPa = Drop(e, flowsM3PerS[e] + (fraction * workspace.Steps[e]), parameters, workspace, out _);
                sum += (dropPa - (pressuresPa[_elements[e].From] - pressuresPa[_elements[e].To])) * workspace.Steps[e];
            }
        }

        return sum;
    }

    /// <summary>The law as it holds at present: with the stretch a mover is kept on, and its inertia.</summary>
    private double Drop(int element, double flowM3PerS, in FlowElementParameters parameters, FlowWorkspace workspace, out double slope)
    {
        double dropPa = PassiveDrop(element, flowM3PerS, parameters, out slope);
        if (_elements[element].Curve is { } curve)
        {
            double risePa = curve.RisePa(
                flowM3PerS, parameters.SpeedRatio[element], workspace.FirstSegments[element], workspace.LastSegments[element], out double curveSlope);
            double inertia = workspace.Inertias[element];
            dropPa += (inertia * (flowM3PerS - workspace.Centres[element])) - (parameters.DensityRatio * risePa);
            slope += inertia - (parameters.DensityRatio * curveSlope);
        }

        return dropPa;
    }

    private static double PassiveDrop(int element, double flowM3PerS, in FlowElementParameters parameters, out double slope)
    {
        double magnitude = Math.Abs(flowM3PerS);
        double resistance = parameters.DensityRatio * (flowM3PerS >= 0 ? parameters.ForwardPaS2PerM6[element] : parameters.ReversePaS2PerM6[element]);
        double linear = parameters.LinearPaSPerM3[element];
        slope = linear + (2 * resistance * magnitude);
        return (linear + (resistance * magnitude)) * flowM3PerS;
    }

    private bool AreValid(in FlowElementParameters parameters, ReadOnlySpan<double> pressuresPa, out int invalidElement)
    {
        invalidElement = -1;
        for (int junction = 0; junction < _isFixed.Length; junction++)
        {
            if (_isFixed[junction] && !double.IsFinite(pressuresPa[junction]))
            {
                return false;
            }
        }

        if (!(parameters.DensityRatio > 0) || !double.IsFinite(parameters.DensityRatio))
        {
            return false;
        }

        for (int e = 0; e < _elements.Length; e++)
        {
            double linear = parameters.LinearPaSPerM3[e];
            double forward = parameters.ForwardPaS2PerM6[e];
            double reverse = parameters.ReversePaS2PerM6[e];
            double speed = parameters.SpeedRatio[e];
            bool isValid = IsFiniteNotNegative(linear) && IsFiniteNotNegative(forward) && IsFiniteNotNegative(reverse)
                && (_elements[e].Curve is null ? linear > 0 || (forward > 0 && reverse > 0) : IsFiniteNotNegative(speed));
            if (!isValid)
            {
                invalidElement = e;
                return false;
            }
        }

        return true;
    }

    private static bool IsFiniteNotNegative(double value) => value >= 0 && double.IsFinite(value);

    /// <summary>Labels what open elements join without passing a fixed junction, and gathers the pressure that can drive each part.</summary>
    private void FindComponents(in FlowElementParameters parameters, ReadOnlySpan<double> pressuresPa, FlowWorkspace workspace)
    {
        int count = 0;
        int[] components = workspace.Components;
        Array.Fill(components, -1);
        int[] stack = workspace.Visits;
        for (int seed = 0; seed < components.Length; seed++)
        {
            if (_isFixed[seed] || components[seed] >= 0)
            {
                continue;
            }

            components[seed] = count;
            int depth = 0;
            stack[depth++] = seed;
            while (depth > 0)
            {
                int junction = stack[--depth];
                for (int i = _incidentStarts[junction]; i < _incidentStarts[junction + 1]; i++)
                {
                    int e = _incident[i];
                    int other = _elements[e].From == junction ? _elements[e].To : _elements[e].From;
                    if (parameters.IsOpen[e] && !_isFixed[other] && components[other] < 0)
                    {
                        components[other] = count;
                        stack[depth++] = other;
                    }
                }
            }

            count++;
        }

        Array.Clear(workspace.Drives);
        Array.Fill(workspace.LowestFixed, double.PositiveInfinity);
        Array.Fill(workspace.HighestFixed, double.NegativeInfinity);
        for (int e = 0; e < _elements.Length; e++)
        {
            workspace.IsActive[e] = parameters.IsOpen[e];
            if (!parameters.IsOpen[e])
            {
                workspace.ElementComponents[e] = -1;
                continue;
            }

            (int from, int to) = (_elements[e].From, _elements[e].To);

            // An element between two fixed junctions is a part of its own.
            int component = !_isFixed[from] ? components[from] : !_isFixed[to] ? components[to] : count++;
            workspace.ElementComponents[e] = component;
            NoteFixed(from, component, pressuresPa, workspace);
            NoteFixed(to, component, pressuresPa, workspace);
            if (_elements[e].Curve is { } curve)
            {
                double risePa = parameters.DensityRatio * curve.ShutOffPressurePa * parameters.SpeedRatio[e] * parameters.SpeedRatio[e];
                workspace.Drives[component] = Math.Max(workspace.Drives[component], risePa);
            }
        }

        for (int component = 0; component < count; component++)
        {
            double spreadPa = workspace.HighestFixed[component] - workspace.LowestFixed[component];
            workspace.Drives[component] = Math.Max(workspace.Drives[component], spreadPa);
        }
    }

    private void NoteFixed(int junction, int component, ReadOnlySpan<double> pressuresPa, FlowWorkspace workspace)
    {
        if (_isFixed[junction])
        {
            workspace.LowestFixed[component] = Math.Min(workspace.LowestFixed[component], pressuresPa[junction]);
            workspace.HighestFixed[component] = Math.Max(workspace.HighestFixed[component], pressuresPa[junction]);
        }
    }

    /// <summary>Stops every part without drive, and pins one junction of every part without a fixed pressure.</summary>
    private void RestUndriven(Span<double> pressuresPa, Span<double> flowsM3PerS, FlowWorkspace workspace)
    {
        for (int e = 0; e < _elements.Length; e++)
        {
            int component = workspace.ElementComponents[e];
            if (component < 0 || !(workspace.Drives[component] > 0))
            {
                workspace.IsActive[e] = false;
                flowsM3PerS[e] = 0;
            }
        }

        for (int junction = 0; junction < _isFixed.Length; junction++)
        {
            int component = workspace.Components[junction];
            workspace.IsSolved[junction] = false;
            if (component < 0)
            {
                continue;
            }

            if (!double.IsFinite(pressuresPa[junction]))
            {
                pressuresPa[junction] = 0;
            }

            bool isPinned = double.IsPositiveInfinity(workspace.LowestFixed[component]);
            if (isPinned)
            {
                // The first junction met of a floating part holds the level for the rest of it.
                workspace.LowestFixed[component] = pressuresPa[junction];
            }

            if (!(workspace.Drives[component] > 0))
            {
                pressuresPa[junction] = workspace.LowestFixed[component];
            }
            else
            {
                workspace.IsSolved[junction] = !isPinned;
            }
        }
    }

    /// <summary>Breadth first from every junction that is not solved for; returns how many solved junctions were reached.</summary>
    private int GrowTree(FlowWorkspace workspace)
    {
        int[] parents = workspace.ParentElements;
        int[] visits = workspace.Visits;
        Array.Fill(parents, -1);
        int visited = 0;
        for (int junction = 0; junction < _isFixed.Length; junction++)
        {
            if (!workspace.IsSolved[junction])
            {
                visited = VisitNeighbours(junction, workspace, visited);
            }
        }

        for (int next = 0; next < visited; next++)
        {
            visited = VisitNeighbours(visits[next], workspace, visited);
        }

        return visited;
    }

    private int VisitNeighbours(int junction, FlowWorkspace workspace, int visited)
    {
        for (int i = _incidentStarts[junction]; i < _incidentStarts[junction + 1]; i++)
        {
            int e = _incident[i];
            int other = _elements[e].From == junction ? _elements[e].To : _elements[e].From;
            if (workspace.IsActive[e] && workspace.IsSolved[other] && workspace.ParentElements[other] < 0)
            {
                workspace.ParentElements[other] = e;
                workspace.Visits[visited++] = other;
            }
        }

        return visited;
    }

    private void ProjectOntoTree(Span<double> flowsM3PerS, FlowWorkspace workspace, int visited)
    {
        for (int next = visited - 1; next >= 0; next--)
        {
            int junction = workspace.Visits[next];
            int parent = workspace.ParentElements[junction];
            double outflow = NetOutflow(junction, parent, flowsM3PerS);
            flowsM3PerS[parent] = _elements[parent].To == junction ? outflow : -outflow;
        }
    }

    private bool IsBalanced(ReadOnlySpan<double> flowsM3PerS, FlowWorkspace workspace)
    {
        double greatest = 0;
        foreach (double flow in flowsM3PerS)
        {
            greatest = Math.Max(greatest, Math.Abs(flow));
        }

        for (int junction = 0; junction < _isFixed.Length; junction++)
        {
            if (workspace.IsSolved[junction] && !(Math.Abs(NetOutflow(junction, -1, flowsM3PerS)) <= 1e-13 * greatest))
            {
                return false;
            }
        }

        return true;
    }

    private double NetOutflow(int junction, int exceptElement, ReadOnlySpan<double> flowsM3PerS)
    {
        double outflow = 0;
        for (int i = _incidentStarts[junction]; i < _incidentStarts[junction + 1]; i++)
        {
            int e = _incident[i];
            if (e != exceptElement)
            {
                outflow += _elements[e].From == junction ? flowsM3PerS[e] : -flowsM3PerS[e];
            }
        }

        return outflow;
    }

    private void RequireJunction(int junction, string parameter)
    {
        if ((uint)junction >= (uint)_isFixed.Length)
        {
            throw new ArgumentException($"Junction {junction} is outside 0..{_isFixed.Length - 1}.", parameter);
        }
    }
}
