using Twin.Chassis.Packages;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Chassis.Tests.Packages;

public sealed class PackageResultsFileTests
{
    [Fact]
    public void Read_Steady_AverageAndMaximumOfEachBlock()
    {
        PackageResults results = Read("block,power_W,avg_K,max_K\nCORE,20,350.5,360.25\nring,0,340,340\n");
        Assert.True(results.IsSteady);
        Assert.Equal(
            [
                new("CORE", PackageQuantity.Average, 0, null, 350.5), new("CORE", PackageQuantity.Maximum, 0, null, 360.25),
                new("ring", PackageQuantity.Point, 0, null, 340), new("ring", PackageQuantity.Point, 0, null, 340),
            ],
            results.Values);
    }

    [Fact]
    public void Read_SteadyOfTwoGrids_GridOfEachColumn() =>
        Assert.Equal(
            [50, 50, 100, 100],
            Read("block,power_W,avg_K_grid50,max_K_grid50,avg_K_grid100,max_K_grid100\nPHY,5,380.267,383.819,379.940,383.754\n").Values.Select(value => value.Grid!.Value));

    [Fact]
    public void Read_OverTime_EachInstant()
    {
        PackageResults results = Read("t_s,CORE_avg_K,CORE_max_K,PHY_max_K,ring_K\n0.010,320,321,322,323\n0.020,330,331,332,333\n");
        Assert.False(results.IsSteady);
        Assert.Equal(8, results.Values.Count);
        Assert.Equal(new("PHY", PackageQuantity.Maximum, 0.02, null, 332), results.Values[6]);
        Assert.Equal(new("ring", PackageQuantity.Point, 0.02, null, 333), results.Values[7]);
    }

    [Fact]
    public void Read_NumbersWithoutHeader_Map()
    {
        PackageResults results = Read("303.151,303.151,304\n305,306,307\n");
        Assert.Equal(3, results.MapColumns);
        Assert.Equal([303.151, 303.151, 304, 305, 306, 307], results.Map);
    }

    [Theory]
    [InlineData("", "TW0602", 1, 1, "empty")]
    [InlineData("name,avg_K\nCORE,1\n", "TW0602", 1, 1, "'t_s,NAME_avg_K")]
    [InlineData("block,avg_C\nCORE,1\n", "TW0602", 1, 7, "avg_K_grid50")]
    [InlineData("block,avg_K\nCOR,350\n", "TW0607", 2, 1, "Did you mean 'CORE'?")]
    [InlineData("block,avg_K\nCORE,\n", "TW0604", 2, 6, "no value for 'avg_K'")]
    [InlineData("block,avg_K\nCORE,-3\n", "TW0605", 2, 6, "greater than zero")]
    [InlineData("block,avg_K\n", "TW0603", 1, 1, "no value")]
    [InlineData("t_s,COR_avg_K\n1,350\n", "TW0607", 1, 5, "Did you mean 'CORE'?")]
    [InlineData("t_s,CORE_mean_K\n1,350\n", "TW0602", 1, 5, "NAME_avg_K")]
    [InlineData("t_s,CORE_avg_K\n1,350\n1,351\n", "TW0605", 3, 1, "not after")]
    [InlineData("t_s,CORE_avg_K\n1,350,2\n", "TW0603", 2, 3, "3 fields for 2 columns")]
    [InlineData("300,301\n302\n", "TW0603", 2, 1, "first has 2")]
    [InlineData("300,301\n302,x\n", "TW0604", 2, 5, "'x' is not a temperature")]
    public void Read_WrongFile_LineColumnAndHint(string text, string code, int line, int column, string says)
    {
        PackageResults results = Read(text);
        Assert.Empty(results.Values);
        Assert.Empty(results.Map);
        Problem problem = Assert.Single(results.Problems);
        Assert.Equal((code, line, column), (problem.Code, problem.Origin!.Line, problem.Origin.Column));
        Assert.Contains(says, $"{problem.Message} {problem.Hint}", StringComparison.Ordinal);
    }

    private static PackageResults Read(string text)
    {
        using PackageCopy package = new();
        package.Replace("package.yaml", "bottom: adiabatic", "probes: [{name: ring, layer: SI, x: 5 mm, y: 6 mm}]");
        PackageModel model = package.Read().Model!;
        package.Write("results.csv", text);
        return PackageResultsFile.Read(package.PathOf("results.csv"), model);
    }
}
