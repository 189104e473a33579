using System.Security.Cryptography;

namespace Twin.Plugins;

/// <summary>What a publisher does: makes a key and signs plugin folders with it.</summary>
public static class PluginSigner
{
    /// <summary>Makes a key that signs plugins.</summary>
    /// <returns>A new key of ECDSA on P-256, to be disposed of.</returns>
    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The name under which hosts know a key.</summary>
    /// <param name="key">A private or public key.</param>
    /// <returns><see cref="PublisherKey.Id"/>.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public static string IdOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return PublisherKey.IdOf(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Tells whether a key is one that signs plugins.</summary>
    /// <param name="key">A private key.</param>
    /// <returns><see langword="true"/> for one on P-256.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public static bool CanSign(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return PublisherKey.IsOnP256(key);
    }

    /// <summary>Signs a plugin folder: writes <c>plugin.sig.json</c> into it, over one that is there.</summary>
    /// <param name="folder">The folder. Its manifest is read and its entries looked at; whether the plugin fits this machine is no matter.</param>
    /// <param name="key">A private key on P-256.</param>
    /// <returns>What was signed, or every problem; nothing is written then.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static PluginSignResult Sign(string folder, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(key);
        if (!PublisherKey.IsOnP256(key))
            throw new ArgumentException("A plugin is signed with a key on P-256.", nameof(key));
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        PluginProblemList problems = new(path);
        if (PluginDiscovery.IsFolder(path, problems) && PluginFolder.Read(path, new PluginLoadOptions(), problems) is { } read)
        {
            PluginManifest? manifest = PluginCandidate.ReadManifest(read, problems, out _);
            if (manifest is not null && !problems.Any)
            {
                string target = read.FullPath(PluginSignature.FileName);
                try
                {
                    File.WriteAllBytes(target, PluginSignature.Write(read.Files, key));
                    return new PluginSignResult(manifest, read.Files.Count(file => file.Path != PluginSignature.FileName), PublisherKey.IdOf(key.ExportSubjectPublicKeyInfo()), []);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    problems.Add(PluginProblemCodes.Unwritable, $"'{PluginSignature.FileName}' cannot be written: {exception.Message}", "Sign a copy of the folder that this user can write.", target);
                }
            }
        }

        return new PluginSignResult(null, 0, null, problems.All);
    }
}
