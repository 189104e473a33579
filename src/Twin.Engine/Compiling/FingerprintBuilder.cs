using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Twin.Engine.Compiling;

/// <summary>A fingerprint of texts and numbers in order: the first 16 bytes of their SHA-256 in hexadecimal digits.</summary>
internal sealed class FingerprintBuilder : IDisposable
{
    private const int Length = 16;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text, with its length, so that two texts never read as one.</summary>
    public void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        _hash.AppendData(bytes);
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    /// <summary>Adds a number, every bit of it.</summary>
    public void Add(double number) => Add(BitConverter.DoubleToInt64Bits(number));

    /// <summary>Adds a number of any other primitive type.</summary>
    public void Add(IFormattable number) => Add(number.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>The fingerprint of all that was added.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, Length));

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
