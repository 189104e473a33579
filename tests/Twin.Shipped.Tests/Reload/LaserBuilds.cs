using System.Text;

namespace Twin.Shipped.Tests.Reload;

/// <summary>Several builds of the plugin of laser modules, each in a folder of its own.</summary>
internal sealed class LaserBuilds : IDisposable
{
    public const string Id = "acme.inp-laser";

    private const string Assembly = "Acme.InPLaser.dll";
    private const string Text = "Growth of the bias for constant power since new.";
    private const string Signal = "module-efficiency";
    private readonly string _root = Directory.CreateTempSubdirectory("twin-laser-builds-").FullName;

    /// <summary>Makes the folders.</summary>
    /// <param name="shipped">The plugin's folder as it is built.</param>
    public LaserBuilds(string shipped)
    {
        First = Make(shipped, "1.0.1");
        SameStructure = Make(shipped, "1.0.2");
        OtherText = Make(shipped, "1.1.0", Text, "Growth of the bias for constant power since NEW.");
        OtherSignal = Make(shipped, "2.0.0", Signal, "module-efficiencz");
    }

    /// <summary>As it is, but for its version.</summary>
    public string First { get; }

    /// <summary>Says the same of itself as the first one.</summary>
    public string SameStructure { get; }

    /// <summary>Says something else of a parameter: another structure, the same state.</summary>
    public string OtherText { get; }

    /// <summary>Has a signal of another name: another structure, its parts begin anew.</summary>
    public string OtherSignal { get; }

    /// <summary>A copy whose assembly is replaced by bytes that are none.</summary>
    public string Broken()
    {
        string folder = Make(First, "3.0.0");
        File.WriteAllText(Path.Combine(folder, Assembly), "This is no assembly.");
        return folder;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Make(string from, string version, string text = "", string other = "")
    {
        string folder = Path.Combine(_root, version);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        string manifest = Path.Combine(folder, "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"version\": \"1.0.0\"", $"\"version\": \"{version}\"", StringComparison.Ordinal).Replace("\"version\": \"1.0.1\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
        if (text.Length > 0)
        {
            // Texts lie in an assembly as UTF-16 (ECMA-335 II.24.2.4).
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, Assembly));
            int at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text));
            if (at < 0 || text.Length != other.Length)
            {
                throw new InvalidOperationException($"'{text}' is not in {Assembly}, or '{other}' is of another length.");
            }

            Encoding.Unicode.GetBytes(other).CopyTo(bytes, at);
            File.WriteAllBytes(Path.Combine(folder, Assembly), bytes);
        }

        return folder;
    }
}
