using Twin.Physics.Thermal.Packages;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    private double[][] _packageHistoryW = [];
    private double[][] _packageHeatW = [];
    private double[] _portTemperaturesC = [];
    private double[] _probeTemperaturesC = [];
    private bool[] _isPort = [];
    private double _packageStoredW;

    private void InitializePackages()
    {
        PackageCoupling[] packages = _model.Thermal.Packages;
        _packageHistoryW = [.. packages.Select(package => new double[package.Ports.Length])];
        _packageHeatW = [.. packages.Select(package => new double[package.Ports.Length])];
        _portTemperaturesC = new double[packages.Length == 0 ? 0 : packages.Max(package => package.Ports.Length)];
        _probeTemperaturesC = new double[packages.Length == 0 ? 0 : packages.Max(package => package.Package.ProbeCount)];
        _isPort = new bool[_model.Thermal.NodeCount];
        foreach (PackageCoupling package in packages)
        {
            foreach (int node in package.Ports)
            {
                _isPort[node] = true;
            }
        }
    }

    // What the reduced package answers to its ports in one step is a dense conductance between them: its Schur complement.
    private void StampPackages(bool isSettling)
    {
        foreach (PackageCoupling package in _model.Thermal.Packages)
        {
            ReadOnlySpan<double> admittance = Propagator(package, isSettling).Admittance;
            for (int i = 0; i < admittance.Length; i++)
            {
                _values[package.Entries[i]] += admittance[i];
            }
        }
    }

    // Heat that would flow into the package if its ports stayed at their temperatures; the solve adds what their change brings.
    private void AddPackageHeat(bool isSettling)
    {
        PackageCoupling[] packages = _model.Thermal.Packages;
        for (int p = 0; p < packages.Length; p++)
        {
            PackageCoupling package = packages[p];
            PackagePropagator propagator = Propagator(package, isSettling);
            propagator.History(_words.AsSpan(package.State, package.Package.Order), _packageHistoryW[p]);
            PortHeat(package, propagator, _oldTemperaturesC, _packageHistoryW[p], _packageHeatW[p]);
            for (int i = 0; i < package.Ports.Length; i++)
            {
                _rightHandSide[package.Ports[i]] -= _packageHeatW[p][i];
            }
        }
    }

    private void AdvancePackages(bool isSettling)
    {
        PackageCoupling[] packages = _model.Thermal.Packages;
        _packageStoredW = 0;
        for (int p = 0; p < packages.Length; p++)
        {
            PackageCoupling package = packages[p];
            PackagePropagator propagator = Propagator(package, isSettling);
            Span<double> state = _words.AsSpan(package.State, package.Package.Order);
            double before = package.Package.StoredEnergyJ(state);
            ReadOnlySpan<double> temperatures = _words.AsSpan(_model.Thermal.Temperatures, _model.Thermal.NodeCount);
            PortHeat(package, propagator, temperatures, _packageHistoryW[p], _packageHeatW[p]);
            int sources = package.Package.SourceCount;
            ReadOnlySpan<double> heatW = _packageHeatW[p].AsSpan(0, sources);
            ReadOnlySpan<double> facesC = _portTemperaturesC.AsSpan(sources, package.Ports.Length - sources);
            propagator.Advance(state, heatW, facesC);
            Span<double> estimator = _words.AsSpan(package.Estimator, package.Package.EstimatorStateCount);
            if (isSettling)
            {
                package.Package.StartEstimate(estimator, heatW, facesC);
            }
            else
            {
                propagator.AdvanceEstimate(estimator, heatW, facesC);
            }

            _packageStoredW += (package.Package.StoredEnergyJ(state) - before) / _stepS;
        }
    }

    // Admittance times the temperatures of the ports, less what the history of the package drives through them.
    private void PortHeat(PackageCoupling package, PackagePropagator propagator, ReadOnlySpan<double> temperaturesC, ReadOnlySpan<double> historyW, Span<double> heatW)
    {
        int count = package.Ports.Length;
        for (int i = 0; i < count; i++)
        {
            _portTemperaturesC[i] = temperaturesC[package.Ports[i]];
        }

        propagator.PortHeat(_portTemperaturesC.AsSpan(0, count), historyW, heatW);
    }

    private void ScatterPackages(bool isReading)
    {
        foreach (PackageCoupling package in _model.Thermal.Packages)
        {
            ReadOnlySpan<double> state = _words.AsSpan(package.State, package.Package.Order);
            if (isReading)
            {
                package.Package.BlockMaxima(state, _words.AsSpan(package.Maxima, package.Package.BlockCount));
                package.Package.Estimate(_words.AsSpan(package.Estimator, package.Package.EstimatorStateCount), _words.AsSpan(package.Errors, package.Package.EstimateCount));
            }

            if (package.ProbeViews.Length > 0)
            {
                package.Package.ProbeTemperatures(state, _probeTemperaturesC.AsSpan(0, package.Package.ProbeCount));
                foreach ((int word, int probe) in package.ProbeViews)
                {
                    _words[word] = _probeTemperaturesC[probe];
                }
            }
        }
    }

    // Heat that a component put into a package, by a block or through a face, has left it.
    private void DebitPackages()
    {
        PackageCoupling[] packages = _model.Thermal.Packages;
        for (int p = 0; p < packages.Length; p++)
        {
            int[] components = packages[p].PortComponents;
            for (int i = 0; i < components.Length; i++)
            {
                Debit(components[i], _packageHeatW[p][i]);
            }
        }
    }

    private static PackagePropagator Propagator(PackageCoupling package, bool isSettling) => isSettling ? package.Settling : package.Step;
}
