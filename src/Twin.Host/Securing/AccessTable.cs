using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Twin.Grpc.Access;
using Twin.Host.Setup;
using Twin.V1;

namespace Twin.Host.Securing;

/// <summary>The tokens and certificates of an access file. Immutable.</summary>
/// <remarks>
/// One entry a line, <c>#</c> begins a comment, values with blanks stand in double quotes:
/// <code>
/// token       name=plotter role=read    hash=sha256:SALT:DIGEST expires=2027-01-31T00:00:00Z
/// certificate name=bench   role=control fingerprint=HEX
/// certificate name=ops     role=admin   subject="CN=ops, O=Example"
/// </code>
/// DIGEST is the SHA-256, in hexadecimals, of the text of the salt followed by the token.
/// </remarks>
internal sealed class AccessTable
{
    // Each entry costs a hash for each call with a token.
    private const int MostEntries = 1000;

    // A header may be much longer, and would be hashed for each entry: work that whoever has no token at all could ask for.
    private const int LongestToken = 1024;
    private const int LongestKey = 16;
    private const int DigestLength = 64;
    private const string HashPrefix = "sha256:";

    private AccessTable(IReadOnlyList<AccessEntry> entries, byte[] fingerprint) => (Entries, Fingerprint) = (entries, fingerprint);

    /// <summary>All entries, as the file has them.</summary>
    public IReadOnlyList<AccessEntry> Entries { get; }

    /// <summary>Of the file, as <see cref="FileWatch.FingerprintOf"/> makes it.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>Reads an access file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Receives all that is wrong, each with its line.</param>
    /// <returns>Null when something is wrong.</returns>
    public static AccessTable? Read(string path, ProblemReport problems)
    {
        try
        {
            byte[] fingerprint = FileWatch.FingerprintOf([path]);
            return Parse(path, File.ReadAllText(path), fingerprint, problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add("--tokens", $"'{path}' cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>Parses the text of an access file.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="fingerprint">Of the file.</param>
    /// <param name="problems">Receives all that is wrong, each with its line.</param>
    /// <returns>Null when something is wrong.</returns>
    public static AccessTable? Parse(string path, string text, byte[] fingerprint, ProblemReport problems)
    {
        var entries = new List<AccessEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool isGood = true;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{path}:{i + 1}");
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            AccessEntry? entry = ParseLine(line, Problem);
            if (entry is not null && !names.Add(entry.Name))
            {
                Problem($"the name '{entry.Name}' stands on an earlier line; names tell callers apart, so each may be there once.");
            }
            else if (entry is not null)
            {
                entries.Add(entry);
            }

            void Problem(string message)
            {
                isGood = false;
                problems.Add(place, message);
            }
        }

        if (isGood && entries.Count is 0 or > MostEntries)
        {
            problems.Add("--tokens", entries.Count == 0
                ? $"'{path}' holds neither a token nor a certificate, so nobody could call; 'twin token new' makes a token."
                : $"'{path}' holds {entries.Count} entries; {MostEntries} are the most.");
            isGood = false;
        }

        return isGood ? new AccessTable(entries, fingerprint) : null;
    }

    /// <summary>Finds the entry of a token. Takes as long for a wrong token as for a right one; none has more than 1,024 characters.</summary>
    /// <param name="token">The token.</param>
    public AccessEntry? FindToken(string token)
    {
        if (token.Length > LongestToken)
        {
            return null;
        }

        AccessEntry? found = null;
        foreach (AccessEntry entry in Entries)
        {
            if (entry.Hash is not null && CryptographicOperations.FixedTimeEquals(AccessEntry.HashOf(entry.Salt!, token), entry.Hash))
            {
                found = entry;
            }
        }

        return found;
    }

    /// <summary>Finds the entry of a certificate whose chain was found good: by its fingerprint, else by its subject.</summary>
    /// <param name="certificate">The certificate.</param>
    public AccessEntry? FindCertificate(X509Certificate2 certificate)
    {
        string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return Entries.FirstOrDefault(entry => entry.Fingerprint == fingerprint)
            ?? Entries.FirstOrDefault(entry => entry.Subject is not null && entry.Subject == certificate.Subject);
    }

    private static AccessEntry? ParseLine(string line, Action<string> problem)
    {
        Dictionary<string, string>? values = Split(line, out string kind, problem);
        if (values is null)
        {
            return null;
        }

        string[] allowed = kind switch
        {
            "token" => ["name", "role", "hash", "expires"],
            "certificate" => ["name", "role", "fingerprint", "subject", "expires"],
            _ => [],
        };
        if (allowed.Length == 0)
        {
            // Not repeated: it may be a token, or a line of a key, that was put here by mistake.
            problem("the line begins with no kind of entry. Valid: token, certificate.");
            return null;
        }

        bool isGood = true;
        foreach (string key in values.Keys.Except(allowed))
        {
            Wrong($"a {kind} has no '{(key.Length <= LongestKey ? key : "...")}'. Valid: {string.Join(", ", allowed)}.");
        }

        string name = values.GetValueOrDefault("name", string.Empty);
        if (!IsName(name))
        {
            Wrong("the name is missing or not made of letters, digits, '.', '-', '_' and '@', 64 at most.");
        }

        if (!RoleText.TryParse(values.GetValueOrDefault("role"), out Role role))
        {
            Wrong($"the role '{values.GetValueOrDefault("role")}' is missing or unknown. Valid: {RoleText.All}.");
        }

        DateTimeOffset? expires = null;
        if (values.TryGetValue("expires", out string? end))
        {
            expires = ReadTime(end);
            if (expires is null)
            {
                Wrong($"expires='{end}' is no time such as 2027-01-31T00:00:00Z or 2027-01-31.");
            }
        }

        var entry = new AccessEntry(name, role, expires);
        if (kind == "token")
        {
            string[] parts = values.GetValueOrDefault("hash", string.Empty).Split(':');
            if (parts is ["sha256", { Length: > 0 } salt, { Length: DigestLength } digest] && TryHex(digest) is { } hash)
            {
                entry = entry with { Salt = salt, Hash = hash };
            }
            else
            {
                Wrong($"the hash is missing or not {HashPrefix}SALT:DIGEST with {DigestLength} hexadecimals in DIGEST; 'twin token new' writes the line.");
            }
        }
        else if (values.ContainsKey("subject") == values.ContainsKey("fingerprint"))
        {
            Wrong("a certificate is known by its fingerprint or by its subject: one of the two.");
        }
        else if (values.TryGetValue("fingerprint", out string? fingerprint))
        {
            string plain = fingerprint.Replace(":", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
            entry = entry with { Fingerprint = plain };
            if (plain.Length != DigestLength || TryHex(plain) is null)
            {
                Wrong($"the fingerprint has to be the SHA-256 of the certificate, {DigestLength} hexadecimals with or without colons.");
            }
        }
        else
        {
            entry = entry with { Subject = ReadSubject(values["subject"]) };
            if (string.IsNullOrEmpty(entry.Subject))
            {
                Wrong($"the subject '{values["subject"]}' is no name such as \"CN=ops, O=Example\".");
            }
        }

        return isGood ? entry : null;

        void Wrong(string message)
        {
            isGood = false;
            problem(message);
        }
    }

    /// <summary>Reads a moment: a date with time and zone, or a date alone, whose beginning in UTC is meant.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null when it is none.</returns>
    public static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time) ? time : null;

    /// <summary>Whether a text may name an entry.</summary>
    /// <param name="text">The text.</param>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@');

    // Encoded and read back: written the way certificates write it, whatever blanks the file has.
    private static string? ReadSubject(string text)
    {
        try
        {
            return new X500DistinguishedName(new X500DistinguishedName(text).RawData).Name;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? TryHex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Dictionary<string, string>? Split(string line, out string kind, Action<string> problem)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> words = Words(line);
        kind = words[0];
        bool isGood = true;
        foreach (string word in words.Skip(1))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                // The word itself is not repeated: it may be a token that was put here by mistake.
                problem("a word is not KEY=VALUE; values with blanks stand in double quotes.");
                isGood = false;
            }
            else if (!values.TryAdd(word[..equals], word[(equals + 1)..]))
            {
                problem($"'{word[..equals]}' is there twice.");
                isGood = false;
            }
        }

        return isGood ? values : null;
    }

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isQuoted = false;
        foreach (char letter in line)
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (char.IsWhiteSpace(letter) && !isQuoted)
            {
                Flush();
            }
            else if (letter == '#' && !isQuoted && word.Length == 0)
            {
                break;
            }
            else
            {
                word.Append(letter);
            }
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
