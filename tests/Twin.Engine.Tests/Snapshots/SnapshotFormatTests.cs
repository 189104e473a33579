using System.Buffers.Binary;
using System.Security.Cryptography;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Snapshots;

public sealed class SnapshotFormatTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 345, TimeSpan.Zero);

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        StateSnapshot written = Make(out Simulation simulation);
        StateSnapshot read = SnapshotFormat.Read(new MemoryStream(Bytes(written)));
        Assert.Equal(written.Info, read.Info);
        Assert.True(written.Words.SequenceEqual(read.Words));
        Assert.Equal(SnapshotFormat.LengthOf(written), Bytes(written).Length);
        Assert.Equal((simulation.State.Hash(), 37L, Noon, "constant"), (read.Info.StateHash, read.Info.Step, read.Info.TakenAt, read.Info.Workload));
        ChassisState state = read.ToState(simulation.Model, LiveRun.Traffic);
        Assert.Equal(simulation.State.Hash(), state.Hash());
    }

    [Fact]
    public void Read_WithAnyByteChanged_IsRefused()
    {
        byte[] good = Bytes(Make(out _));
        int stride = Math.Max(1, good.Length / 500);
        for (int at = 0; at < good.Length; at += at < 200 ? 1 : stride)
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(new MemoryStream(bad)));
        }
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        byte[] good = Bytes(Make(out _));
        int stride = Math.Max(1, good.Length / 500);
        for (int length = 0; length < good.Length; length += length < 200 ? 1 : stride)
        {
            Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(new MemoryStream(good, 0, length)));
        }
    }

    [Fact]
    public void Read_OfSomethingElse_SaysWhat()
    {
        byte[] good = Bytes(Make(out _));
        Assert.Equal("it is no snapshot of a twin", Refusal("no snapshot at all, but text"u8.ToArray()));
        Assert.Equal("it is no snapshot of a twin", Refusal([]));
        Assert.Equal("it is cut off", Refusal(good[..^1]));
        Assert.Equal("something follows its end", Refusal([.. good, 0]));
        byte[] newer = [.. good];
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(8), 2);
        Assert.Equal("it has version 2 of the format, this build reads version 1", Refusal(newer));
        byte[] damaged = [.. good];
        damaged[^100] ^= 1;
        Assert.Equal("its content does not agree with its SHA-256: it is damaged", Refusal(damaged));
        byte[] huge = [.. good];
        BinaryPrimitives.WriteUInt32LittleEndian(huge.AsSpan(16), 1 << 26);
        Assert.Equal("it is cut off", Refusal(huge));
    }

    [Fact]
    public void Read_OfAHeaderThatLies_IsRefused()
    {
        // A right SHA-256 over a header that says another step than its state: made by somebody, not by damage.
        byte[] bytes = Bytes(Make(out _, "n"));
        const int step = 20 + 1 + 1 + 1 + 11 + 8;
        Assert.Equal(37, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(step)));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(step), 38);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32), bytes.AsSpan(bytes.Length - 32));
        Assert.Equal("what it says of its state is not so", Refusal(bytes));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("-flag")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void Name_ThatIsNone_SaysWhatIsAllowed(string name)
    {
        string? problem = SnapshotName.Problem(name);
        Assert.Contains("Allowed are letters a to z and A to Z, digits, '-', '_' and '.', the first a letter or digit, at most 64.", problem, StringComparison.Ordinal);
        Assert.Equal(SnapshotStatus.BadRequest, Assert.Throws<SnapshotException>(() => SnapshotName.Check(name)).Status);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("before_fan-3.failed")]
    [InlineData("0")]
    public void Name_ThatIsGood_HasNoProblem(string name) => Assert.Null(SnapshotName.Problem(name));

    private static StateSnapshot Make(out Simulation simulation, string name = "before")
    {
        simulation = new Simulation(Compile(MovingChassis.Description, MovingChassis.Parts), LiveRun.Traffic);
        simulation.Start();
        simulation.Step(37);
        return StateSnapshot.Of(simulation.State, LiveRun.Traffic, name, "description", Noon);
    }

    private static byte[] Bytes(StateSnapshot snapshot)
    {
        using var stream = new MemoryStream();
        SnapshotFormat.Write(snapshot, stream);
        return stream.ToArray();
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(new MemoryStream(bytes))).Message;
}
