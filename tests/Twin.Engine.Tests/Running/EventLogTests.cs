using Twin.Engine.Running;
using Twin.Units;

namespace Twin.Engine.Tests.Running;

public sealed class EventLogTests
{
    [Fact]
    public void Read_AfterAnOverflow_GivesTheNewestAndCountsTheLost()
    {
        var log = new EventLog(4);
        for (int i = 0; i < 10; i++)
        {
            log.Append(new EventRecord(0, 0, i, Duration.Zero, i, false, 0, 0));
        }

        var records = new EventRecord[8];
        long from = 0;
        int count = log.Read(ref from, records, out long lost);
        Assert.Equal((4, 6L, 10L), (count, lost, from));
        Assert.Equal([6L, 7, 8, 9], records.Take(count).Select(record => record.Sequence));
        Assert.Equal(0, log.Read(ref from, records, out lost));
        Assert.Equal(0, lost);
    }

    [Fact]
    public void Read_IntoASmallBuffer_GoesOnWhereItStopped()
    {
        var log = new EventLog(8);
        for (int i = 0; i < 5; i++)
        {
            log.Append(new EventRecord(0, 0, i, Duration.Zero, i, false, 0, 0));
        }

        var records = new EventRecord[2];
        long from = 0;
        var seen = new List<long>();
        int count;
        while ((count = log.Read(ref from, records, out _)) > 0)
        {
            seen.AddRange(records.Take(count).Select(record => record.Sequence));
        }

        Assert.Equal([0L, 1, 2, 3, 4], seen);
    }

    [Fact]
    public void Count_OfOneKind_GoesOnAfterRecordsAreLost()
    {
        var log = new EventLog(2, kinds: 3);
        for (int i = 0; i < 9; i++)
        {
            log.Append(new EventRecord(0, 0, i, Duration.Zero, i % 4, false, 0, 0));
        }

        Assert.Equal([3L, 2, 2], new[] { log.Count(0), log.Count(1), log.Count(2) });
        Assert.Equal(0, log.Count(3));
    }
}
