using Twin.Host.Hosting;

namespace Twin.Host.Tests.Hosting;

public sealed class VitalLineTests
{
    private const string Whole = "t 86400.0 s | x1.00 | 1785.7 W | asic0/mmu 92.4 degC | port08 rx lane 0 +0.50 dB | 15.35 pJ/bit | alarms 12 | 63/64 ports up | quarantined 1";

    [Fact]
    public void Join_Width_ShowsAllThatFits()
    {
        Assert.Equal(Whole, VitalLine.Join(Parts(), int.MaxValue));
        Assert.Equal(Whole, VitalLine.Join(Parts(), Whole.Length));
        Assert.Equal(Whole.Replace(" rx lane 0", string.Empty, StringComparison.Ordinal), VitalLine.Join(Parts(), Whole.Length - 1));
    }

    [Theory]
    [InlineData(79)]
    [InlineData(99)]
    [InlineData(119)]
    public void Join_NarrowTerminal_KeepsAlarmsPortsAndQuarantines(int width)
    {
        string line = VitalLine.Join(Parts(), width);
        Assert.InRange(line.Length, 1, width);
        Assert.StartsWith("t 86400.0 s | ", line, StringComparison.Ordinal);
        Assert.Matches(@" \| port08 .*\+0\.50 dB \| (.* \| )?alarms 12 \| 63/64 (ports )?up \| quarantined 1$", line);
    }

    [Fact]
    public void Join_EvenTheShortestIsTooLong_IsCutOff() => Assert.Equal("t 86400.0 s | 1785.7", VitalLine.Join(Parts(), 20));

    private static List<VitalPart> Parts() =>
    [
        new("t 86400.0 s"), new("x1.00", (4, string.Empty)), new("1785.7 W"), new("asic0/mmu 92.4 degC", (2, "92.4 degC"), (6, string.Empty)), new("port08 rx lane 0 +0.50 dB", (1, "port08 +0.50 dB")),
        new("15.35 pJ/bit", (3, string.Empty)), new("alarms 12"), new("63/64 ports up", (5, "63/64 up")), new("quarantined 1"),
    ];
}
