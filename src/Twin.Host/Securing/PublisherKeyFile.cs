using System.Security.Cryptography;
using System.Text;
using Twin.Host.Setup;
using Twin.Plugins;

namespace Twin.Host.Securing;

/// <summary>The private key with which a publisher signs plugins, as a file.</summary>
/// <remarks>No message holds anything of a key or a password.</remarks>
internal static class PublisherKeyFile
{
    private const int Largest = 64 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes both halves of a key.</summary>
    /// <param name="folder">Where to; made if it is missing.</param>
    /// <param name="name">Begin of the file names.</param>
    /// <param name="key">The key.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>Paths of the private key, which its owner alone may read, and of the public one; null when a file is there already or cannot be written.</returns>
    public static (string Private, string Public)? Write(string folder, string name, ECDsa key, ProblemReport problems)
    {
        string privatePath = Path.Combine(folder, name + ".key");
        string publicPath = Path.Combine(folder, name + ".pem");
        foreach (string path in (string[])[privatePath, publicPath])
        {
            if (Path.Exists(path))
            {
                problems.Add("--name", $"'{path}' is there already, and a key is never written over. Give another name or folder.");
            }
        }

        if (problems.Any)
        {
            return null;
        }

        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        char[] pem = PemEncoding.Write("PRIVATE KEY", pkcs8);
        byte[] text = Encoding.ASCII.GetBytes(pem);
        bool isHalfWritten = false;
        try
        {
            Directory.CreateDirectory(folder);
            Create(privatePath, text, OwnerOnly);
            isHalfWritten = true;
            Create(publicPath, Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            isHalfWritten = false;
            return (privatePath, publicPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add("--out", $"The key cannot be written: {exception.Message}");
            return null;
        }
        finally
        {
            if (isHalfWritten)
            {
                File.Delete(privatePath);
            }

            CryptographicOperations.ZeroMemory(pkcs8);
            CryptographicOperations.ZeroMemory(text);
            Array.Clear(pem);
        }
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="flag">The flag that names the file, for messages.</param>
    /// <param name="path">The file: PEM with one private key; null when it was not given.</param>
    /// <param name="password">Password of an encrypted key; null for none.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>A key that can sign plugins; null when something is wrong.</returns>
    public static ECDsa? Read(string flag, string? path, string? password, ProblemReport problems)
    {
        if (string.IsNullOrEmpty(path))
        {
            problems.Add(flag, "The file of the private key is missing; 'twin plugin key new' makes one.");
            return null;
        }

        var key = ECDsa.Create();
        if (TryRead(flag, path, password, key, problems))
        {
            return key;
        }

        key.Dispose();
        return null;
    }

    private static bool TryRead(string flag, string path, string? password, ECDsa key, ProblemReport problems)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > Largest)
            {
                problems.Add(flag, $"'{path}' is {file.Length} bytes long, which no key is.");
                return false;
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            string text = Encoding.UTF8.GetString(bytes);
            CryptographicOperations.ZeroMemory(bytes);
            string? label = PemEncoding.TryFind(text, out PemFields pem) ? text[pem.Label] : null;
            switch (label)
            {
                case "PRIVATE KEY" or "EC PRIVATE KEY":
                    key.ImportFromPem(text);
                    break;
                case "ENCRYPTED PRIVATE KEY" when password is null:
                    problems.Add(flag, $"The key in '{path}' is encrypted and there is no password; it is given with TWIN_KEY_PASSWORD.");
                    return false;
                case "ENCRYPTED PRIVATE KEY":
                    key.ImportFromEncryptedPem(text, password);
                    break;
                default:
                    problems.Add(flag, $"'{path}' holds no private key in PEM{(label is null ? string.Empty : $" but a '{label}'")}; 'twin plugin key new' makes one.");
                    return false;
            }

            if (PluginSigner.CanSign(key))
            {
                return true;
            }

            problems.Add(flag, $"The key in '{path}' is not on P-256, the curve with which plugins are signed.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            problems.Add(flag, $"'{path}' holds no key for ECDSA that can be read, or its password is another.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problems.Add(flag, $"'{path}' cannot be read: {exception.Message}");
        }

        return false;
    }

    // Made for this and with its rights from the start: no moment in which others could read it, no link that is followed.
    private static void Create(string path, byte[] content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
