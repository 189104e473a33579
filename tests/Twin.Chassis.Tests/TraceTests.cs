using Twin.Engine.Description;
using Twin.Engine.Workloads;

namespace Twin.Chassis.Tests;

public sealed class TraceTests
{
    private const string Good = """
        # utilisation of two groups
        time_ms,port,port03,"uplink"

        0, 0.1, 0, 100 %
        100, 0.3, 1, 50 %
        300, 0.7, 0, 0
        """;

    [Theory]
    [InlineData(0, 0.1, 0.0, 1.0)]
    [InlineData(99.9, 0.1, 0.0, 1.0)]
    [InlineData(100, 0.3, 1.0, 0.5)]
    [InlineData(299, 0.3, 1.0, 0.5)]
    [InlineData(300, 0.7, 0.0, 0.0)]
    [InlineData(1e9, 0.7, 0.0, 0.0)]
    public void Sample_Hold_RowUntilTheNext(double milliseconds, double port, double third, double uplink) =>
        Check("", milliseconds, port, third, uplink);

    [Theory]
    [InlineData(0, 0.1, 0.0, 1.0)]
    [InlineData(50, 0.2, 0.5, 0.75)]
    [InlineData(200, 0.5, 0.5, 0.25)]
    [InlineData(300, 0.7, 0.0, 0.0)]
    [InlineData(1e9, 0.7, 0.0, 0.0)]
    public void Sample_Linear_StraightLines(double milliseconds, double port, double third, double uplink) =>
        Check(", interpolation linear", milliseconds, port, third, uplink);

    [Theory]
    [InlineData(300, 0.1, 0.0, 1.0)]
    [InlineData(350, 0.2, 0.5, 0.75)]
    [InlineData(3050, 0.2, 0.5, 0.75)]
    public void Sample_Repeat_BeginsAgainAtTheLastTime(double milliseconds, double port, double third, double uplink) =>
        Check(", interpolation linear, repeat true", milliseconds, port, third, uplink);

    [Fact]
    public void Sample_FirstRowLater_ItsLevelBefore()
    {
        Workload workload = Bind("time_s,port\n2,0.5\n3,0.6\n", ", interpolation linear").Workload!;
        Assert.Equal(0.5, WorkloadTests.At(workload, 0)[0]);
        Assert.Equal(0, WorkloadTests.At(workload, 0)[65]);
    }

    [Fact]
    public void Sample_ManyTimes_AllocatesNothing()
    {
        Workload workload = Bind(Good, ", interpolation linear").Workload!;
        double[] utilization = new double[66];
        int[] groups = new int[66];
        workload.Sample(default, groups, utilization);
        AllocationWindow window = AllocationWindow.Open();
        for (int i = 0; i < 1000; i++)
            workload.Sample(Units.Duration.FromNanoseconds(i * 1_000_000L), groups, utilization);
        Assert.Equal(0, window.Bytes);
    }

    [Fact]
    public void Read_TraceInChassisFile_RelativeToItsFolder()
    {
        using TemporaryFolder folder = new();
        folder.Write("t.csv", "time_s,port\n0,0.25\n");
        string path = folder.Write("c.yaml", """
            model: a
            components: {a: v.p}
            ports: {port: {count: 4, lanes: 1, rate: 1 Gb/s, transmitters: a.tx, receivers: a.rx, fec: kp4}}
            workloads: {recorded: "trace: t.csv", mixed: {groups: {port: {pattern: trace, file: t.csv}}}}
            workload: trace:t.csv
            """);
        ChassisFileResult result = ChassisFile.Read(path);
        Assert.Empty(result.Problems);
        WorkloadFactory factory = new(result.Description!.Ports, result.Workloads);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], WorkloadTests.At(factory.Create("recorded", "test").Workload!, 0, 4));
        Assert.Equal([0.25, 0.25, 0.25, 0.25], WorkloadTests.At(factory.Create("mixed", "test").Workload!, 0, 4));
    }

    [Fact]
    public void Read_WrongTraceInChassisFile_PlaceInTheTrace()
    {
        using TemporaryFolder folder = new();
        string trace = folder.Write("t.csv", "time_s,port\n0,1.25\n");
        string path = folder.Write("c.yaml", """
            model: a
            components: {a: v.p}
            ports: {port: {count: 4, lanes: 1, rate: 1 Gb/s, transmitters: a.tx, receivers: a.rx, fec: kp4}}
            workloads: {recorded: "trace: t.csv", lost: "trace: no.csv"}
            """);
        ChassisFileResult result = ChassisFile.Read(path);
        Assert.Equal(
            [("TW0123", "workloads.recorded.file", new Origin(trace, 2, 3)), ("TW0101", "workloads.lost.file", new Origin(path, 4, 53))],
            result.Problems.Select(problem => (problem.Code, problem.Path, problem.Origin!)));
    }

    [Theory]
    [InlineData("", "TW0122", 1, 1, "time_s")]
    [InlineData("# only a comment\n", "TW0122", 1, 1, "time_s")]
    [InlineData("time_s,port\n", "TW0123", 1, 1, "below the header")]
    [InlineData("time,port\n0,0\n", "TW0122", 1, 1, "time_s")]
    [InlineData("time_kg,port\n0,0\n", "TW0122", 1, 1, "time_s")]
    [InlineData("time_s\n0\n", "TW0122", 1, 1, "port, uplink")]
    [InlineData("time_s,port,prot\n0,0,0\n", "TW0122", 1, 13, "'port'")]
    [InlineData("time_s,port64\n0,0\n", "TW0122", 1, 8, "'port'")]
    [InlineData("time_s,port,port\n0,0,0\n", "TW0122", 1, 13, "Remove")]
    [InlineData("time_s;port\n0;0\n", "TW0122", 1, 1, "time_s")]
    [InlineData("time_s,port\n0,0\n1\n", "TW0123", 3, 1, "one field")]
    [InlineData("time_s,port\n0,0\n1,0,0\n", "TW0123", 3, 3, "one field")]
    [InlineData("time_s,port\n0,0\n\n# more\n0,0\n", "TW0123", 5, 1, "rise")]
    [InlineData("time_s,port\n-1,0\n", "TW0123", 2, 1, "unit")]
    [InlineData("time_s,port\nNaN,0\n", "TW0123", 2, 1, "unit")]
    [InlineData("time_s,port\n1e300,0\n", "TW0123", 2, 1, "292")]
    [InlineData("time_s,port\n0, 1.5\n", "TW0123", 2, 4, "0 to 1")]
    [InlineData("time_s,port\n0,-0.1\n", "TW0123", 2, 3, "0 to 1")]
    [InlineData("time_s,port\n0,NaN\n", "TW0123", 2, 3, "0 to 1")]
    [InlineData("time_s,port\n0,\n", "TW0123", 2, 3, "0 to 1")]
    [InlineData("time_s,port\n0,much\n", "TW0123", 2, 3, "0 to 1")]
    [InlineData("time_s,port\n0,\"0.5\n1,0.5\n", "TW0123", 2, 1, "Numbers need none")]
    public void Create_WrongTrace_LineColumnAndHint(string csv, string code, int line, int column, string hint)
    {
        WorkloadResult result = Bind(csv, "");
        Assert.Null(result.Workload);
        Assert.NotEmpty(result.Problems);
        Problem problem = result.Problems[0];
        Assert.Equal((code, line, column), (problem.Code, problem.Origin!.Line, problem.Origin.Column));
        Assert.Contains(hint, problem.Hint ?? string.Empty, StringComparison.Ordinal);
        Assert.EndsWith("trace.csv", problem.Origin.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ManyWrongRows_AllAtOnce()
    {
        WorkloadResult result = Bind("time_s,port\n0,2\n1,x\ny,0\n1,0\n2,0\n", "");
        Assert.Equal([2, 3, 4, 5], result.Problems.Select(problem => problem.Origin!.Line));
    }

    [Fact]
    public void Create_RepeatOfOneMoment_SaysSo() =>
        Assert.Equal("TW0117", Assert.Single(Bind("time_s,port\n0,0.5\n", ", repeat true").Problems).Code);

    [Fact]
    public void Create_MutatedTrace_NeverThrows()
    {
        const string Signs = "\",;\n\r#-.eE% \0éx9";
        Random random = new(11);
        using TemporaryFolder folder = new();
        for (int i = 0; i < 300; i++)
        {
            List<char> text = [.. Good];
            for (int turn = random.Next(1, 5); turn > 0; turn--)
            {
                int at = random.Next(text.Count);
                if (random.Next(2) == 0)
                    text.Insert(at, Signs[random.Next(Signs.Length)]);
                else
                    text.RemoveAt(at);
            }
            string path = folder.Write("trace.csv", new string([.. text]));
            WorkloadResult result = Factory().Create("trace:" + path, "test");
            Assert.Equal(result.Workload is null, result.Problems.Count > 0);
        }
    }

    private static void Check(string options, double milliseconds, double port, double third, double uplink)
    {
        WorkloadResult result = Bind(Good, options);
        Assert.Empty(result.Problems);
        double[] values = WorkloadTests.At(result.Workload!, (long)(milliseconds * 1e6));
        // Roundings of one interpolation between numbers below one.
        Assert.Equal([port, port, port, third, port], values[..5], (left, right) => Math.Abs(left - right) < 1e-15);
        Assert.Equal(uplink, values[64], 1e-15);
        Assert.Equal(uplink, values[65], 1e-15);
    }

    private static WorkloadFactory Factory() => new([WorkloadTests.Group("port", 64), WorkloadTests.Group("uplink", 2)], []);

    private static WorkloadResult Bind(string csv, string options)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("trace.csv", csv);
        return Factory().Create($"trace:{path}{options}", "test");
    }
}
