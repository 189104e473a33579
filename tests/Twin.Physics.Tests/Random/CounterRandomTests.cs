using Twin.Physics.Random;

namespace Twin.Physics.Tests.Random;

public class CounterRandomTests
{
    // Known answers of the authors' Random123 library, kat_vectors, philox4x32 10: counter words, key words, result words.
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Block_KnownInputs_GivesPublishedAnswer(ulong seed, ulong stream, ulong counter, ulong low, ulong high)
    {
        Assert.Equal((low, high), CounterRandom.Block(seed, stream, counter));
        Assert.Equal(low, CounterRandom.Bits(seed, stream, counter));
    }

    [Fact]
    public void Uniform_ManyDraws_HasMomentsOfUniform()
    {
        const int Count = 100_000;
        double sum = 0;
        double squares = 0;
        for (ulong i = 0; i < Count; i++)
        {
            double u = CounterRandom.Uniform(42, 7, i);
            Assert.InRange(u, 0, 1 - double.Epsilon);
            sum += u;
            squares += u * u;
        }

        // Five standard errors: 5 x 0.289 / sqrt(n) and 5 x 0.298 / sqrt(n).
        Assert.Equal(0.5, sum / Count, 0.0046);
        Assert.Equal(1.0 / 3, squares / Count, 0.0048);
    }

    [Fact]
    public void Normal_ManyDraws_HasMomentsOfNormal()
    {
        const int Count = 100_000;
        double[] moments = new double[5];
        double neighbours = 0;
        double last = 0;
        for (ulong i = 0; i < Count; i++)
        {
            double x = CounterRandom.Normal(42, 8, i);
            for (int k = 1; k < 5; k++)
            {
                moments[k] += Math.Pow(x, k) / Count;
            }

            neighbours += x * last / Count;
            last = x;
        }

        // Five standard errors: variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
        double unit = 5 / Math.Sqrt(Count);
        Assert.Equal(0, moments[1], unit);
        Assert.Equal(1, moments[2], unit * Math.Sqrt(2));
        Assert.Equal(0, moments[3], unit * Math.Sqrt(15));
        Assert.Equal(3, moments[4], unit * Math.Sqrt(96));
        Assert.Equal(0, neighbours, unit);
    }

    [Fact]
    public void Bits_OtherSeedOrStream_Differ()
    {
        ulong bits = CounterRandom.Bits(1, 2, 3);
        Assert.NotEqual(bits, CounterRandom.Bits(2, 2, 3));
        Assert.NotEqual(bits, CounterRandom.Bits(1, 3, 3));
        Assert.NotEqual(bits, CounterRandom.Bits(1, 2, 4));
        Assert.NotEqual(bits, CounterRandom.Bits(1, 2, 3 + (1UL << 32)));
    }
}
