using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Tests.LinearAlgebra;

public class SparsePatternTests
{
    [Fact]
    public void FromEntries_OneSidedAndDoubled_IsSymmetricWithDiagonal()
    {
        SparsePattern pattern = SparsePattern.FromEntries(3, [0, 0, 2], [1, 1, 1]);

        Assert.Equal(7, pattern.EntryCount);
        Assert.Equal([0, 2, 5, 7], pattern.RowStarts.ToArray());
        Assert.Equal([0, 1, 0, 1, 2, 1, 2], pattern.Columns.ToArray());
        Assert.Equal(3, pattern.IndexOf(1, 1));
        Assert.Equal(5, pattern.IndexOf(2, 1));
        Assert.True(pattern.Contains(1, 2));
        Assert.False(pattern.Contains(0, 2));
        Assert.Equal([0, 3, 6], pattern.DiagonalIndices.ToArray());
    }

    [Fact]
    public void FromEntries_OutsideMatrix_IsRefusedWithPosition()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SparsePattern.FromEntries(2, [0], [2]));
        Assert.Contains("(0, 2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SparsePattern.FromEntries(2, [0, 1], [1]));
    }

    [Fact]
    public void IndexOf_NoSuchEntry_IsRefused()
    {
        SparsePattern pattern = SparsePattern.FromEntries(3, [0], [1]);
        Assert.Throws<ArgumentException>(() => pattern.IndexOf(0, 2));
        Assert.Throws<ArgumentException>(() => pattern.IndexOf(0, 3));
    }

    [Fact]
    public void Multiply_SmallMatrix_MatchesByHand()
    {
        SparsePattern pattern = SparsePattern.FromEntries(2, [0], [1]);
        double[] y = new double[2];
        pattern.Multiply([2, -1, -3, 4], [5, 7], y);
        Assert.Equal([3, 13], y);
    }
}
