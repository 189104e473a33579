using Twin.Engine.Description;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Chassis.Tests;

public sealed class WorkloadTests
{
    private const int Ports = 66;
    private static readonly int[] GroupOfPort = [.. Enumerable.Repeat(0, 64), .. Enumerable.Repeat(1, 2)];
    private static readonly WorkloadFactory Factory = new(
        [Group("port", 64), Group("uplink", 2)],
        ChassisFile.Read(FullFile.Path).Workloads);

    public static TheoryData<string> Texts =>
    [
        "idle", "full", "constant: level 40 %", "ramp", "ramp: from 90 %, to 10 %, start 100 ms, duration 3 s", "all-reduce", "all-to-all", "moe", "mixture-of-experts",
        "random", "random: slot 3 ms, low 20 %, high 30 %, seed 9", "training", "experts", "reduction", "exchange", "serving", "noise", "flat", "mixed",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Sample_AnyOrderOfTimes_SameValuesWithinBounds(string text)
    {
        Workload workload = Create(text);
        long[] times = [.. Enumerable.Range(0, 400).Select(i => i * 7_919_131L), 0, 1, 3_600_000_000_000, 31_557_600_000_000_000];
        double[][] forward = [.. times.Select(time => At(workload, time))];
        Random random = new(3);
        long[] order = [.. Enumerable.Range(0, times.Length).OrderBy(_ => random.Next()).Select(index => (long)index)];
        Workload again = Create(text);
        foreach (long index in order)
            Assert.Equal(forward[index], At(again, times[index]));
        Assert.All(forward, values => Assert.All(values, value => Assert.InRange(value, 0, 1)));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Sample_ManyTimes_AllocatesNothing(string text)
    {
        Workload workload = Create(text);
        double[] utilization = new double[Ports];
        workload.Sample(Duration.Zero, GroupOfPort, utilization);
        AllocationWindow window = AllocationWindow.Open();
        for (int i = 0; i < 1000; i++)
            workload.Sample(Duration.FromNanoseconds(i * 1_000_000L), GroupOfPort, utilization);
        Assert.Equal(0, window.Bytes);
    }

    [Fact]
    public void Sample_IdleFullConstant_TheirLevels()
    {
        Assert.All(At(Create("idle"), 5), value => Assert.Equal(0, value));
        Assert.All(At(Create("full"), 5), value => Assert.Equal(1, value));
        Assert.All(At(Create("constant: level 40 %"), 5), value => Assert.Equal(0.4, value));
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.35)]
    [InlineData(4, 0.65)]
    [InlineData(5, 0.8)]
    [InlineData(1e6, 0.8)]
    public void Sample_Ramp_StraightLine(double seconds, double expected)
    {
        Workload ramp = Create("ramp: from 20 %, to 80 %, start 1 s, duration 4 s");
        // One rounding each of a division, a product and a sum of numbers below one.
        Assert.All(At(ramp, (long)(seconds * 1e9)), value => Assert.Equal(expected, value, 1e-15));
    }

    // Sampled at every millisecond of a whole number of periods: the mean is duty x peak + (1 - duty) x quiet, up to the summing of some thousand numbers.
    [Theory]
    [InlineData("all-reduce", 400, 0.6 * 0.95)]
    [InlineData("all-reduce: period 200 ms, duty 25 %, peak 80 %, quiet 4 %", 200, 0.25 * 0.8 + 0.75 * 0.04)]
    [InlineData("all-reduce: duty 0 %", 400, 0)]
    [InlineData("all-reduce: duty 100 %", 400, 0.95)]
    [InlineData("all-to-all", 100, 0.4 * 0.85)]
    [InlineData("all-to-all: stagger 100 %, quiet 10 %", 100, 0.4 * 0.85 + 0.6 * 0.1)]
    public void Sample_Bursts_MeanOfEachPort(string text, int periodMs, double expected)
    {
        double[] means = Means(Create(text), 3 * periodMs);
        Assert.All(means, mean => Assert.Equal(expected, mean, 1e-12));
    }

    [Fact]
    public void Sample_AllReduce_AllPortsTogetherAfterComputing()
    {
        Workload workload = Create("all-reduce: period 400 ms, duty 60 %, peak 95 %, quiet 1 %");
        Assert.All(At(workload, 0), value => Assert.Equal(0.01, value));
        Assert.All(At(workload, 159_999_999), value => Assert.Equal(0.01, value));
        Assert.All(At(workload, 160_000_000), value => Assert.Equal(0.95, value));
        Assert.All(At(workload, 399_999_999), value => Assert.Equal(0.95, value));
        Assert.All(At(workload, 400_000_000), value => Assert.Equal(0.01, value));
    }

    [Fact]
    public void Sample_AllToAll_PortsBeginOneAfterAnother()
    {
        Workload workload = new WorkloadFactory([Group("port", 10)], []).Create("all-to-all: period 100 ms, duty 20 %, stagger 50 %", "test").Workload!;
        for (int port = 0; port < 10; port++)
        {
            long begin = 80_000_000 + port * 5_000_000;
            Assert.Equal(0, At(workload, 1_000_000_000 + begin - 1, 10)[port]);
            Assert.Equal(0.85, At(workload, 1_000_000_000 + begin, 10)[port]);
        }
    }

    [Fact]
    public void Sample_MixtureOfExperts_HotPortsAreAsManyAndChange()
    {
        Workload workload = new WorkloadFactory([Group("port", 64)], []).Create("moe: hot 12.5 %, peak 90 %, cold 30 %, shift 1 s, duty 100 %", "test").Workload!;
        int[] timesHot = new int[64];
        for (int second = 0; second < 2000; second++)
        {
            double[] values = At(workload, second * 1_000_000_000L, 64);
            Assert.Equal(8, values.Count(value => value == 0.9));
            Assert.Equal(56, values.Count(value => value == 0.3));
            Assert.Equal(values, At(workload, second * 1_000_000_000L + 999_999_999, 64));
            for (int port = 0; port < 64; port++)
                timesHot[port] += values[port] == 0.9 ? 1 : 0;
        }
        // Binomial with n = 2000 and p = 1/8: mean 250, sigma 14.8. Five sigma for the worst of 64 fixed draws.
        Assert.All(timesHot, count => Assert.InRange(count, 250 - 74, 250 + 74));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Sample_MixtureOfExpertsOfAnySize_HotPortsAreAsMany(int count)
    {
        Workload workload = new WorkloadFactory([Group("port", count)], []).Create("moe: hot 30 %, peak 90 %, cold 0 %, duty 100 %, shift 1 ms", "test").Workload!;
        int hot = Math.Max(1, (int)Math.Round(0.3 * count));
        for (int round = 0; round < 50; round++)
            Assert.Equal(hot, At(workload, round * 1_000_000L, count).Count(value => value == 0.9));
    }

    [Fact]
    public void Sample_Random_MeanAndVarianceOfEvenDraw()
    {
        Workload workload = Create("random: slot 1 ms, low 20 %, high 80 %");
        double[] all = [.. Enumerable.Range(0, 4000).SelectMany(slot => At(workload, slot * 1_000_000L))];
        double mean = all.Average();
        double variance = all.Average(value => (value - mean) * (value - mean));
        // 264,000 draws: standard errors 3.4e-4 of the mean and 5.2e-5 of the variance; five of each for a fixed seed.
        Assert.Equal(0.5, mean, 1.7e-3);
        Assert.Equal(0.36 / 12, variance, 2.6e-4);
        Assert.True(all.Distinct().Count() > all.Length - 10);
    }

    [Fact]
    public void Sample_RandomWithinSlot_Holds()
    {
        Workload workload = Create("random: slot 10 ms");
        Assert.Equal(At(workload, 10_000_000), At(workload, 19_999_999));
        Assert.NotEqual(At(workload, 10_000_000), At(workload, 20_000_000));
        Assert.NotEqual(At(workload, 10_000_000), At(Create("random: slot 10 ms, seed 2"), 10_000_000));
    }

    [Fact]
    public void Sample_Groups_EachItsOwn()
    {
        double[] values = At(Create("mixed"), 2_000_000_000);
        Assert.All(values[..64], value => Assert.Equal(0.5, value, 1e-15));
        Assert.All(values[64..], value => Assert.Equal(0.3, value));
    }

    [Fact]
    public void Create_NameOfChassis_GoesBeforePattern()
    {
        string text = "model: a\ncomponents: {a: v.p}\nworkloads: {idle: \"constant: level 7 %\"}\nworkload: idle\n";
        ChassisFileResult file = ChassisFile.Parse(text, "own.yaml");
        Assert.Empty(file.Problems);
        WorkloadFactory factory = new([Group("port", 2)], file.Workloads);
        Assert.Equal([0.07, 0.07], At(factory.Create("idle", "test").Workload!, 0, 2));
        Assert.Equal([1, 1], At(factory.Create("full", "test").Workload!, 0, 2));
        Assert.Equal(["idle", .. WorkloadText.Patterns.Where(name => name != "idle")], factory.Names);
    }

    [Theory]
    [InlineData("all-redcue", "TW0121", 1, "'all-reduce'")]
    [InlineData("trainin", "TW0121", 1, "'training'")]
    [InlineData("", "TW0121", 1, "")]
    [InlineData("all-reduce: perod 400 ms", "TW0104", 13, "'period'")]
    [InlineData("all-reduce: period 400 ms, duty 160 %", "TW0110", 33, "at most 1")]
    [InlineData("all-reduce: period 400", "TW0109", 20, "400 ms")]
    [InlineData("all-reduce: period", "TW0107", 13, "400 ms")]
    [InlineData("all-reduce: fast", "TW0121", 13, "period 400 ms")]
    [InlineData("all-reduce: period 1 s, period 2 s", "TW0105", 25, "Remove")]
    [InlineData("idle: now", "TW0121", 7, "no keys")]
    [InlineData("random: low 90 %, high 10 %", "TW0117", 13, "Exchange")]
    [InlineData("constant", "TW0106", 1, "60 %")]
    [InlineData("trace:", "TW0106", 1, "CSV")]
    [InlineData("trace:nowhere.csv", "TW0101", 7, "Looked for")]
    [InlineData("trace: nowhere.csv, interpolation cubic", "TW0111", 35, "hold")]
    public void Create_WrongText_ProblemWithColumnAndHint(string text, string code, int column, string hint)
    {
        WorkloadResult result = Factory.Create(text, "--workload");
        Assert.Null(result.Workload);
        Problem problem = Assert.Single(result.Problems);
        Assert.Equal((code, new Origin("--workload", 1, column)), (problem.Code, problem.Origin));
        Assert.Contains(hint, problem.Hint ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SeveralMistakes_AllAtOnce()
    {
        WorkloadResult result = Factory.Create("moe: hot 200 %, cold warm, heat 3", "--workload");
        Assert.Equal(["TW0110", "TW0109", "TW0104"], result.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Parse_Text_DescribesWithoutPorts()
    {
        WorkloadTextResult result = WorkloadText.Parse("trace: file my trace, 1.csv, interpolation linear", "--workload");
        Assert.Empty(result.Problems);
        Assert.Equal("trace", result.Description!.Pattern);
        Assert.Null(WorkloadText.Parse("trails", "--workload").Description);
    }

    [Fact]
    public void Constructors_WrongArguments_Throw()
    {
        BurstTiming timing = new(Duration.FromMilliseconds(1), 0.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantWorkload("a", 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantWorkload("a", double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BurstTiming(Duration.Zero, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BurstTiming(Duration.FromMilliseconds(1), -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllReduceWorkload("a", timing, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllToAllWorkload("a", timing, -1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RampWorkload("a", 0, 1, Duration.Zero, Duration.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomWorkload("a", Duration.FromMilliseconds(1), 0.5, 0.4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureOfExpertsWorkload("a", timing, 0.1, Duration.Zero, 1, 0, 0, 1));
        Assert.Throws<ArgumentException>(() => new IdleWorkload(string.Empty));
        Assert.Throws<ArgumentException>(() => new TraceWorkload("a", [Duration.FromMilliseconds(1), Duration.FromMilliseconds(1)], [[0, 0]], [0], false, false));
        Assert.Throws<ArgumentException>(() => new TraceWorkload("a", [Duration.Zero], [[0, 0]], [0], false, false));
        Assert.Throws<ArgumentException>(() => new TraceWorkload("a", [Duration.Zero], [[0]], [1], false, false));
        Assert.Throws<ArgumentException>(() => new TraceWorkload("a", [Duration.Zero], [[0]], [0], false, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceWorkload("a", [], [], [], false, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceWorkload("a", [Duration.Zero], [[2]], [0], false, false));
    }

    internal static PortGroupDescription Group(string name, int count) =>
        new(name, count, 8, BitRate.FromSi(800e9), new("asic0.tx"), new("asic0.rx"), ErrorCorrection.Kp4);

    internal static double[] At(Workload workload, long nanoseconds, int ports = Ports)
    {
        // Filled with what no workload may leave standing.
        double[] utilization = [.. Enumerable.Repeat(double.NaN, ports)];
        workload.Sample(Duration.FromNanoseconds(nanoseconds), ports == Ports ? GroupOfPort : new int[ports], utilization);
        return utilization;
    }

    private static Workload Create(string text)
    {
        WorkloadResult result = Factory.Create(text, "test");
        Assert.Empty(result.Problems);
        Assert.Equal(text, result.Workload!.Name);
        return result.Workload;
    }

    private static double[] Means(Workload workload, int milliseconds)
    {
        double[] sums = new double[Ports];
        for (int i = 0; i < milliseconds; i++)
        {
            double[] values = At(workload, i * 1_000_000L);
            for (int port = 0; port < Ports; port++)
                sums[port] += values[port];
        }
        return [.. sums.Select(sum => sum / milliseconds)];
    }
}
