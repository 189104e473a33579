using System.Security.Cryptography;

namespace Twin.EndToEnd.Tests;

/// <summary>A publisher signs, an operator trusts: <c>twin plugin key new</c>, <c>twin plugin sign</c> and <c>--plugin-keys</c>.</summary>
public sealed class SignedPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_PluginsSignedByATrustedPublisher_LoadAndNoOthers()
    {
        string plugins = CopyPlugins();
        string fingerprint = await NewKeyAsync("keys", "lab");
        string trusted = Directory.CreateDirectory(_folder.File("trusted")).FullName;
        File.Copy(_folder.File("keys/lab.pem"), Path.Combine(trusted, "lab.pem"));

        // Unsigned, all of them are refused.
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("validate", "pluggable-51t", "--plugins", plugins, "--plugin-keys", trusted);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Equal(Directory.GetDirectories(plugins).Length, error.Split('\n').Count(line => line.Contains("TW0270", StringComparison.Ordinal)));

        foreach (string plugin in Directory.GetDirectories(plugins))
        {
            (exitCode, output, error) = await TwinProcess.RunAsync("plugin", "sign", plugin, "--key", _folder.File("keys/lab.key"));
            Assert.Equal((0, string.Empty), (exitCode, error));
            Assert.Contains($"files signed with {fingerprint}", output, StringComparison.Ordinal);
        }

        (exitCode, output, error) = await TwinProcess.RunAsync("validate", "pluggable-51t", "--plugins", plugins, "--plugin-keys", trusted);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.StartsWith("ok: ", output, StringComparison.Ordinal);

        // One byte more, and it is said which file; the same through the environment.
        File.AppendAllText(Path.Combine(plugins, "Fulmen.Power", "plugin.json"), "\n");
        using TwinProcess altered = TwinProcess.Start(["simulate", "--chassis", "pluggable-51t", "--duration", "1s"], ("TWIN_PLUGINS", plugins), ("TWIN_PLUGINKEYS", trusted));
        Assert.Equal(2, await altered.WaitForExitAsync());
        Assert.Contains("TW0274 fulmen.power: 'plugin.json' is not as it was signed", altered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KeysThatAreNone_AreSaidAndNothingStarts()
    {
        await NewKeyAsync("keys", "lab");
        File.Copy(_folder.File("keys/lab.key"), _folder.File("keys/oops.pem"));

        (int exitCode, _, string error) = await TwinProcess.RunAsync("run", "--plugin-keys", _folder.File("keys"), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");

        Assert.Equal(2, exitCode);
        Assert.Contains("--plugin-keys: ", error, StringComparison.Ordinal);
        Assert.Contains("oops.pem' holds a private key, which a host must not have.", error, StringComparison.Ordinal);
        (_, _, error) = await TwinProcess.RunAsync("validate", "pluggable-51t", "--plugin-keys", _folder.File("nowhere"));
        Assert.Contains("nowhere' cannot be listed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyNew_Twice_WritesOverNothingAndShowsNoSecret()
    {
        await NewKeyAsync("keys", "lab");
        string secret = await File.ReadAllTextAsync(_folder.File("keys/lab.key"));
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("plugin", "key", "new", "--out", _folder.File("keys"), "--name", "lab");

        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.Contains("lab.key' is there already, and a key is never written over.", error, StringComparison.Ordinal);
        Assert.Equal(secret, await File.ReadAllTextAsync(_folder.File("keys/lab.key")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("keys/lab.key")));
        }
    }

    [Fact]
    public async Task Sign_BadKeyOrFolder_SaysWhatIsWrong()
    {
        string plugin = Path.Combine(CopyPlugins(), "Acme.InPLaser");
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string encrypted = p256.ExportEncryptedPkcs8PrivateKeyPem("correct-horse", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        (string File, string Message)[] keys =
        [
            (_folder.Write("curve.key", p384.ExportPkcs8PrivateKeyPem()), "is not on P-256"),
            (_folder.Write("public.pem", p256.ExportSubjectPublicKeyInfoPem()), "but a 'PUBLIC KEY'"),
            (_folder.Write("text.key", "no key"), "holds no private key in PEM"),
            (_folder.Write("encrypted.key", encrypted), "is encrypted and there is no password"),
            (_folder.File("missing.key"), "cannot be read"),
        ];
        foreach ((string file, string message) in keys)
        {
            (int exitCode, string output, string error) = await TwinProcess.RunAsync("plugin", "sign", plugin, "--key", file);
            Assert.Equal((2, string.Empty), (exitCode, output));
            Assert.StartsWith("--key: ", error, StringComparison.Ordinal);
            Assert.Contains(message, error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(plugin, "plugin.sig.json")));
        using TwinProcess right = TwinProcess.Start(["plugin", "sign", plugin, "--key", _folder.File("encrypted.key")], ("TWIN_KEY_PASSWORD", "correct-horse"));
        Assert.Equal(0, await right.WaitForExitAsync());
        (int none, _, string folderError) = await TwinProcess.RunAsync("plugin", "sign", _folder.Path, "--key", _folder.Write("good.key", p256.ExportPkcs8PrivateKeyPem()));
        Assert.Equal(2, none);
        Assert.Contains("TW0202", folderError, StringComparison.Ordinal);
    }

    private async Task<string> NewKeyAsync(string folder, string name)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("plugin", "key", "new", "--out", _folder.File(folder), "--name", name);
        Assert.Equal((0, string.Empty), (exitCode, error));
        string secret = (await File.ReadAllTextAsync(_folder.File($"{folder}/{name}.key"))).Split('\n')[1];
        Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
        string fingerprint = output.Split('\n')[2].Trim();
        Assert.StartsWith("sha256:", fingerprint, StringComparison.Ordinal);
        return fingerprint;
    }

    private string CopyPlugins()
    {
        string source = Path.Combine(TwinProcess.Folder, "plugins");
        string target = _folder.File("plugins");
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }
}
