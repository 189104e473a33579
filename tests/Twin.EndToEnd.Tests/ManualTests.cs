using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Twin.EndToEnd.Tests;

/// <summary>Every command of the vendor's manual, run in order on a clean folder: with the packages of this build, without a network, and with a home of its own.</summary>
public sealed partial class ManualTests : IClassFixture<ManualTests.Workspace>
{
    private const string Tools = "bash and curl (Debian: apt-get install curl)";

    private readonly Workspace _workspace;

    public ManualTests(Workspace workspace) => _workspace = workspace;

    [ToolsFact(Tools, "bash", "curl")]
    public async Task Commands_OnACleanFolder_AllRun()
    {
        IReadOnlyList<string> outputs = await _workspace.RunAsync();

        Assert.Equal(_workspace.Script.Blocks.Count + 1, outputs.Count);
        Assert.DoesNotContain(outputs.SkipLast(1), output => output.Contains(": warning ", StringComparison.Ordinal) || output.Contains(": error ", StringComparison.Ordinal));
        Assert.Contains("ok: keeps to the contract", string.Concat(outputs), StringComparison.Ordinal);
        Assert.Contains("zephyr.fan", outputs[Block("7.")], StringComparison.Ordinal);
        Assert.Contains("chassis0/fan6/motor/temperature [degC]", outputs[Block("4.")], StringComparison.Ordinal);
    }

    [ToolsFact(Tools, "bash", "curl")]
    public async Task Reload_OfTheChangedPart_TakesItsPowerDown()
    {
        IReadOnlyList<string> outputs = await _workspace.RunAsync();

        // 5 W less of shaft power at full speed, over the efficiency of the motor of 80 %; the rotor may still be on its way there.
        double[][] reads = Reads(outputs[Block("6.")]);
        Assert.Equal(2, reads.Length);
        Assert.InRange(reads[1][0], 10, reads[0][0] - 2);
        Assert.InRange(Assert.Single(Reads(outputs[Block("5.")])).Max(), 25, 100);
        Assert.Contains("1.1.0", outputs[Block("6.")], StringComparison.Ordinal);
    }

    [ToolsFact(Tools, "bash", "curl")]
    public async Task Plugin_MadeFromPackages_LeavesContractsToTheHost()
    {
        await _workspace.RunAsync();
        string plugin = Path.Combine(_workspace.Work, "Zephyr.Fan", "plugins", "Zephyr.Fan");

        Assert.Equal(
            ["Zephyr.Fan.deps.json", "Zephyr.Fan.dll", "Zephyr.Fan.pdb", "Zephyr.Fan.runtimeconfig.json", "conformance.json", "plugin.json", "plugin.sig.json"],
            Directory.GetFiles(plugin).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Twin.Contracts.dll", await File.ReadAllTextAsync(Path.Combine(plugin, "Zephyr.Fan.deps.json")), StringComparison.Ordinal);
    }

    [ToolsFact(Tools, "bash", "curl")]
    public async Task Build_ContractsBesideThePlugin_IsWarnedOf() => Assert.Contains("warning TWIN001", (await _workspace.RunAsync())[^1] + _workspace.Extra, StringComparison.Ordinal);

    [ToolsFact(Tools, "bash", "curl")]
    public async Task Pack_OfTheSolution_GivesThesePackagesAndNoOthers()
    {
        await _workspace.RunAsync();
        string[] names = ["Twin.Contracts", "Twin.Engine", "Twin.Physics", "Twin.PluginTestKit", "Twin.Plugins", "Twin.Templates"];
        string[] files = [.. Directory.GetFiles(Path.Combine(_workspace.Work, "packages")).Order(StringComparer.Ordinal)];
        Assert.Equal(names, files.Select(file => Version().Replace(Path.GetFileName(file), string.Empty)));
        foreach ((string name, string file) in names.Zip(files))
        {
            await using ZipArchive package = await ZipFile.OpenReadAsync(file);
            Assert.NotNull(package.GetEntry("README.md"));
            if (name != "Twin.Templates")
            {
                Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
                AssertSourcesAreInside(package.GetEntry($"lib/net10.0/{name}.dll")!);
            }
        }

        string again = Path.Combine(_workspace.Work, "again", Path.GetFileName(files[0]));
        Assert.Equal(await File.ReadAllBytesAsync(files[0]), await File.ReadAllBytesAsync(again));
    }

    [Fact]
    public void Read_Page_GivesItsCommandsUnderTheirHeadings()
    {
        ManualScript script = ManualScript.Read("# A\n## 1. One\n```sh\na\nb\n```\ntext `c`\n```text\n## no heading\n```\n```sh\nd\n```\n## 2. Two\n```sh\ne\n```\n");

        Assert.Equal([("1. One", "a\nb\n"), ("1. One", "d\n"), ("2. Two", "e\n")], script.Blocks);
        Assert.Equal(["0 1. One\nx", "end\n"], ManualScript.OutputOfBlocks("@@@ 0 1. One\nx\n@@@ end\n"));
    }

    // Of several blocks under one heading, the one that prints what is asked for is the last.
    private int Block(string heading) => _workspace.Script.Blocks.Index().Last(block => block.Item.Heading.StartsWith(heading, StringComparison.Ordinal)).Index;

    // What each call of SignalService/Read in a block answered.
    private static double[][] Reads(string output) =>
    [
        .. ReadValues().Matches(output).Select(read => read.Groups[1].Value.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray()),
    ];

    private static void AssertSourcesAreInside(ZipArchiveEntry entry)
    {
        using var file = new MemoryStream();
        using (Stream content = entry.Open())
        {
            content.CopyTo(file);
        }

        file.Position = 0;
        using var image = new PEReader(file);
        using MetadataReaderProvider symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(
            image.ReadDebugDirectory().Single(directory => directory.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        MetadataReader reader = symbols.GetMetadataReader();
        string[] documents = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));

        // One blob for each source (portable PDB specification, embedded source).
        var embedded = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        int sources = reader.CustomDebugInformation.Count(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind) == embedded);
        Assert.Equal(documents.Length, sources);
    }

    [GeneratedRegex(@"\.[0-9]+\.[0-9]+\.[0-9]+\.nupkg$")]
    private static partial Regex Version();

    [GeneratedRegex("\"values\": \\[([^]]*)\\]")]
    private static partial Regex ReadValues();

    /// <summary>The folder that the commands were run in, once for all tests.</summary>
    public sealed class Workspace : IDisposable
    {
        // A safety net: on a machine with nothing else to do it takes about a minute and a half.
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

        private readonly TemporaryFolder _folder = new();
        private Task<IReadOnlyList<string>>? _run;

        internal ManualScript Script { get; } = ManualScript.Read(File.ReadAllText(Path.Combine(ClientPrograms.Repository, "src/Twin.Contracts/docs/MANUAL.md")));

        internal string Work => _folder.File("work");

        internal string Extra { get; private set; } = string.Empty;

        /// <summary>Runs all commands, the first time that it is asked to.</summary>
        /// <returns>What each block printed, and at the end what the test's own commands did.</returns>
        internal Task<IReadOnlyList<string>> RunAsync() => _run ??= RunOnceAsync();

        public void Dispose() => _folder.Dispose();

        private async Task<IReadOnlyList<string>> RunOnceAsync()
        {
            string home = _folder.File("home");
            Directory.CreateDirectory(Work);
            Directory.CreateDirectory(Path.Combine(home, ".nuget/NuGet"));
            string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

            // What was restored for this repository stands in for the feed of the world.
            await File.WriteAllTextAsync(
                Path.Combine(home, ".nuget/NuGet/NuGet.Config"), $"<configuration><packageSources><clear /><add key=\"world\" value=\"{packages}\" /></packageSources></configuration>");

            // The build that is tested is there already; building is what the two commands on the repository would do first.
            bool isBuilt = AppContext.BaseDirectory.Contains("/bin/Release/", StringComparison.Ordinal);
            const string Dotnet = """dotnet() { if [[ "$1" =~ ^(publish|pack)$ && "$2" == "$TWIN"/* ]]; then command dotnet "$@" --no-build; else command dotnet "$@"; fi; }""";

            // The system chooses the ports when the twin starts, which says where it listens.
            const string Listening = """
                listening() {
                  for _ in {1..3000}; do
                    if found=$(sed -n "s|^  $1 .*\(127\.0\.0\.1:[0-9]*\).*|\1|p" twin.log) && [ -n "$found" ]; then echo "$found"; return; fi
                    sleep 0.1
                  done
                  echo the-twin-has-not-started
                }
                """;
            string script = Script.ToBash(
                heading => heading.StartsWith("1.", StringComparison.Ordinal) ? isBuilt ? Dotnet : null : $"unset NUGET_PACKAGES; export HOME='{home}'\n{Listening}",
                """
                cd "$HOME/../work"
                dotnet pack "$TWIN/src/Twin.Contracts" -c Release -o again
                cp twin/Twin.Contracts.dll Zephyr.Fan/src/Zephyr.Fan/bin/Release/net10.0/
                dotnet build Zephyr.Fan/src/Zephyr.Fan -c Release
                """)
                .Replace("127.0.0.1:50051", "$(listening gRPC)", StringComparison.Ordinal).Replace("127.0.0.1:8080", "$(listening metrics)", StringComparison.Ordinal);
            string file = _folder.File("manual.sh");
            await File.WriteAllTextAsync(file, script);

            string dotnet = Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../dotnet")))!;
            var start = new ProcessStartInfo("bash", [file]) { WorkingDirectory = Work };
            foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TWIN_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                start.Environment.Remove(name);
            }

            foreach ((string name, string value) in new[]
            {
                ("TWIN", ClientPrograms.Repository), ("TWIN_GRPC", "127.0.0.1:0"), ("TWIN_HTTP", "127.0.0.1:0"),
                ("TWIN_CACHE", Environment.GetEnvironmentVariable("TWIN_CACHE") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "twin", "packages")),
                ("DOTNET_ROOT", dotnet), ("PATH", dotnet + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")),
                ("DOTNET_CLI_HOME", home), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),

                // Nothing that outlives the commands.
                ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"),
            })
            {
                start.Environment[name] = value;
            }

            (int exitCode, string output, string error) = await ClientPrograms.RunAsync(start, Limit);
            string log = Path.Combine(Work, "Zephyr.Fan", "twin.log");
            Assert.True(
                exitCode == 0,
                $"A command of the manual failed ({exitCode}).\n{output}\n{error}\n{(File.Exists(log) ? await File.ReadAllTextAsync(log) : string.Empty)}");
            Extra = error;
            return ManualScript.OutputOfBlocks(output);
        }
    }
}
