using System.Text;
using Twin.Grpc.Transport.Tests.Frames;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>One request as it goes over the wire: headers, bytes of the body, and how they are cut into frames.</summary>
internal sealed class WireRequest
{
    /// <summary>Number of the mutation, and what was done.</summary>
    public required string Mutation { get; set; }

    public required string Path { get; set; }

    public List<(string Name, string Value)> Headers { get; } = [("content-type", "application/grpc"), ("te", "trailers")];

    public required byte[] Body { get; set; }

    /// <summary>Decides how the request is cut into frames, which changes nothing of what it means.</summary>
    public required int Layout { get; init; }

    public string? Find(string name) => Headers.Where(header => header.Name == name).Select(header => header.Value).FirstOrDefault();

    public void Set(string name, string? value)
    {
        Headers.RemoveAll(header => header.Name == name);
        if (value is not null)
            Headers.Add((name, value));
    }

    /// <summary>The frames of the request: a header block in pieces, DATA of any sizes, padded or empty, frames that mean nothing in between, and an
    /// end in one of three ways.</summary>
    public byte[] Encode(int stream, out int window)
    {
        var random = new Random(Layout);
        var frames = new List<byte>();
        window = 0;
        WriteHeaders(frames, stream, random);
        int end = random.Next(3);
        int start = 0;
        bool whole = random.Next(2) == 0;
        while (start < Body.Length || end == 0)
        {
            int size = whole ? Body.Length - start : Math.Min(Body.Length - start, random.Next(2 + (2 * Body.Length / 3)));
            ReadOnlySpan<byte> piece = Body.AsSpan(start, size);
            start += size;
            bool last = end == 0 && start == Body.Length;
            byte flags = last ? FrameClient.EndStream : (byte)0;
            if (random.Next(6) == 0)
            {
                byte pad = (byte)random.Next(256);
                frames.AddRange(FrameClient.Frame(FrameClient.Data, (byte)(flags | FrameClient.Padded), stream, [pad, .. piece, .. new byte[pad]]));
                window += 1 + size + pad;
            }
            else
            {
                frames.AddRange(FrameClient.Frame(FrameClient.Data, flags, stream, piece));
                window += size;
            }

            if (last)
                return [.. frames];
            if (random.Next(8) == 0)
                frames.AddRange(FrameClient.Frame((byte)random.Next(0xB0, 0x100), (byte)random.Next(256), random.Next(2) * stream, new byte[random.Next(20)]));
        }

        if (end == 1)
        {
            frames.AddRange(FrameClient.Frame(FrameClient.Data, FrameClient.EndStream, stream, []));
        }
        else
        {
            var trailers = new List<byte>();
            HeaderBlock.Write(trailers, "late", "yes");
            frames.AddRange(FrameClient.Frame(
                FrameClient.Headers, FrameClient.EndStream | FrameClient.EndHeaders, stream, trailers.ToArray()));
        }

        return [.. frames];
    }

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(Mutation).AppendLine($"{Path}, layout {Layout}");
        foreach ((string name, string value) in Headers)
            text.AppendLine($"  {name}: {value}");
        return text.Append("  ").Append(Convert.ToHexString(Body)).ToString();
    }

    private void WriteHeaders(List<byte> frames, int stream, Random random)
    {
        var block = new List<byte>();
        HeaderBlock.Write(block, ":method", "POST");
        HeaderBlock.Write(block, ":scheme", "http");
        HeaderBlock.Write(block, ":path", Path);
        HeaderBlock.Write(block, ":authority", "localhost");
        foreach ((string name, string value) in Headers)
            HeaderBlock.Write(block, name, value);
        ReadOnlySpan<byte> rest = block.ToArray();
        byte type = FrameClient.Headers;
        do
        {
            int size = random.Next(4) == 0 ? random.Next(rest.Length + 1) : rest.Length;
            byte flags = size == rest.Length ? FrameClient.EndHeaders : (byte)0;
            frames.AddRange(FrameClient.Frame(type, flags, stream, rest[..size]));
            rest = rest[size..];
            type = FrameClient.Continuation;
        }
        while (!rest.IsEmpty);
    }
}
