using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Twin.Plugins.Tests;

public sealed class SignatureTests : IDisposable
{
    private readonly PluginWorkshop _workshop = new();
    private readonly ECDsa _key = PluginSigner.NewKey();

    public void Dispose()
    {
        _key.Dispose();
        _workshop.Dispose();
    }

    [Fact]
    public void Load_SignedByATrustedKey_Loads()
    {
        string folder = _workshop.Folder("GoodPlugin");

        PluginSignResult result = PluginSigner.Sign(folder, _key);

        Assert.Empty(result.Problems);
        Assert.Equal(("fixture.part", PluginSigner.IdOf(_key)), (result.Manifest?.Id, result.Key));
        Assert.Equal(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length - 1, result.Files);
        using PluginCatalog catalog = _workshop.Load(_workshop.Options with { TrustedKeys = [BadPlugins.KeyOf(_key)] });
        Assert.Empty(catalog.Problems);
        Assert.Single(catalog.Plugins);
    }

    [Fact]
    public void Load_NoKeyIsTrusted_RefusesEverything()
    {
        PluginSigner.Sign(_workshop.Folder("GoodPlugin"), _key);

        Assert.Equal(PluginProblemCodes.UnknownPublisher, Assert.Single(_workshop.Refused(_workshop.Options with { TrustedKeys = [] })).Code);
    }

    [Fact]
    public void Load_NobodyAsksForSignatures_SignedAndUnsignedLoad()
    {
        _workshop.Folder("GoodPlugin");
        PluginSigner.Sign(_workshop.Folder("LibraryPlugin", "fixture.signed"), _key);

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        Assert.Equal(2, catalog.Plugins.Count);
    }

    [Fact]
    public void Sign_Again_ReplacesTheSignature()
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginSigner.Sign(folder, _key);
        File.AppendAllText(Path.Combine(folder, "NOTES.txt"), "new");
        using ECDsa other = PluginSigner.NewKey();

        Assert.Empty(PluginSigner.Sign(folder, other).Problems);

        using PluginCatalog catalog = _workshop.Load(_workshop.Options with { TrustedKeys = [BadPlugins.KeyOf(other)] });
        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Sign_OtherMachinesNatives_IsNoMatter()
    {
        string folder = _workshop.Folder("GoodPlugin");
        File.WriteAllBytes(Path.Combine(folder, "dsp.dll"), NativeFiles.Foreign());

        Assert.Empty(PluginSigner.Sign(folder, _key).Problems);
    }

    [Fact]
    public void Sign_FolderIsNoPlugin_SaysSoAndWritesNothing()
    {
        string folder = _workshop.Empty("empty");

        Assert.Equal(PluginProblemCodes.NotAPlugin, Assert.Single(PluginSigner.Sign(folder, _key).Problems).Code);
        Assert.Equal(PluginProblemCodes.DirectoryMissing, Assert.Single(PluginSigner.Sign(folder + "2", _key).Problems).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Sign_LinkInTheFolder_IsRefused()
    {
        string folder = _workshop.Folder("GoodPlugin");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/etc/passwd");

        Assert.Equal(PluginProblemCodes.Link, Assert.Single(PluginSigner.Sign(folder, _key).Problems).Code);
        Assert.False(File.Exists(Path.Combine(folder, "plugin.sig.json")));
    }

    [Fact]
    public void Sign_KeyOfAnotherCurve_Throws()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<ArgumentException>(() => PluginSigner.Sign(_workshop.Folder("GoodPlugin"), key));
    }

    /// <summary>What the README says is signed, put together a second time and checked with the public key alone.</summary>
    [Fact]
    public void Sign_Signature_IsOverTheDocumentedText()
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginSigner.Sign(folder, _key);
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "plugin.sig.json")));
        string[] paths = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Where(path => path != "plugin.sig.json").Order(StringComparer.Ordinal)];
        string list = string.Concat(paths.Select(path => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, path))))}  {path}\n"));
        string key = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

        Assert.Equal(key, file.RootElement.GetProperty("key").GetString());
        Assert.True(_key.VerifyData(
            Encoding.UTF8.GetBytes($"twin-plugin-signature-1\nkey {key}\n{list}"), file.RootElement.GetProperty("signature").GetBytesFromBase64(),
            HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>Whatever is changed in the signature file or in a file of the plugin, the plugin does not load.</summary>
    [Fact]
    public void Load_AnyByteChanged_IsRefused()
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginSigner.Sign(folder, _key);
        PluginLoadOptions options = _workshop.Options with { TrustedKeys = [BadPlugins.KeyOf(_key)] };
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Random random = new(5);
        for (int i = 0; i < 200; i++)
        {
            string file = i % 2 == 0 ? Path.Combine(folder, "plugin.sig.json") : files[random.Next(files.Length)];
            byte[] before = File.ReadAllBytes(file);
            byte[] after = [.. before];
            int at = random.Next(after.Length);

            // White space of the signature file may be other white space.
            if (after[at] is (byte)' ' or (byte)'\n')
                continue;
            after[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, after);

            Assert.NotEmpty(_workshop.Refused(options));
            File.WriteAllBytes(file, before);
        }
    }

    [Fact]
    public void ReadDirectory_BadKeys_AreEachNamed()
    {
        string directory = Directory.CreateDirectory(Path.Combine(_workshop.Root, "keys")).FullName;
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(2048);
        void Write(string name, string text) => File.WriteAllText(Path.Combine(directory, name), text);
        Write("a-good.pem", _key.ExportSubjectPublicKeyInfoPem());
        Write("b-same.pem", _key.ExportSubjectPublicKeyInfoPem());
        Write("c-private.pem", _key.ExportPkcs8PrivateKeyPem());
        Write("d-curve.pem", p384.ExportSubjectPublicKeyInfoPem());
        Write("e-rsa.pem", rsa.ExportSubjectPublicKeyInfoPem());
        Write("f-empty.pem", string.Empty);
        Write("g-text.pem", "no key");
        Write("h-two.pem", p384.ExportSubjectPublicKeyInfoPem() + "\n" + _key.ExportSubjectPublicKeyInfoPem());
        Write("i-certificate.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Write("j-damaged.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        Write("README.md", "Keys of publishers.");
        List<string> problems = [];

        PublisherKey key = Assert.Single(PublisherKey.ReadDirectory(directory, problems));

        Assert.Equal(("a-good.pem", PluginSigner.IdOf(_key)), (key.Name, key.Id));
        Assert.Equal(9, problems.Count);
        string[] words = ["same key as 'a-good.pem'", "private key, which a host must not have", "another curve", "no key for ECDSA", "is empty", "is no PEM", "more than one key", "holds a 'CERTIFICATE'", "no key for ECDSA"];
        Assert.All(words.Zip(problems), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains(Convert.ToBase64String(_key.ExportPkcs8PrivateKey())[..20], StringComparison.Ordinal));
    }

    [Fact]
    public void ReadDirectory_MissingOrEmpty_SaysSo()
    {
        List<string> problems = [];

        Assert.Empty(PublisherKey.ReadDirectory(Path.Combine(_workshop.Root, "nowhere"), problems));
        Assert.Empty(PublisherKey.ReadDirectory(_workshop.Empty("keys"), problems));

        Assert.Contains("cannot be listed", problems[0], StringComparison.Ordinal);
        Assert.Contains("holds no *.pem", problems[1], StringComparison.Ordinal);
    }
}
