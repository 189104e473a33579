using System.Runtime.InteropServices;
using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Vectors over the cells of a package, orthonormal with its heat capacities as weights; the first one is the uniform temperature.</summary>
/// <remarks>Classical Gram-Schmidt of a whole block against all vectors, twice ("twice is enough"; Giraud, Langou, Rozloznik and van den Eshof,
/// Numerische Mathematik 101 (2005)), then vector by vector within the block.</remarks>
internal sealed class PackageBasis
{
    private readonly double[] _capacities;
    private readonly double _deflation;
    private readonly List<double[]> _vectors = [];

    /// <param name="package">The full model.</param>
    /// <param name="deflation">A vector of which less than this share is new, measured by norm, is dropped.</param>
    public PackageBasis(IPackageOperator package, double deflation)
    {
        _capacities = package.Capacities.ToArray();
        _deflation = deflation;
        double[] uniform = new double[_capacities.Length];
        Array.Fill(uniform, 1);
        Add([uniform]);
    }

    public int Count => _vectors.Count;

    /// <summary>The vectors, each as long as the package has cells.</summary>
    public ReadOnlySpan<double[]> Vectors => CollectionsMarshal.AsSpan(_vectors);

    /// <summary>Adds what is new of a block of vectors; they are overwritten and belong to the basis from then on.</summary>
    public void Add(double[][] block)
    {
        double[] before = [.. block.Select(Norm)];
        Project(Vectors, block);
        Project(Vectors, block);
        int first = _vectors.Count;
        for (int i = 0; i < block.Length; i++)
        {
            double[][] one = [block[i]];
            ReadOnlySpan<double[]> added = Vectors[first..];
            Project(added, one);
            Project(added, one);
            double norm = Norm(block[i]);
            if (norm > _deflation * before[i])
            {
                foreach (ref double value in block[i].AsSpan())
                {
                    value /= norm;
                }

                _vectors.Add(block[i]);
            }
        }
    }

    private void Project(ReadOnlySpan<double[]> onto, double[][] block)
    {
        double[] overlaps = new double[onto.Length * block.Length];
        double[][] weighted = [.. block.Select(Weighted)];
        PanelKernels.Overlaps(onto, weighted, overlaps);
        PanelKernels.Subtract(onto, overlaps, block);
    }

    private double[] Weighted(double[] vector)
    {
        double[] weighted = new double[vector.Length];
        for (int i = 0; i < weighted.Length; i++)
        {
            weighted[i] = _capacities[i] * vector[i];
        }

        return weighted;
    }

    private double Norm(double[] vector) => Math.Sqrt(VectorKernels.Dot(Weighted(vector), vector));
}
