using System.Security.Cryptography;

namespace Twin.Plugins;

/// <summary>The public key of a publisher whose plugins a host loads: ECDSA on the curve P-256.</summary>
public sealed class PublisherKey
{
    private const string IdPrefix = "sha256:";
    private const string P256 = "1.2.840.10045.3.1.7";

    // As DER rather than as a key object: those are not for several threads.
    private readonly byte[] _publicKey;

    private PublisherKey(string name, byte[] publicKey)
    {
        Name = name;
        Id = IdOf(publicKey);
        _publicKey = publicKey;
    }

    /// <summary>Name of the file it was read from, for people.</summary>
    public string Name { get; }

    /// <summary><c>sha256:</c> and the SHA-256 of its SubjectPublicKeyInfo (RFC 5280) in lower-case hexadecimal digits.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})";

    /// <summary>Reads all keys of a directory: each file <c>*.pem</c> holds one, as <c>PUBLIC KEY</c>.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="problems">Receives one sentence for each thing that is wrong, with the file and what would be right.</param>
    /// <returns>The keys in order of file name; those that can be read, when there are problems.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<PublisherKey> ReadDirectory(string directory, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(problems);
        List<PublisherKey> keys = [];
        try
        {
            string[] files = [.. Directory.EnumerateFiles(directory, "*.pem").Order(StringComparer.Ordinal)];
            if (files.Length == 0)
                problems.Add($"'{directory}' holds no *.pem: put there the public key of each publisher whose plugins are to load.");
            foreach (string file in files)
            {
                if (Read(file, problems) is not { } key)
                    continue;
                if (keys.FirstOrDefault(other => other.Id == key.Id) is { } same)
                    problems.Add($"'{file}' holds the same key as '{same.Name}'. Take one of them away.");
                else
                    keys.Add(key);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"'{directory}' cannot be listed: {exception.Message} Give a directory with the public keys of publishers.");
        }

        return keys;
    }

    /// <summary>Tells whether a signature over a text was made with the private key of this one.</summary>
    internal bool Verifies(byte[] text, byte[] signature)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        try
        {
            return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Bytes that are no signature at all.
            return false;
        }
    }

    internal static string IdOf(byte[] publicKey) => IdPrefix + Convert.ToHexStringLower(SHA256.HashData(publicKey));

    internal static bool IsId(string text) =>
        text.Length == IdPrefix.Length + 64 && text.StartsWith(IdPrefix, StringComparison.Ordinal) && text.Skip(IdPrefix.Length).All(char.IsAsciiHexDigitLower);

    /// <summary>Tells whether a key is on the one curve that is used: others of 256 bits exist.</summary>
    internal static bool IsOnP256(ECDsa key) => key.KeySize == 256 && key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: P256 };

    private static PublisherKey? Read(string file, ICollection<string> problems)
    {
        const int most = 64 * 1024;
        const string right = "It has to be one PUBLIC KEY on P-256, as 'twin plugin key new' writes it.";
        try
        {
            if (new FileInfo(file).Length is 0 or > most)
            {
                problems.Add($"'{file}' is empty or larger than {most} bytes. {right}");
                return null;
            }

            string text = File.ReadAllText(file);
            if (!PemEncoding.TryFind(text, out PemFields pem))
            {
                problems.Add($"'{file}' is no PEM. {right}");
                return null;
            }

            string label = text[pem.Label];
            if (label != "PUBLIC KEY")
            {
                problems.Add(label.Contains("PRIVATE", StringComparison.Ordinal)
                    ? $"'{file}' holds a private key, which a host must not have. {right}"
                    : $"'{file}' holds a '{label}'. {right}");
                return null;
            }

            if (PemEncoding.TryFind(text.AsSpan(pem.Location.End.Value), out _))
            {
                problems.Add($"'{file}' holds more than one key. {right}");
                return null;
            }

            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(text);
            if (IsOnP256(key))
                return new PublisherKey(Path.GetFileName(file), key.ExportSubjectPublicKeyInfo());
            problems.Add($"'{file}' holds a key on another curve. {right}");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            problems.Add($"'{file}' holds no key for ECDSA: {exception.Message} {right}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"'{file}' cannot be read: {exception.Message}");
        }

        return null;
    }
}
