using Twin.Chassis.Packages;
using Twin.Engine.Description;

namespace Twin.Chassis.Tests.Packages;

public sealed partial class PackageFolderTests
{
    [Theory]
    // Values
    [InlineData("layers.csv", "SI,700", "SI,0", "TW0605", 5, 6, "thickness of 0 m")]
    [InlineData("layers.csv", "SI,700", "SI,-700", "TW0605", 5, 6, "greater than zero")]
    [InlineData("layers.csv", "SI,700", "SI,", "TW0604", 5, 6, "no value for 'thickness_um'")]
    [InlineData("layers.csv", "SI,700", "SI,700 um", "TW0604", 5, 6, "'700 um' is not a number")]
    [InlineData("layers.csv", "SI,700", "SI,NaN", "TW0604", 5, 6, "'NaN' is not a number")]
    [InlineData("layers.csv", "SI,700", "SI,1e999", "TW0604", 5, 6, "'1e999' is not a number")]
    [InlineData("layers.csv", "3,SI", "2,SI", "TW0605", 5, 1, "line 4")]
    [InlineData("layers.csv", "3,SI", "2.5,SI", "TW0604", 5, 1, "not a whole number")]
    [InlineData("layers.csv", "3,SI", "3,TIM", "TW0606", 5, 3, "'TIM' is here a second time")]
    [InlineData("layers.csv", "TIM,100,FILL", "TIM,100,FIL", "TW0607", 4, 11, "Did you mean 'FILL'?")]
    [InlineData("layers.csv", "TIM,100,FILL", "TIM,100,", "TW0604", 4, 11, "no value for 'base_material'")]
    [InlineData("materials.csv", "120,120,120", "120,0,120", "TW0605", 2, 13, "'0' is out of range")]
    [InlineData("materials.csv", "390,390,390", "390,390,-1", "TW0605", 3, 16, "greater than zero")]
    [InlineData("materials.csv", "1.6e6", "0", "TW0605", 4, 18, "greater than zero")]
    [InlineData("materials.csv", "FILL,0.2", "COPPER,0.2", "TW0606", 4, 1, "line 3")]
    [InlineData("patches.csv", "SI,SILICON", "SO,SILICON", "TW0607", 2, 1, "Did you mean 'SI'?")]
    [InlineData("patches.csv", "SILICON", "SILICONE", "TW0607", 2, 4, "Did you mean 'SILICON'?")]
    [InlineData("patches.csv", "5,5,20,10", "5,5,0,10", "TW0605", 2, 16, "width of 0 m")]
    [InlineData("patches.csv", "5,5,20,10", "15,5,20,10", "TW0609", 2, 12, "x = 15 mm to 35 mm")]
    [InlineData("blocks.csv", "CORE,5,5,10,10", "CORE,-1,5,10,10", "TW0609", 2, 6, "from 0 mm to 30 mm")]
    [InlineData("blocks.csv", "PHY,15,5,10,10", "PHY,15,15,10,10", "TW0609", 3, 8, "y = 15 mm to 25 mm")]
    [InlineData("blocks.csv", "PHY,15", "PHY,14", "TW0610", 3, 5, "overlaps block 'CORE' from (14 mm, 5 mm) to (15 mm, 15 mm)")]
    [InlineData("blocks.csv", "PHY,15,5,10,10,5", "PHY,15,5,10,10,-5", "TW0605", 3, 16, "power of -5 W")]
    [InlineData("blocks.csv", "PHY,15,5,10,10,5", "PHY,15,5,10,10,", "TW0604", 3, 16, "no value for 'nominal_power_W'")]
    [InlineData("blocks.csv", "PHY,15,5,10,", "PHY,15,5,10;", "TW0603", 3, 16, "5 fields for 6 columns")]
    [InlineData("blocks.csv", "PHY,15,5,10,10,5", "PHY,15,5,10,10,5,6", "TW0603", 3, 16, "7 fields for 6 columns")]
    [InlineData("blocks.csv", "PHY,15", "CORE,15", "TW0606", 3, 1, "'CORE' is here a second time")]
    [InlineData("blocks.csv", "PHY,15", "\"P,Y\",15", "TW0606", 3, 1, "'P,Y' is not a name")]
    [InlineData("blocks.csv", "PHY,15", "\"PHY,15", "TW0603", 3, 1, "quotes of this line")]
    [InlineData("blocks.csv", "PHY,15", ",15", "TW0604", 3, 1, "no value for 'block'")]
    [InlineData("blocks.csv", "y_mm", "y_um", "TW0602", 1, 12, "Did you mean 'y_mm'?")]
    [InlineData("blocks.csv", "nominal_power_W", "nominal_power", "TW0602", 1, 1, "The column 'nominal_power_W' is missing.")]
    [InlineData("blocks.csv", "width_y_mm,nominal_power_W", "x_mm,nominal_power_W", "TW0602", 1, 1, "The column 'width_y_mm' is missing.")]
    // package.yaml
    [InlineData("package.yaml", "[30 mm, 20 mm]", "[30 mm, 0 mm]", "TW0110", 1, 15, "greater than 0 m")]
    [InlineData("package.yaml", "[30 mm, 20 mm]", "[30 mm]", "TW0108", 1, 7, "1 values where 2 are needed")]
    [InlineData("package.yaml", "[30 mm, 20 mm]", "[30, 20 mm]", "TW0109", 1, 8, "the unit is missing")]
    [InlineData("package.yaml", "sources: ACT", "sources: ACTT", "TW0607", 2, 10, "Did you mean 'ACT'?")]
    [InlineData("package.yaml", "sources: ACT", "source: ACT", "TW0104", 2, 1, "Did you mean 'sources'?")]
    [InlineData("package.yaml", "h: 9000 W/m2K", "h: 0 W/m2K", "TW0110", 3, 10, "greater than")]
    [InlineData("package.yaml", "h: 9000 W/m2K", "h: 9000 W/mK", "TW0109", 3, 10, "W/m2K")]
    [InlineData("package.yaml", "313.15 K", "-1 K", "TW0109", 3, 35, "at least -273.15 degC")]
    [InlineData("package.yaml", "bottom: adiabatic", "bottom: isolated", "TW0111", 4, 9, "'adiabatic'")]
    [InlineData("package.yaml", "initial: 40 degC", "", "TW0106", 1, 1, "'initial' is missing")]
    [InlineData("package.yaml", "{h: 9000 W/m2K, temperature: 313.15 K}", "adiabatic", "TW0612", 3, 6, "the 6 layers from 'LID2' to 'SUB'")]
    [InlineData("package.yaml", "bottom: adiabatic", "probes: [{name: p, layer: SI, x: 31 mm, y: 1 mm}]", "TW0609", 4, 34, "Probe 'p' lies at x = 31 mm")]
    [InlineData("package.yaml", "bottom: adiabatic", "probes: [{name: CORE, layer: SI, x: 3 mm, y: 1 mm}]", "TW0606", 4, 17, "a block has this name")]
    [InlineData("package.yaml", "bottom: adiabatic", "probes: [{name: p, layer: SII, x: 3 mm, y: 1 mm}]", "TW0607", 4, 27, "Did you mean 'SI'?")]
    [InlineData("package.yaml", "bottom: adiabatic", "bottom: {zones: [{name: z, area: [20 mm, 0 mm, 20 mm, 20 mm], h: 5 W/m2K, temperature: 20 degC}]}", "TW0609", 4, 34, "x = 20 mm to 40 mm")]
    [InlineData("package.yaml", "bottom: adiabatic", "bottom: {zones: [{name: a, area: [0 mm, 0 mm, 9 mm, 9 mm], h: 5 W/m2K, temperature: 20 degC}, {name: b, area: [8 mm, 8 mm, 9 mm, 9 mm], h: 5 W/m2K, temperature: 20 degC}]}", "TW0610", 4, 111, "Film 'b' overlaps film 'a'")]
    [InlineData("package.yaml", "bottom: adiabatic", "conductivity-exponent: {SILICON: 9}", "TW0110", 4, 34, "at most 3")]
    [InlineData("package.yaml", "bottom: adiabatic", "conductivity-exponent: {SILCON: 1.3}", "TW0607", 4, 25, "Did you mean 'SILICON'?")]
    [InlineData("package.yaml", "bottom: adiabatic", "microchannel: {layer: LID2, channel: 200 um, wall: 100 um, wall_material: COPPER, flow: 2 L/min, heat_capacity: 4.12e6 J/m3K, inlet: 30 degC, h_bottom: 4e4 W/m2K, h_top: 3e4 W/m2K}", "TW0608", 4, 23, "uppermost layer")]
    [InlineData("package.yaml", "bottom: adiabatic", "microchannel: {layer: ACT, channel: 200 um, wall: 100 um, wall_material: COPPER, flow: 2 L/min, heat_capacity: 4.12e6 J/m3K, inlet: 30 degC, h_bottom: 4e4 W/m2K, h_top: 3e4 W/m2K}", "TW0608", 2, 1, "'CORE' lies in layer 'ACT', where coolant flows")]
    [InlineData("package.yaml", "bottom: adiabatic", "microchannel: {layer: SI, channel: 200 um, wall: 100 um, wall_material: COPPER, flow: 2 L/min, heat_capacity: 4.12e6 J/m3K, inlet: 30 degC, h_bottom: 4e4 W/m2K, h_top: 3e4 W/m2K}", "TW0608", 2, 1, "has 1 patches")]
    [InlineData("package.yaml", "bottom: adiabatic", "microchannel: {layer: LID, channel: 200 um, wall: 100 um, wall_material: COPER, flow: 2 L/min, direction: +x, heat_capacity: 4.12e6 J/m3K, inlet: 30 degC, h_bottom: 4e4 W/m2K, h_top: 3e4 W/m2K}", "TW0607", 4, 74, "Did you mean 'COPPER'?")]
    // trace_power.csv
    [InlineData("trace_power.csv", "0.5,10", "0,10", "TW0605", 3, 1, "not after that of the row before")]
    [InlineData("trace_power.csv", "0,20,5\n", "-1,20,5\n", "TW0605", 2, 1, "zero or later")]
    [InlineData("trace_power.csv", "10,0", "10,-1", "TW0605", 3, 8, "'-1' of 'PHY' is negative")]
    [InlineData("trace_power.csv", "10,0", "10,", "TW0604", 3, 8, "no value for 'PHY'")]
    [InlineData("trace_power.csv", "CORE,PHY", "CORE,PHX", "TW0602", 1, 1, "no column for block 'PHY'")]
    [InlineData("trace_power.csv", "t_start_s", "time_s", "TW0602", 1, 1, "The column 't_start_s' is missing.")]
    public void Read_BadInput_FileRowColumnAndWhatIsWrong(string file, string old, string with, string code, int line, int column, string text)
    {
        using PackageCopy package = new();
        package.Replace(file, old, with);

        PackageFolderResult result = package.Read(needsTrace: true);

        Assert.Null(result.Model);
        Assert.Null(result.Trace);
        Problem problem = Assert.Single(result.Problems, problem => problem.Code == code && $"{problem.Message} {problem.Hint}".Contains(text, StringComparison.Ordinal));
        // A problem with cavity or floating part is where it was said, which is not always the file that was changed.
        string where = Path.GetFileName(problem.Origin!.File);
        Assert.True(where == file || (code == "TW0608" && where is "blocks.csv" or "patches.csv"), where);
        Assert.Equal((line, column), (problem.Origin.Line, problem.Origin.Column));
    }

    [Theory]
    [InlineData("layers.csv")]
    [InlineData("blocks.csv")]
    public void Read_HeaderAlone_SaysWhatIsMissing(string file)
    {
        using PackageCopy package = new();
        package.Write(file, package.Text(file).Split('\n')[0] + "\n");
        Assert.Contains(package.Read().Problems, problem => problem.Code == "TW0611" && problem.Origin!.File == package.PathOf(file));
    }

    [Theory]
    [InlineData("package.yaml")]
    [InlineData("layers.csv")]
    [InlineData("patches.csv")]
    [InlineData("materials.csv")]
    [InlineData("blocks.csv")]
    public void Read_WithoutFile_ThatAlone(string file)
    {
        using PackageCopy package = new();
        File.Delete(package.PathOf(file));
        Problem problem = Assert.Single(package.Read().Problems);
        Assert.Equal(("TW0101", package.PathOf(file)), (problem.Code, problem.Origin!.File));
    }

    [Fact]
    public void Read_NoFolder_SaysSo()
    {
        Problem problem = Assert.Single(PackageFolder.Read("no-such-folder").Problems);
        Assert.Equal("TW0601", problem.Code);
        Assert.Contains("There is no folder 'no-such-folder'.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyMistakes_AllAtOnceByFileAndRow()
    {
        using PackageCopy package = new();
        package.Replace("package.yaml", "initial: 40 degC", "initial: hot");
        package.Replace("layers.csv", "TIM,100,FILL", "TIM,0,FIL");
        package.Replace("materials.csv", "390,390,390", "390,x,390");
        package.Replace("patches.csv", "SI,SILICON,5", "SI,SILICON,-5");
        package.Replace("blocks.csv", "CORE,5,5,10,10,20", "CORE,5,5,10,10,-20");
        package.Replace("blocks.csv", "PHY,15,5", "PHY,7,abc");
        package.Replace("trace_power.csv", "1,30,5", "1,30,-5");

        IReadOnlyList<Problem> problems = package.Read(needsTrace: true).Problems;

        Assert.Equal(
            [
                "package.yaml:5 TW0109", "blocks.csv:2 TW0605", "blocks.csv:3 TW0604", "layers.csv:4 TW0605", "layers.csv:4 TW0607", "materials.csv:3 TW0604",
                "patches.csv:2 TW0609", "trace_power.csv:4 TW0605",
            ],
            problems.Select(problem => $"{Path.GetFileName(problem.Origin!.File)}:{problem.Origin.Line} {problem.Code}"));
    }

    [Fact]
    public void Read_MutatedTables_NeverThrows()
    {
        const string Signs = "\",;\n\r#-.eE% \0éx9";
        string[] files = ["package.yaml", "layers.csv", "materials.csv", "patches.csv", "blocks.csv", "trace_power.csv"];
        Random random = new(11);
        using PackageCopy package = new();
        foreach (string file in files)
        {
            string good = package.Text(file);
            for (int i = 0; i < 150; i++)
            {
                List<char> text = [.. good];
                for (int turn = random.Next(1, 5); turn > 0; turn--)
                {
                    int at = random.Next(text.Count);
                    if (random.Next(2) == 0)
                        text.Insert(at, Signs[random.Next(Signs.Length)]);
                    else
                        text.RemoveAt(at);
                }
                package.Write(file, new string([.. text]));
                PackageFolderResult result = package.Read(needsTrace: true);
                Assert.Equal(result.Model is null, result.Problems.Count > 0);
                Assert.Equal(result.Trace is null, result.Problems.Count > 0);
            }
            package.Write(file, good);
        }
    }
}
