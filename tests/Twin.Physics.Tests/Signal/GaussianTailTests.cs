using Twin.Physics.Signal;

namespace Twin.Physics.Tests.Signal;

public class GaussianTailTests
{
    // Rounding of the 25-term expansion and of exp: a few ulps.
    private const double PreciseTolerance = 1e-14;

    // Truncation of the short expansion 1.5e-9, rounding of the exponent near x = 37 another 1e-13.
    private const double FastTolerance = 1e-8;

    // Arbitrary-precision values (40 digits) of erfc(x/sqrt 2)/2 at the exact binary argument.
    public static TheoryData<double, double> Tails => new()
    {
        { 0.0, 0.5 }, { 0.5, 0.3085375387259868964 }, { 1.0, 0.1586552539314570514 }, { 2.0, 0.0227501319481792072 },
        { 3.0, 0.001349898031630094527 }, { 5.0, 2.866515718791939117e-7 }, { 8.0, 6.220960574271784124e-16 },
        { 12.0, 1.776482112077678998e-33 }, { 20.0, 2.753624118606233695e-89 }, { 30.0, 4.90671392714818706e-198 },
        { 37.0, 5.725571222524576823e-300 },
    };

    [Theory]
    [MemberData(nameof(Tails))]
    public void Q_KnownArguments_AccurateToTheFarTail(double x, double expected)
    {
        ReferenceFile.Relative(expected, GaussianTail.Q(x), PreciseTolerance);
        ReferenceFile.Relative(expected, GaussianTail.FastQ(x), FastTolerance);
        ReferenceFile.Relative(1.0 - expected, GaussianTail.Q(-x), PreciseTolerance);
        ReferenceFile.Relative(Math.Log(expected), GaussianTail.LogQ(x), PreciseTolerance);
    }

    [Theory]
    [InlineData(1.0, 0.1572992070502851307)]
    [InlineData(2.5, 0.0004069520174449589396)]
    [InlineData(6.0, 2.151973671249891312e-17)]
    [InlineData(15.0, 7.212994172451206667e-100)]
    [InlineData(26.0, 5.663192408856142846e-296)]
    public void Erfc_KnownArguments_AccurateToTheFarTail(double x, double expected)
    {
        ReferenceFile.Relative(expected, GaussianTail.Erfc(x), PreciseTolerance);
        ReferenceFile.Relative(2.0 - expected, GaussianTail.Erfc(-x), PreciseTolerance);
    }

    [Fact]
    public void InverseQ_FromHalfToFarTail_InvertsQ()
    {
        for (double x = -6.0; x < 37.0; x += 0.03125)
        {
            // Near one, p itself carries no more than 1e-16 of the tail 1 - p: the slope there limits the way back.
            double tolerance = 1e-13 + (x < 0.0 ? 1e-16 / GaussianTail.Q(-x) : 0.0);
            Assert.InRange(GaussianTail.InverseQ(GaussianTail.Q(x)) - x, -tolerance, tolerance);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void InverseQ_OutsideOpenInterval_Refuses(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianTail.InverseQ(probability));

    [Fact]
    public void FastQ_Span_WithinStatedErrorAndIndependentOfLength()
    {
        double[] x = [.. Enumerable.Range(0, 1003).Select(i => -4.0 + (0.041 * i))];
        double[] tail = new double[x.Length];
        GaussianTail.FastQ(x, tail);
        for (int i = 0; i < x.Length; i++)
        {
            ReferenceFile.Relative(GaussianTail.Q(x[i]), tail[i], FastTolerance);
            double[] one = [x[i]];
            GaussianTail.FastQ(one, one);
            Assert.Equal(tail[i], one[0]);
        }
    }
}
