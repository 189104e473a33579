using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

public class PackageGridTests
{
    [Fact]
    public void Uniform_TwiceAsWide_HasSquareCells()
    {
        PackageGrid grid = PackageGrid.Uniform(ReferencePackage.WithFilms with { WidthM = 150e-3 }, 100);
        Assert.Equal((100, 50), (grid.Columns, grid.Rows));
        Assert.Equal(150e-3, grid.XLinesM[^1]);
        Assert.Equal(1.5e-3, grid.XLinesM[1], 1e-12);
        Assert.Equal(1.5e-3, grid.YLinesM[1], 1e-12);
    }

    [Fact]
    public void FollowingEdges_Lattice_IsTheUniformGrid()
    {
        PackageGrid uniform = PackageGrid.Uniform(ReferencePackage.WithFilms, 50);
        PackageGrid following = PackageGrid.FollowingEdges(ReferencePackage.WithFilms, 1.5e-3);
        Assert.Equal((50, 50), (following.Columns, following.Rows));
        Assert.All(uniform.XLinesM.Zip(following.XLinesM), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void FollowingEdges_EveryEdge_IsALine()
    {
        PackageModel model = ReferencePackage.WithFilms with { Blocks = [new PackageBlock("odd", 6, new PackageArea(24.4e-3, 30.123e-3, 7.7e-3, 3e-3), 1)] };
        PackageGrid grid = PackageGrid.FollowingEdges(model, 4e-3);
        foreach (PackageArea area in model.Blocks.Select(block => block.Area).Concat(model.Layers.SelectMany(layer => layer.Patches).Select(patch => patch.Area)))
        {
            Assert.Contains(grid.XLinesM, line => Math.Abs(line - area.XM) < 1e-9);
            Assert.Contains(grid.XLinesM, line => Math.Abs(line - area.RightM) < 1e-9);
            Assert.Contains(grid.YLinesM, line => Math.Abs(line - area.YM) < 1e-9);
            Assert.Contains(grid.YLinesM, line => Math.Abs(line - area.TopM) < 1e-9);
        }

        Assert.All(grid.XLinesM.Zip(grid.XLinesM.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1e-6, 4e-3 + 1e-9));
    }

    [Fact]
    public void Construction_NoCellsOrTooMany_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PackageGrid.Uniform(ReferencePackage.WithFilms, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackageGrid.Uniform(ReferencePackage.WithFilms, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackageGrid.FollowingEdges(ReferencePackage.WithFilms, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackageGrid.FollowingEdges(ReferencePackage.WithFilms, 1e-12));
        Assert.Throws<ArgumentException>(() => PackageGrid.Uniform(ReferencePackage.WithFilms with { WidthM = 0 }, 10));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(1, 1)]
    [InlineData(3.5, 2)]
    [InlineData(4, 2)]
    [InlineData(7, 2)]
    public void ColumnAt_LinesOfAnyDistance_IsTheCellBehindTheLine(double position, int column)
    {
        PackageGrid grid = new([0, 1, 3, 4], [0, 1]);
        Assert.Equal(column, grid.ColumnAt(position));
        Assert.Equal(0, grid.RowAt(position));
    }
}
