using Twin.Engine.Snapshots;
using Twin.Engine.Structure;

namespace Twin.Engine.Tests.Snapshots;

public sealed class DifferenceScaleTests
{
    [Fact]
    public void Scaled_RoundingNearZero_ComesAfterWhatMatters()
    {
        // A leak of 1e-17 W that became 3e-17 W is rounding beside 800 W; as a share of the value it is the largest difference of all.
        SignalInfo[] signals = [Signal(0, "W"), Signal(1, "W"), Signal(2, "Cel", minimum: -40, maximum: 160), Signal(3, "Cel", minimum: -40, maximum: 160)];
        double[] first = [800, 1e-17, 60, 0.1];
        double[] second = [840, 3e-17, 80, 0.2];
        ValueDifference[] differences = Compare(signals, first, second);
        Assert.Equal([2, 0, 3, 1], Order(differences, item => item.Scaled));
        Assert.Equal([1, 3, 2, 0], Order(differences, item => item.Relative));
        Assert.Equal(20.0 / 200, differences[2].Scaled, 12);
        Assert.Equal(40.0 / 840, differences[0].Scaled, 12);
        Assert.Equal(2e-17 / (1e-9 * 840), differences[1].Scaled, 12);
    }

    [Fact]
    public void Scaled_StatesAndMissingNumbers_DifferWholly()
    {
        SignalInfo[] signals = [Signal(0, "1", states: ["down", "up", "training"]), Signal(1, "dB"), Signal(2, "dB")];
        ValueDifference[] differences = Compare(signals, [0, double.NaN, 3], [2, 3, double.PositiveInfinity]);
        Assert.Equal([1, double.PositiveInfinity, double.PositiveInfinity], differences.Select(item => item.Scaled));
    }

    [Fact]
    public void Scaled_NoScale_IsRelative() => Assert.Equal(0.5, new ValueDifference("p", "W", 1, 2).Scaled);

    private static int[] Order(ValueDifference[] differences, Func<ValueDifference, double> size) =>
        [.. Enumerable.Range(0, differences.Length).OrderByDescending(i => size(differences[i]))];

    private static ValueDifference[] Compare(SignalInfo[] signals, double[] first, double[] second)
    {
        var scale = new DifferenceScale(signals, first, second);
        return [.. signals.Select((signal, i) => new ValueDifference(signal.Path, signal.Unit, first[i], second[i]) { Scale = scale.Of(signal, first[i], second[i]) })];
    }

    private static SignalInfo Signal(int id, string unit, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity, string[]? states = null) =>
        new(id, $"c/s{id}", "c", $"s{id}", null, 0, null, unit, default, minimum, maximum, null, string.Empty, string.Empty, states ?? [], [], id);
}
