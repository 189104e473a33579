using Twin.Engine.Running;
using Twin.Units;

namespace Twin.Engine.Tests.Running;

public sealed class FrameRingTests
{
    [Fact]
    public async Task Read_WhileFramesArePublished_IsOfOneMomentAlways()
    {
        const int Words = 257;
        var ring = new FrameRing(Words, 3);
        bool isDone = false;
        Task writer = Task.Run(() =>
        {
            double[] words = new double[Words];
            for (int step = 0; step < 50_000; step++)
            {
                Array.Fill(words, step);
                ring.Publish(words, 1, step, Duration.FromNanoseconds(step));
            }

            Volatile.Write(ref isDone, true);
        });
        Task[] readers =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                int[] offsets = [.. Enumerable.Range(0, Words)];
                double[] values = new double[Words];
                long last = -1;
                while (!Volatile.Read(ref isDone))
                {
                    if (ring.TryReadLatest(offsets, values, out FrameHeader header))
                    {
                        Assert.Equal(header.Step, (long)values[0]);
                        Assert.True(values.AsSpan().IndexOfAnyExcept(values[0]) < 0);
                        Assert.True(header.Step >= last);
                        last = header.Step;
                    }
                }
            })),
        ];
        await writer;
        await Task.WhenAll(readers);
        Assert.Equal(50_000, ring.Published);
    }

    [Fact]
    public void TryGather_OfAFrameNoLongerKept_Fails()
    {
        var ring = new FrameRing(1, 2);
        Span<double> value = stackalloc double[1];
        Assert.False(ring.TryReadLatest([0], value, out _));
        for (int i = 0; i < 5; i++)
        {
            ring.Publish([i], 0, i, Duration.Zero);
        }

        Assert.False(ring.TryGather(2, [0], value, out _));
        Assert.True(ring.TryGather(3, [0], value, out _));
        Assert.Equal(3, value[0]);
        Assert.False(ring.TryGather(5, [0], value, out _));
    }

    [Fact]
    public void Header_OfEveryFrame_TellsWhenItsEpochBegan()
    {
        var ring = new FrameRing(1, 2);
        var headers = new List<FrameHeader>();
        foreach ((long epoch, long step) in (ReadOnlySpan<(long, long)>)[(4, 0), (4, 1), (5, 1), (5, 2)])
        {
            ring.Publish([0], epoch, step, Duration.Zero);
            Assert.True(ring.TryReadLatest([], [], out FrameHeader header));
            headers.Add(header);
        }

        Assert.Equal(headers[0].PublishedTimestamp, headers[0].EpochTimestamp);
        Assert.Equal(headers[0].EpochTimestamp, headers[1].EpochTimestamp);
        Assert.Equal(headers[2].PublishedTimestamp, headers[2].EpochTimestamp);
        Assert.Equal(headers[2].EpochTimestamp, headers[3].EpochTimestamp);
        Assert.True(headers[1].EpochTimestamp <= headers[2].EpochTimestamp);
    }

    [Fact]
    public void EpochBegin_SeveralEpochs_IsTheFirstFrameOfTheNewest()
    {
        var ring = new FrameRing(1, 2);
        Assert.Null(ring.EpochBegin);
        for (int step = 0; step < 5; step++)
        {
            ring.Publish([step], 0, step, Duration.FromMilliseconds(step));
        }

        Assert.Equal((0L, 0L), (ring.EpochBegin!.Value.Epoch, ring.EpochBegin.Value.Step));
        for (int step = 3; step < 9; step++)
        {
            ring.Publish([step], 1, step, Duration.FromMilliseconds(step));
        }

        Assert.Equal((1L, 3L, Duration.FromMilliseconds(3)), (ring.EpochBegin.Value.Epoch, ring.EpochBegin.Value.Step, ring.EpochBegin.Value.Time));
    }
}
