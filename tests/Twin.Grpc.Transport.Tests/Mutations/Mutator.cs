using System.Buffers.Binary;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>Changes a valid request in one of the ways in which clients, networks and attackers get it wrong.</summary>
internal static class Mutator
{
    private const int FrameHeader = 5;

    /// <summary>Changes the request, and says in it what was done.</summary>
    public static void Apply(WireRequest request, Random random)
    {
        int kind = random.Next(16);
        request.Mutation += kind switch
        {
            0 or 1 => FlipBits(request, random),
            2 => Truncate(request, random),
            3 => Insert(request, random),
            4 => Delete(request, random),
            5 => Duplicate(request, random),
            6 => LieAboutLength(request, random),
            7 => ChangeFlag(request, random),
            8 or 9 or 10 => ChangePayload(request, random),
            11 => Overwrite(request, random),
            12 => ChangeTimeout(request, random),
            13 => ChangeEncoding(request, random),
            14 => ChangePathOrType(request, random),
            _ => ChangeMetadata(request, random),
        };
    }

    private static string FlipBits(WireRequest request, Random random)
    {
        int count = request.Body.Length == 0 ? 0 : random.Next(1, 9);
        for (int i = 0; i < count; i++)
            request.Body[random.Next(request.Body.Length)] ^= (byte)(1 << random.Next(8));
        return $"{count} bits flipped";
    }

    private static string Truncate(WireRequest request, Random random)
    {
        int length = random.Next(request.Body.Length + 1);
        request.Body = request.Body[..length];
        return $"cut off at {length}";
    }

    private static string Insert(WireRequest request, Random random)
    {
        byte[] noise = new byte[random.Next(1, 20)];
        random.NextBytes(noise);
        int place = random.Next(request.Body.Length + 1);
        request.Body = [.. request.Body[..place], .. noise, .. request.Body[place..]];
        return $"{noise.Length} bytes put in at {place}";
    }

    private static string Delete(WireRequest request, Random random)
    {
        int start = random.Next(request.Body.Length + 1);
        int end = random.Next(start, request.Body.Length + 1);
        request.Body = [.. request.Body[..start], .. request.Body[end..]];
        return $"bytes {start} to {end} taken out";
    }

    private static string Duplicate(WireRequest request, Random random)
    {
        int start = random.Next(request.Body.Length + 1);
        int end = random.Next(start, request.Body.Length + 1);
        request.Body = [.. request.Body[..end], .. request.Body[start..]];
        return $"bytes {start} to {end} sent twice";
    }

    private static string LieAboutLength(WireRequest request, Random random)
    {
        if (ChooseFrame(request.Body, random) is not { } start)
            return "nothing to lie about";
        Span<byte> field = request.Body.AsSpan(start + 1, 4);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(field);
        uint lie = random.Next(8) switch
        {
            0 => unchecked(length - 1),
            1 => length + 1,
            2 => 0,
            3 => uint.MaxValue,
            4 => 0x8000_0000,
            5 => (4 << 20) + (uint)random.Next(2),
            6 => BinaryPrimitives.ReverseEndianness(length),
            _ => (uint)random.Next(2 * request.Body.Length),
        };
        BinaryPrimitives.WriteUInt32BigEndian(field, lie);
        return $"the message at {start} has {length} bytes and claims {lie}";
    }

    private static string ChangeFlag(WireRequest request, Random random)
    {
        if (ChooseFrame(request.Body, random) is not { } start)
            return "nothing to flag";
        request.Body[start] = (byte)(random.Next(2) == 0 ? request.Body[start] ^ 1 : random.Next(256));
        return $"the flag at {start} is {request.Body[start]}";
    }

    /// <summary>Changes what is in a message and keeps its frame right, so that the change gets past the framing.</summary>
    private static string ChangePayload(WireRequest request, Random random)
    {
        if (ChooseFrame(request.Body, random) is not { } start)
            return "no payload";
        int length = BinaryPrimitives.ReadInt32BigEndian(request.Body.AsSpan(start + 1));
        var inner = new WireRequest { Mutation = "", Path = "", Layout = 0, Body = request.Body.AsSpan(start + FrameHeader, length).ToArray() };
        string what = random.Next(6) switch
        {
            0 or 1 => FlipBits(inner, random),
            2 => Truncate(inner, random),
            3 => Insert(inner, random),
            4 => Delete(inner, random),
            _ => Overwrite(inner, random),
        };
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, inner.Body.Length);
        request.Body = [.. request.Body[..(start + 1)], .. size, .. inner.Body, .. request.Body[(start + FrameHeader + length)..]];
        return $"in the message at {start}: {what}";
    }

    private static string Overwrite(WireRequest request, Random random)
    {
        int start = random.Next(request.Body.Length + 1);
        int end = Math.Min(request.Body.Length, start + random.Next(1, 16));
        byte value = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
        request.Body.AsSpan(start, end - start).Fill(value);
        return $"bytes {start} to {end} are {value}";
    }

    private static string ChangeTimeout(WireRequest request, Random random)
    {
        string[] texts = ["1H", "99999999H", "5M", "99999999S", "100000000S", "", "S", "1", "1s", "-1S", "+1M", "1.5M", "1 M", " 1M", "1MM", "0x10M", "\u00b9M", "1e3M"];
        string text = texts[random.Next(texts.Length)].Trim(' ');
        request.Set("grpc-timeout", text);
        return $"grpc-timeout '{text}'";
    }

    private static string ChangeEncoding(WireRequest request, Random random)
    {
        string?[] texts = [null, "identity", "gzip", "deflate", "GZIP", "gzip,identity", "snappy", "", "gzip\u00e9"];
        string? text = texts[random.Next(texts.Length)];
        request.Set("grpc-encoding", text);
        return $"grpc-encoding '{text}'";
    }

    private static string ChangePathOrType(WireRequest request, Random random)
    {
        if (random.Next(2) == 0)
        {
            string?[] types = ["application/grpc", "application/grpc+proto", "application/grpc+json", "application/grpc; a=b", "APPLICATION/GRPC", "application/grpcproto", "application/grp", "application/json", "text/html", "", null];
            string? type = types[random.Next(types.Length)];
            request.Set("content-type", type);
            return $"content-type '{type}'";
        }

        // Within the name of the service or of the method, so that it stays a path of two parts.
        char[] path = request.Path.ToCharArray();
        int place = random.Next(1, path.Length);
        if (path[place] != '/')
            path[place] = (char)('a' + random.Next(26));
        request.Path = new string(path);
        return $"path {request.Path}";
    }

    private static string ChangeMetadata(WireRequest request, Random random)
    {
        if (random.Next(5) == 0)
        {
            request.Set("te", null);
            return "no te";
        }

        string name = random.Next(3) switch { 0 => "x-grpc-test-echo-trailing-bin", 1 => "some-bin", _ => "some" };
        char[] value = new char[random.Next(12)];
        for (int i = 0; i < value.Length; i++)
            value[i] = random.Next(10) == 0 ? "=,-_* "[random.Next(6)] : "ABCabc0123456789+/"[random.Next(18)];
        string text = new string(value).Trim(' ');
        request.Headers.Add((name, text));
        return $"{name} '{text}'";
    }

    /// <summary>Where one of the messages of a body that is still whole begins.</summary>
    private static int? ChooseFrame(byte[] body, Random random)
    {
        var starts = new List<int>();
        for (int start = 0; start < body.Length; start += FrameHeader + BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(start + 1)))
            starts.Add(start);
        return starts.Count == 0 ? null : starts[random.Next(starts.Count)];
    }
}
