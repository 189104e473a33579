using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Twin.Plugins;

/// <summary>What <c>plugin.sig.json</c> says: which files the folder had when its publisher signed it.</summary>
/// <remarks>
/// <para>
/// One JSON object: <c>format</c> (<see cref="Format"/>), <c>key</c> (<c>sha256:</c> and the fingerprint of the publisher's key), <c>files</c> (the SHA-256 of
/// every file but this one, by path with forward slashes), <c>signature</c> (base64 of ECDSA over SHA-256 on P-256, as a DER sequence).
/// </para>
/// <para>
/// Signed is a text in UTF-8, of lines that end with a line feed: the format, which keeps a signature from meaning anything else; <c>key</c>, a space and the
/// key; then for each file, in ordinal order of the path, its hash in lower-case digits, two spaces and the path. No path holds a line feed, so that two lists never
/// read as one. The text is that of <c>sha256sum</c>: the check can be repeated with it and <c>openssl dgst -sha256 -verify</c>.
/// </para>
/// </remarks>
internal sealed class PluginSignature
{
    /// <summary>Name of the file in a plugin folder.</summary>
    public const string FileName = "plugin.sig.json";

    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>Format of the file and first line of what is signed.</summary>
    public const string Format = "twin-plugin-signature-1";

    private const string SignAgain = "Sign the folder again: twin plugin sign FOLDER --key KEY.pem.";
    private static readonly string[] Keys = ["format", "key", "files", "signature"];

    private PluginSignature(string key, IReadOnlyDictionary<string, string> files, byte[] signature)
    {
        Key = key;
        Files = files;
        Signature = signature;
    }

    /// <summary>The key, as <see cref="PublisherKey.Id"/>.</summary>
    public string Key { get; }

    /// <summary>SHA-256 of each file in lower-case hexadecimal digits, by path.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The signature over <see cref="SignedText"/>.</summary>
    public byte[] Signature { get; }

    /// <summary>Reads a signature file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="path">Full path, for problems.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <returns>The signature, or null if a problem was added.</returns>
    public static PluginSignature? Read(byte[] content, string path, PluginProblemList problems)
    {
        int before = problems.All.Count;
        string key = string.Empty;
        byte[] signature = [];
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        void Bad(string message, string hint = SignAgain) => problems.Add(PluginProblemCodes.SignatureMalformed, message, hint, path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Bad("The signature file is not a JSON object.");
                return null;
            }

            string? Text(string name) => document.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (Text("format") is not Format and var format)
            {
                Bad($"The signature file has the format '{format}'; this host reads '{Format}'.", format is null ? SignAgain : "Update the host, or sign the folder with the 'twin' of this host.");
                return null;
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject().Where(property => !Keys.Contains(property.Name)))
                Bad($"The signature file has a key '{property.Name}' that does not exist; the keys are {string.Join(", ", Keys)}.");
            key = Text("key") ?? string.Empty;
            if (!PublisherKey.IsId(key))
                Bad($"'key' of the signature file is '{key}', not sha256: and 64 lower-case hexadecimal digits.");

            // One text for one signature: the last letter of base64 has bits that decoders pass over.
            if (document.RootElement.TryGetProperty("signature", out JsonElement coded) && coded.ValueKind == JsonValueKind.String
                && coded.TryGetBytesFromBase64(out byte[]? bytes) && Convert.ToBase64String(bytes) == coded.GetString())
                signature = bytes;
            else
                Bad("'signature' of the signature file is missing or no base64.");
            if (!document.RootElement.TryGetProperty("files", out JsonElement list) || list.ValueKind != JsonValueKind.Object)
            {
                Bad("'files' of the signature file is missing or no object of paths and hashes.");
                return null;
            }

            foreach (JsonProperty file in list.EnumerateObject())
            {
                string? hash = file.Value.ValueKind == JsonValueKind.String ? file.Value.GetString() : null;
                if (!PluginFile.IsInside(file.Name) || file.Name == FileName)
                    problems.Add(PluginProblemCodes.PathOutside, $"The signature file lists '{file.Name}', which is no path of a file in the plugin folder that it can be for.", SignAgain, path);
                else if (hash is null || !IsHash(hash))
                    Bad($"The signature file gives '{file.Name}' the hash '{hash ?? file.Value.GetRawText()}', which is not 64 lower-case hexadecimal digits.");
                else
                    files.Add(file.Name, hash);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Bad($"The signature file is not JSON: {exception.Message}");
        }

        return problems.All.Count > before ? null : new PluginSignature(key, files, signature);
    }

    /// <summary>Signs files.</summary>
    /// <param name="files">All files of a plugin folder.</param>
    /// <param name="key">A private key on P-256.</param>
    /// <returns>The content of the signature file.</returns>
    public static byte[] Write(IEnumerable<PluginFile> files, ECDsa key)
    {
        SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (PluginFile file in files.Where(file => file.Path != FileName))
            hashes.Add(file.Path, HashOf(file));
        string id = PublisherKey.IdOf(key.ExportSubjectPublicKeyInfo());
        byte[] signature = key.SignData(Canonical(id, hashes), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("key", id);
            json.WriteStartObject("files");
            foreach ((string path, string hash) in hashes)
                json.WriteString(path, hash);
            json.WriteEndObject();
            json.WriteBase64String("signature", signature);
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    /// <summary>SHA-256 of a file in lower-case hexadecimal digits.</summary>
    public static string HashOf(PluginFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Content));

    /// <summary>What is signed.</summary>
    public byte[] SignedText() => Canonical(Key, Files);

    private static byte[] Canonical(string key, IEnumerable<KeyValuePair<string, string>> files)
    {
        StringBuilder text = new($"{Format}\nkey {key}\n");
        foreach ((string path, string hash) in files)
            text.Append(hash).Append("  ").Append(path).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
