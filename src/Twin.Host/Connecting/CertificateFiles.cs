using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Twin.Host.Setup;

namespace Twin.Host.Connecting;

/// <summary>Reads certificates: PEM, with the key in its own file or in the same, or PKCS #12 (.pfx, .p12).</summary>
/// <remarks>No message holds anything of a key or a password.</remarks>
internal static class CertificateFiles
{
    private const string PemMark = "-----BEGIN ";
    private const string CertificateMark = "-----BEGIN CERTIFICATE-----";
    private const string EncryptedMark = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private const string KeyMark = "PRIVATE KEY-----";

    /// <summary>Reads the authorities whose certificates are trusted.</summary>
    /// <param name="flag">The flag that names the file, for messages.</param>
    /// <param name="path">The file: PEM, one certificate or several.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>Null when something is wrong.</returns>
    public static X509Certificate2Collection? ReadAuthorities(string flag, string path, ProblemReport problems)
    {
        if (ReadBytes(flag, path, problems) is not { } bytes)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Encoding.UTF8.GetString(bytes));
        }
        catch (CryptographicException exception)
        {
            problems.Add(flag, $"'{path}' holds a certificate that cannot be read: {exception.Message}");
            return null;
        }

        if (authorities.Count == 0)
        {
            problems.Add(flag, $"'{path}' holds no certificate; a PEM file with '{CertificateMark}' is wanted.");
            return null;
        }

        return authorities;
    }

    /// <summary>Reads a certificate with its key.</summary>
    /// <param name="certificateFlag">The flag that names the certificate, for messages.</param>
    /// <param name="certificatePath">PEM with the certificate first and then those between it and its authority, or PKCS #12.</param>
    /// <param name="keyFlag">The flag that names the key, for messages.</param>
    /// <param name="keyPath">PEM with the private key; null when it is in the file of the certificate.</param>
    /// <param name="password">Password of the key or the PKCS #12 file; null for none.</param>
    /// <param name="passwordSource">How a password is given, for messages.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>Null when something is wrong.</returns>
    public static CertificateWithKey? Read(
        string certificateFlag, string certificatePath, string keyFlag, string? keyPath, string? password, string passwordSource, ProblemReport problems)
    {
        byte[]? certificate = ReadBytes(certificateFlag, certificatePath, problems);
        byte[]? key = keyPath is null ? null : ReadBytes(keyFlag, keyPath, problems);
        if (certificate is null || (key is null && keyPath is not null))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(certificate);
        if (!text.Contains(PemMark, StringComparison.Ordinal))
        {
            if (keyPath is not null)
            {
                problems.Add(keyFlag, $"'{certificatePath}' is not PEM. A PKCS #12 file holds its key itself: leave {keyFlag} out.");
                return null;
            }

            return ReadPkcs12(certificateFlag, certificatePath, certificate, password, passwordSource, problems);
        }

        string keyText = key is null ? text : Encoding.UTF8.GetString(key);
        if (!text.Contains(CertificateMark, StringComparison.Ordinal))
        {
            problems.Add(certificateFlag, $"'{certificatePath}' holds no certificate; PEM with '{CertificateMark}' or PKCS #12 is wanted.");
            return null;
        }

        if (!keyText.Contains(KeyMark, StringComparison.Ordinal))
        {
            problems.Add(keyFlag, keyPath is null ? $"'{certificatePath}' holds no private key, so a file with the key is needed." : $"'{keyPath}' holds no private key.");
            return null;
        }

        return ReadPem(text, keyText, keyPath ?? certificatePath, certificatePath, keyFlag, password, passwordSource, problems);
    }

    /// <summary>Says whether a certificate is good now for what it is shown for.</summary>
    /// <param name="flag">The flag that names it, for messages.</param>
    /// <param name="path">Its file.</param>
    /// <param name="leaf">The certificate.</param>
    /// <param name="purpose">What it has to allow: 1.3.6.1.5.5.7.3.1 of a server, 1.3.6.1.5.5.7.3.2 of a client.</param>
    /// <param name="purposeName">The same in words.</param>
    /// <param name="now">Now.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(string flag, string path, X509Certificate2 leaf, string purpose, string purposeName, DateTimeOffset now, ProblemReport problems)
    {
        if (now > leaf.NotAfter)
        {
            problems.Add(flag, $"the certificate in '{path}' ({leaf.Subject}) has expired: it was valid until {Stamp(leaf.NotAfter)}.");
        }
        else if (now < leaf.NotBefore)
        {
            problems.Add(flag, $"the certificate in '{path}' ({leaf.Subject}) is not valid yet: it is from {Stamp(leaf.NotBefore)}, and now it is {Stamp(now.UtcDateTime)}.");
        }

        if (leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } usage
            && !usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == purpose))
        {
            problems.Add(flag, $"the certificate in '{path}' ({leaf.Subject}) is not made for a {purposeName}: its extended key usage lacks {purposeName} authentication ({purpose}).");
        }
    }

    /// <summary>Reads the first line of a file that holds a password or token.</summary>
    /// <param name="flag">The flag that names it, for messages.</param>
    /// <param name="path">The file.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static string? ReadSecret(string flag, string path, ProblemReport problems)
    {
        if (ReadBytes(flag, path, problems) is not { } bytes)
        {
            return null;
        }

        string line = Encoding.UTF8.GetString(bytes).Split('\n')[0].Trim();
        if (line.Length > 0)
        {
            return line;
        }

        problems.Add(flag, $"the first line of '{path}' is empty.");
        return null;
    }

    private static CertificateWithKey? ReadPem(
        string text, string keyText, string keyPath, string certificatePath, string keyFlag, string? password, string passwordSource, ProblemReport problems)
    {
        bool isEncrypted = keyText.Contains(EncryptedMark, StringComparison.Ordinal);
        if (isEncrypted && password is null)
        {
            problems.Add(keyFlag, $"the key in '{keyPath}' is encrypted and there is no password; it is given with {passwordSource}.");
            return null;
        }

        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPem(text);
            X509Certificate2 leaf = isEncrypted ? X509Certificate2.CreateFromEncryptedPem(text, keyText, password) : X509Certificate2.CreateFromPem(text, keyText);
            all[0].Dispose();
            all.RemoveAt(0);
            return new CertificateWithKey(leaf, all);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            problems.Add(keyFlag, Explain(text, keyText, isEncrypted, password)
                ?? $"the key in '{keyPath}' does not belong to the first certificate in '{certificatePath}'.");
            return null;
        }

        // The platform says the same of a broken file and of one that does not fit; which of them it is shows when each is read alone.
        string? Explain(string certificates, string keys, bool encrypted, string? secret)
        {
            try
            {
                new X509Certificate2Collection().ImportFromPem(certificates);
            }
            catch (CryptographicException)
            {
                return $"'{certificatePath}' holds a certificate that cannot be read.";
            }

            if (!encrypted)
            {
                return CanRead(key => key.ImportFromPem(keys)) ? null : $"the key in '{keyPath}' cannot be read.";
            }

            return CanRead(key => key.ImportFromEncryptedPem(keys, secret)) ? null : $"the key in '{keyPath}' cannot be read: the password is wrong, or the file is broken.";
        }
    }

    private static bool CanRead(Action<AsymmetricAlgorithm> import)
    {
        foreach (Func<AsymmetricAlgorithm> make in new Func<AsymmetricAlgorithm>[] { RSA.Create, ECDsa.Create })
        {
            using AsymmetricAlgorithm key = make();
            try
            {
                import(key);
                return true;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                // Perhaps a key of the other kind.
            }
        }

        return false;
    }

    private static CertificateWithKey? ReadPkcs12(string flag, string path, byte[] bytes, string? password, string passwordSource, ProblemReport problems)
    {
        try
        {
            X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
            if (all.FirstOrDefault(one => one.HasPrivateKey) is { } leaf)
            {
                all.Remove(leaf);
                return new CertificateWithKey(leaf, all);
            }

            problems.Add(flag, $"'{path}' holds no certificate with a private key.");
        }
        catch (CryptographicException)
        {
            problems.Add(flag, $"'{path}' cannot be read as PEM or PKCS #12: it is another kind of file, it is broken, or the password ({passwordSource}) is {(password is null ? "missing" : "wrong")}.");
        }

        return null;
    }

    private static byte[]? ReadBytes(string flag, string path, ProblemReport problems)
    {
        const int Largest = 1 << 20;
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length <= Largest)
            {
                var bytes = new byte[file.Length];
                file.ReadExactly(bytes);
                return bytes;
            }

            problems.Add(flag, $"'{path}' is {file.Length} bytes long, which no such file is.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(flag, $"'{path}' cannot be read: {exception.Message}");
        }

        return null;
    }

    private static string Stamp(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
