using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Vectors over the cells of a package, orthonormal with its heat capacities as weights; the first one is the uniform temperature.</summary>
/// <remarks>Classical Gram-Schmidt, twice ("twice is enough"; Giraud, Langou, Rozloznik and van den Eshof, Numerische Mathematik 101 (2005)), in chunks of cells
/// that stay in the cache.</remarks>
internal sealed class PackageBasis
{
    private const int Chunk = 1024;
    private readonly double[] _capacities;
    private readonly double _deflation;
    private readonly List<double[]> _rows = [];

    /// <param name="package">The full model.</param>
    /// <param name="deflation">A vector of which less than this share is new, measured by norm, is dropped.</param>
    public PackageBasis(IPackageOperator package, double deflation)
    {
        _capacities = package.Capacities.ToArray();
        _deflation = deflation;
        double[] uniform = new double[_capacities.Length];
        Array.Fill(uniform, 1);
        Add(uniform);
    }

    public int Count => _rows.Count;

    public ReadOnlySpan<double> this[int index] => _rows[index];

    /// <summary>Adds what is new of a vector. Returns whether anything was.</summary>
    public bool Add(ReadOnlySpan<double> vector)
    {
        double[] row = vector.ToArray();
        double before = Norm(row);
        if (!(before > 0))
        {
            return false;
        }

        double[] weighted = new double[row.Length];
        double[] overlaps = new double[_rows.Count];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < row.Length; i++)
            {
                weighted[i] = _capacities[i] * row[i];
            }

            Array.Clear(overlaps);
            for (int start = 0; start < row.Length; start += Chunk)
            {
                int length = Math.Min(Chunk, row.Length - start);
                for (int k = 0; k < overlaps.Length; k++)
                {
                    overlaps[k] += VectorKernels.Dot(_rows[k].AsSpan(start, length), weighted.AsSpan(start, length));
                }
            }

            for (int start = 0; start < row.Length; start += Chunk)
            {
                int length = Math.Min(Chunk, row.Length - start);
                for (int k = 0; k < overlaps.Length; k++)
                {
                    VectorKernels.AddScaled(-overlaps[k], _rows[k].AsSpan(start, length), row.AsSpan(start, length));
                }
            }
        }

        double norm = Norm(row);
        if (!(norm > _deflation * before))
        {
            return false;
        }

        for (int i = 0; i < row.Length; i++)
        {
            row[i] /= norm;
        }

        _rows.Add(row);
        return true;
    }

    private double Norm(double[] row)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += _capacities[i] * row[i] * row[i];
        }

        return Math.Sqrt(sum);
    }
}
