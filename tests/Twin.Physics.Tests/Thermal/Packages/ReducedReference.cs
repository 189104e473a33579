using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>The reference package on 50 x 50 cells with three probes, one of which takes heat, and its reduced model; made once for all tests.</summary>
public sealed class ReducedReference
{
    public ReducedReference()
    {
        PackageModel model = ReferencePackage.WithFilms;
        int active = model.Blocks[0].Layer;
        Model = model with
        {
            Probes = [new("ring0", active, 30e-3, 58.5e-3, TakesHeat: true), new("ring2", active, 58.5e-3, 43e-3), new("sensor", active, 37.2e-3, 37.5e-3)],
        };
        System = new(Model, PackageGrid.Uniform(Model, 50));
        Package = PackageReduction.Build(System);
    }

    public PackageModel Model { get; }

    public PackageSystem System { get; }

    public ReducedPackage Package { get; }

    public double[] NominalW => [.. Model.Blocks.Select(block => block.NominalPowerW), 0];

    public double[] FilmsC => [.. Model.Films.Select(film => film.TemperatureC)];

    /// <summary>Averages, maxima and probes of the full model.</summary>
    public double[] Full(ReadOnlySpan<double> temperaturesC)
    {
        double[] outputs = new double[Package.EstimateCount];
        for (int block = 0; block < Package.BlockCount; block++)
        {
            outputs[block] = System.BlockAverage(block, temperaturesC);
            outputs[Package.BlockCount + block] = System.BlockMaximum(block, temperaturesC);
        }

        for (int probe = 0; probe < Package.ProbeCount; probe++)
        {
            outputs[(2 * Package.BlockCount) + probe] = temperaturesC[System.ProbeCell(probe)];
        }

        return outputs;
    }

    /// <summary>The same of the reduced model.</summary>
    public double[] Reduced(ReadOnlySpan<double> state)
    {
        double[] outputs = new double[Package.EstimateCount];
        Package.BlockAverages(state, outputs.AsSpan(0, Package.BlockCount));
        Package.BlockMaxima(state, outputs.AsSpan(Package.BlockCount, Package.BlockCount));
        Package.ProbeTemperatures(state, outputs.AsSpan(2 * Package.BlockCount));
        return outputs;
    }

    /// <summary>Heat into all cells of the full model.</summary>
    public void Drive(ReadOnlySpan<double> sourceHeatW, ReadOnlySpan<double> filmsC, Span<double> heatW)
    {
        System.Sources(sourceHeatW[..Package.BlockCount], filmsC, 0, heatW);
        heatW[System.ProbeCell(0)] += sourceHeatW[Package.BlockCount];
    }
}
