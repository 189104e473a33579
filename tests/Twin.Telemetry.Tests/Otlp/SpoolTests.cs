using Twin.Telemetry.Otlp;

namespace Twin.Telemetry.Tests.Otlp;

public sealed class SpoolTests
{
    private const long Block = 4096;

    [Fact]
    public void Spool_AfterRestart_HoldsTheSameRequestsInOrder()
    {
        using var test = new TestSpool();
        Spool first = test.Open();
        Enumerable.Range(0, 12).ToList().ForEach(i => Assert.True(first.TryAppend(TestSpool.Request(i))));
        Assert.Equal([0, 1], TestSpool.Drain(first).Take(2));

        Spool second = test.Open();
        second.TryAppend(TestSpool.Request(12));

        Assert.Equal(Enumerable.Range(1, 12), TestSpool.Drain(second)); // the request that was taken and not yet removed comes again
        Assert.Equal(0, test.Statistics.SpooledBytes);
        Assert.Empty(Directory.GetFiles(test.Folder));
    }

    [Fact]
    public void Append_BeyondTheBound_DropsExactlyTheOldestAndCountsTheirItems()
    {
        using var test = new TestSpool();
        Spool spool = test.Open(5 * Block);
        for (int i = 0; i < 8; i++)
        {
            spool.TryAppend(TestSpool.Request(i, items: 10 + i));
        }

        Assert.Equal(10 + 11 + 12, test.Statistics.Dropped(DropReason.Overflow));
        Assert.Equal(5 * Block, test.Statistics.SpooledBytes);
        Assert.Equal(5, Directory.GetFiles(test.Folder).Length);
        Assert.Contains("The spool of Metrics is full at 20480 bytes: the oldest 10 items are dropped.", test.Log.Lines);
        Assert.Equal([3, 4, 5, 6, 7], TestSpool.Drain(spool));
    }

    [Fact]
    public void Append_BeyondTheBoundWhileOneIsBeingSent_DropsTheNextOldest()
    {
        using var test = new TestSpool();
        Spool spool = test.Open(3 * Block);
        Enumerable.Range(0, 3).ToList().ForEach(i => spool.TryAppend(TestSpool.Request(i)));
        Assert.True(spool.TryTake(out SpooledRequest? inFlight));
        spool.TryAppend(TestSpool.Request(3));

        Assert.Equal(1, test.Statistics.Dropped(DropReason.Overflow));
        spool.Remove(inFlight);
        Assert.Equal([2, 3], TestSpool.Drain(spool));
    }

    [Fact]
    public void Open_WithASmallerBound_DropsTheOldest()
    {
        using var test = new TestSpool();
        Spool spool = test.Open();
        Enumerable.Range(0, 6).ToList().ForEach(i => spool.TryAppend(TestSpool.Request(i)));

        Assert.Equal([4, 5], TestSpool.Drain(test.Open(2 * Block)));
        Assert.Equal(4, test.Statistics.Dropped(DropReason.Overflow));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("flipped")]
    [InlineData("foreign")]
    public void Spool_BrokenFile_IsPutAsideWithAMessageAndTheRestIsDelivered(string how)
    {
        using var test = new TestSpool();
        Spool spool = test.Open();
        Enumerable.Range(0, 3).ToList().ForEach(i => spool.TryAppend(TestSpool.Request(i)));
        string path = Directory.GetFiles(test.Folder).Order(StringComparer.Ordinal).ElementAt(1);
        byte[] file = File.ReadAllBytes(path);
        file[^3] ^= how == "flipped" ? (byte)1 : (byte)0;
        File.WriteAllBytes(path, how switch { "cut" => file[..^1], "empty" => [], "foreign" => "not one of ours, but long enough to be looked at as if it were one"u8.ToArray(), _ => file });

        Assert.Equal([0, 2], TestSpool.Drain(test.Open()));

        string aside = Path.Combine(test.Folder, Spool.AsideFolder, Path.GetFileName(path));
        Assert.True(File.Exists(aside));
        Assert.Contains($"A file of the spool of Metrics is broken; it is put aside as {aside}.", test.Log.Lines);
        Assert.Equal(1, test.Statistics.Dropped(DropReason.Unreadable));
    }

    [Fact]
    public void Open_UnfinishedFile_IsNotThere()
    {
        using var test = new TestSpool();
        test.Open().TryAppend(TestSpool.Request(1));
        File.WriteAllBytes(Path.Combine(test.Folder, "0000000000000000007.otlp.unfinished"), [1, 2, 3]);

        Assert.Equal([1], TestSpool.Drain(test.Open()));
        Assert.Empty(Directory.GetFiles(test.Folder));
        Assert.Empty(test.Log.Lines);
    }

    [Fact]
    public void Append_FolderGone_IsCountedAndReported()
    {
        using var test = new TestSpool();
        Spool spool = test.Open();
        Directory.Delete(test.Folder, recursive: true);

        Assert.False(spool.TryAppend(TestSpool.Request(1, items: 7)));
        Assert.Equal(7, test.Statistics.Dropped(DropReason.Unwritable));
        Assert.Contains(test.Log.Lines, line => line.StartsWith($"The spool of Metrics in {test.Folder} cannot be written: ", StringComparison.Ordinal));
    }

    [Fact]
    public void SpoolSlot_Files_AreForTheirOwnerAlone()
    {
        using var test = new TestSpool();
        string root = Path.Combine(test.Root, "slots");

        // One that an earlier version has left open to others.
        Directory.CreateDirectory(Path.Combine(root, "0"));
        using SpoolSlot slot = SpoolSlot.Open(root);
        var destination = new OtlpDestination(new Uri("http://127.0.0.1:1"), OpenTelemetry.Exporter.OtlpExportProtocol.Grpc);
        var spool = new Spool(slot.FolderOf(OtlpSignal.Logs), 1 << 20, new ExportStatistics(OtlpSignal.Logs), new ExportReports(OtlpSignal.Logs, destination, new ManualClock()));
        Assert.True(spool.TryAppend(TestSpool.Request(1)));
        string[] written = Directory.GetFiles(root, "*", SearchOption.AllDirectories);
        Assert.Equal(2, written.Length);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode ofFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (string made in Directory.GetDirectories(root, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(ofFile | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
        }

        foreach (string file in written)
        {
            Assert.Equal(ofFile, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void SpoolSlot_PartThatMayNotBeUsed_IsNamedWithWhatHelps()
    {
        // What the system says of a folder in place of the lock is what it says of the lock of another user; and root may open those.
        using var test = new TestSpool();
        string root = Path.Combine(test.Root, "slots");
        Directory.CreateDirectory(Path.Combine(root, "0", "lock"));
        UnauthorizedAccessException refusal = Assert.Throws<UnauthorizedAccessException>(() => OtlpExport.ProbeSpool(root));
        Assert.StartsWith($"The part '{Path.Combine(root, "0")}' may not be used: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("It belongs to another user, perhaps of a run as root: give it to this one, remove it, or give this twin a folder of its own.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SpoolSlot_SecondProcess_GetsAnotherOneAndItsLeftoversAreTakenOver()
    {
        using var test = new TestSpool();
        string root = Path.Combine(test.Root, "slots");
        using (SpoolSlot first = SpoolSlot.Open(root))
        using (SpoolSlot second = SpoolSlot.Open(root))
        {
            Assert.NotEqual(first.Folder, second.Folder);
            Append(first, 0, 1);
            Append(second, 2, 3);
        }

        using SpoolSlot next = SpoolSlot.Open(root);
        Assert.Equal([0, 1, 2, 3], TestSpool.Drain(OpenIn(next)));

        static Spool OpenIn(SpoolSlot slot)
        {
            var destination = new OtlpDestination(new Uri("http://127.0.0.1:1"), OpenTelemetry.Exporter.OtlpExportProtocol.Grpc);
            return new Spool(slot.FolderOf(OtlpSignal.Logs), 1 << 20, new ExportStatistics(OtlpSignal.Logs), new ExportReports(OtlpSignal.Logs, destination, new ManualClock()));
        }

        static void Append(SpoolSlot slot, params int[] numbers)
        {
            Spool spool = OpenIn(slot);
            numbers.ToList().ForEach(number => spool.TryAppend(TestSpool.Request(number)));
        }
    }
}
