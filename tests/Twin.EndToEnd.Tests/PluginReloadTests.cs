using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.V1;

namespace Twin.EndToEnd.Tests;

/// <summary>Plugins of a running twin are exchanged by <c>twin plugin</c> while a client streams: the same structure, another one, a broken build, a folder that is gone.</summary>
public sealed class PluginReloadTests : IDisposable
{
    // Two laser modules and what feeds them: nothing in it has to be reduced first.
    private const string Chassis = """
        model: lasers
        initial: ambient
        components:
          els: 2 x acme.els-module
          psu: fulmen.psu
          vr-lasers:
            kind: fulmen.regulator
            parameters: {output-voltage: 3.3 V, rated: 200 W, load-line: 1 %}
        zones:
          board: {capacity: 800 J/K, surface-loss: 2 W/K}
        mounts:
          - {from: els*.case, to: board, conductance: 5 W/K}
          - {from: psu.case, to: board, conductance: 6 W/K}
          - {from: vr-lasers.case, to: board, conductance: 6 W/K}
        rails:
          bus: {sources: psu.out, loads: vr-lasers.in, resistance: 1 mohm, loss-zone: board}
          lasers: {sources: vr-lasers.out, loads: els*.supply, resistance: 1 mohm, loss-zone: board}
        """;

    private const string Plugin = "acme.inp-laser";
    private const string Signal = "bias-use";
    private const string Renamed = "bias-now";

    private readonly TemporaryFolder _folder = new();
    private readonly string _plugins;
    private readonly string _builds;
    private readonly string _laser;
    private readonly string _chassis;

    public PluginReloadTests()
    {
        (_plugins, _builds) = (_folder.File("plugins"), _folder.File("builds"));
        Copy(Path.Combine(TwinProcess.Folder, "plugins"), _plugins);
        Directory.CreateDirectory(_builds);
        _chassis = _folder.Write("lasers.yaml", Chassis);
        _laser = Directory.GetDirectories(_plugins).Single(folder => File.ReadAllText(Path.Combine(folder, "plugin.json")).Contains($"\"{Plugin}\"", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reload_WhileAClientStreams_GoesOnInTheNewEpochAndHoldsNoFile()
    {
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", _chassis, "--plugins", _plugins], ("TWIN_PLUGINBUILDS", _builds));
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        using var stream = new Stream(channel, $"els*/bias-{{{Signal[5..]},{Renamed[5..]}}}");
        Assert.All((await stream.DictionaryAsync()).Entries, entry => Assert.EndsWith(Signal, entry.Path, StringComparison.Ordinal));
        Samples first = await stream.SamplesAsync(_ => true);

        // 1. Another build of the same structure: the stream goes on, with the same dictionary.
        string kept = Fragment(await TwinAsync(0, grpc, "list"), Plugin);
        Assert.Matches(@"acme\.inp-laser 1\.0\.0 \([0-9a-f]{12}\), Acme Photonics: models 2 components", kept);
        Assert.Contains(_laser, kept, StringComparison.Ordinal);
        Assert.Contains("nothing was done", (await TwinAsync(0, grpc, "reload", Plugin)).Output, StringComparison.Ordinal);
        SetVersion(_laser, "1.0.1");
        string reloaded = (await TwinAsync(0, grpc, "reload", Plugin)).Output;
        Assert.Matches(@"^acme\.inp-laser 1\.0\.0 \([0-9a-f]{12}\) -> 1\.0\.1 \([0-9a-f]{12}\) behind step \d+, epoch 1; the swap took ", reloaded);
        Assert.Contains("Everything goes on from where it was.", reloaded, StringComparison.Ordinal);
        Samples second = await stream.SamplesAsync(samples => samples.Position.Epoch == 1);
        Assert.True(second.Position.Step >= first.Position.Step);
        Assert.Equal(0, stream.Dictionaries);

        // At once: one is exchanged at a time, whoever comes in between is told so.
        var plugins = new PluginService.PluginServiceClient(channel);
        StatusCode[] codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await plugins.ReloadComponentAsync(new ReloadComponentRequest { Path = "els0", Force = true });
                return StatusCode.OK;
            }
            catch (RpcException refusal)
            {
                return refusal.StatusCode;
            }
        }));
        Assert.All(codes, code => Assert.True(code is StatusCode.OK or StatusCode.ResourceExhausted));
        int forced = codes.Count(code => code == StatusCode.OK);
        Assert.True(forced > 0);

        // A part in quarantine has a new chance with it, and no other one begins anew.
        await new ControlService.ControlServiceClient(channel).QuarantineComponentAsync(new QuarantineComponentRequest { Path = "els0", Reason = "By hand." });
        ReloadPluginResponse again = await plugins.ReloadPluginAsync(new ReloadPluginRequest { Id = Plugin, Force = true });
        Assert.EndsWith("/els0", Assert.Single(again.Reinitialized), StringComparison.Ordinal);
        forced++;
        second = await stream.SamplesAsync(samples => samples.Position.Epoch == 1 + forced);

        // 2. A broken build: told why, and the old one goes on.
        string assembly = Assert.Single(Directory.GetFiles(_laser, "Acme*.dll"));
        byte[] whole = File.ReadAllBytes(assembly);
        File.WriteAllBytes(assembly, whole[..(whole.Length / 2)]);
        SetVersion(_laser, "1.0.2");
        string refused = (await TwinAsync(4, grpc, "reload", Plugin)).Error;
        Assert.Contains("FAILED_PRECONDITION", refused, StringComparison.Ordinal);
        Assert.Matches(@"acme\.inp-laser 1\.0\.1 \([0-9a-f]{12}\) goes on", refused);
        Assert.Matches("TW02[0-9]{2}", refused);
        Assert.Contains("was not taken", Fragment(await TwinAsync(0, grpc, "list"), Plugin), StringComparison.Ordinal);
        Samples third = await stream.SamplesAsync(samples => samples.Position.Step > second.Position.Step);
        Assert.Equal(1 + forced, third.Position.Epoch);

        // 3. A folder from elsewhere, a way around, a plugin that is not there: refused, nothing read.
        string outside = _folder.File("outside");
        Copy(_laser, outside);
        Directory.CreateSymbolicLink(Path.Combine(_builds, "link"), outside);
        foreach (string foreign in new[] { outside, Path.Combine(_builds, "..", "outside"), Path.Combine(_builds, "link"), _builds, "/" })
        {
            Assert.Contains("INVALID_ARGUMENT", (await TwinAsync(4, grpc, "reload", Plugin, "--folder", foreign)).Error, StringComparison.Ordinal);
        }

        Assert.Contains("NOT_FOUND", (await TwinAsync(4, grpc, "reload", "acme.inp-lasr")).Error, StringComparison.Ordinal);

        // 4. A build that publishes something else: another dictionary, then values of the new epoch.
        string build = Path.Combine(_builds, "laser-1.1");
        Copy(_laser, build);
        File.WriteAllBytes(Path.Combine(build, Path.GetFileName(assembly)), Rename(whole));
        SetVersion(build, "1.1.0");
        Assert.Contains("publishes something else", (await TwinAsync(0, grpc, "reload", Plugin, "--folder", build)).Output, StringComparison.Ordinal);
        Assert.All((await stream.DictionaryAsync()).Entries, entry => Assert.EndsWith(Renamed, entry.Path, StringComparison.Ordinal));
        Samples fourth = await stream.SamplesAsync(_ => true);
        Assert.Equal(2 + forced, fourth.Position.Epoch);
        Assert.Equal(2, fourth.Values.Count(double.IsFinite));

        // 5. No file of a plugin is open: the folders can go while the chassis runs.
        Directory.Delete(_plugins, recursive: true);
        Directory.Delete(_builds, recursive: true);
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(_folder.Path, File.ReadAllText($"/proc/{twin.Id}/maps"), StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFileSystemEntries($"/proc/{twin.Id}/fd").Select(entry => new FileInfo(entry).LinkTarget ?? string.Empty), target => target.StartsWith(_folder.Path, StringComparison.Ordinal));
        }

        await stream.SamplesAsync(samples => samples.Position.Step > fourth.Position.Step);
        Assert.Contains("TW02", (await TwinAsync(4, grpc, "reload", Plugin)).Error, StringComparison.Ordinal);

        // 6. What is used stays, what is not goes; and all of it was written down.
        Assert.Matches("FAILED_PRECONDITION.*chassis0/els", (await TwinAsync(4, grpc, "remove", Plugin)).Error);
        Assert.Contains("was removed", (await TwinAsync(0, grpc, "remove", "dorado.pluggable-module")).Output, StringComparison.Ordinal);
        ListAuditResponse audit = await new AuditService.AuditServiceClient(channel).ListAsync(new ListAuditRequest());
        AuditEntry[] exchanges = [.. audit.Entries.Where(entry => entry.Status == 0 && entry.Method == "twin.v1.PluginService/ReloadPlugin")];
        Assert.Equal([("1.0.0", "1.0.0"), ("1.0.0", "1.0.1"), ("1.0.1", "1.0.1"), ("1.0.1", "1.1.0")], exchanges.Select(entry => (entry.OldBuild.Split(' ')[0], entry.NewBuild.Split(' ')[0])));
        Assert.Contains(audit.Entries, entry => entry.Status == (int)StatusCode.FailedPrecondition && entry.Message.Contains("TW02", StringComparison.Ordinal));
    }

    [ToolsFact("the package tmux (Debian)", "tmux")]
    public async Task Watch_StructureChanges_ShowsTheNewOneWithoutLosingTheTwin()
    {
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", _chassis, "--plugins", _plugins]);
        using TwinProcess process = twin;
        using TmuxSession terminal = await TmuxSession.StartAsync(140, 60, [], "watch", "--address", grpc.Authority);
        await terminal.WaitAsync("● running");

        // The modules are one line of the tree until it is opened.
        await terminal.PressAsync("Home", "Enter");
        await terminal.WaitAsync("els0");
        await terminal.PressAsync("Down", "Enter");
        await terminal.WaitAsync($"plugin {Plugin}", Signal);
        string assembly = Assert.Single(Directory.GetFiles(_laser, "Acme*.dll"));
        File.WriteAllBytes(assembly, Rename(File.ReadAllBytes(assembly)));
        await TwinAsync(0, grpc, "reload", Plugin);
        string after = await terminal.WaitAsync(now => now.Contains(Renamed, StringComparison.Ordinal) && !now.Contains(Signal, StringComparison.Ordinal));
        Assert.Contains("● running", after, StringComparison.Ordinal);
        await terminal.PressAsync("q");
        await terminal.WaitAsync("EXIT 0");
    }

    private static async Task<(string Output, string Error)> TwinAsync(int exitCode, Uri grpc, params string[] arguments)
    {
        (int ended, string output, string error) = await TwinProcess.RunAsync(["plugin", .. arguments, "--address", grpc.Authority]);
        Assert.True(ended == exitCode, $"twin plugin {string.Join(' ', arguments)} ended with {ended}.\n{output}\n{error}");
        return (output, error);
    }

    // The lines of one plugin.
    private static string Fragment((string Output, string Error) list, string id) =>
        string.Join('\n', list.Output.Split('\n').SkipWhile(line => !line.StartsWith(id, StringComparison.Ordinal)).TakeWhile((line, i) => i == 0 || line.StartsWith(' ')));

    private static void SetVersion(string folder, string version)
    {
        string manifest = Path.Combine(folder, "plugin.json");
        string[] lines = File.ReadAllLines(manifest);
        int at = Array.FindIndex(lines, line => line.Contains("\"version\"", StringComparison.Ordinal));
        lines[at] = $"  \"version\": \"{version}\",";
        File.WriteAllLines(manifest, lines);
    }

    // The build of a plugin whose source names the signal differently: texts of a program are in its assembly as UTF-16, and this one is as long.
    private static byte[] Rename(byte[] assembly)
    {
        byte[] renamed = [.. assembly];
        int at = renamed.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Signal));
        Assert.True(at > 0 && renamed.AsSpan(at + 1).IndexOf(Encoding.Unicode.GetBytes(Signal)) < 0, "The text is in the assembly once.");
        Encoding.Unicode.GetBytes(Renamed).CopyTo(renamed, at);
        return renamed;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    /// <summary>A subscription that is read on.</summary>
    private sealed class Stream : IDisposable
    {
        private readonly AsyncServerStreamingCall<SubscribeResponse> _call;

        public Stream(GrpcChannel channel, string glob) => _call = new SignalService.SignalServiceClient(channel).Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { glob } }, Sampled = new Sampled { PeriodMs = 100 } }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + (5 * TwinProcess.Limit));

        /// <summary>Dictionaries that came while samples were waited for.</summary>
        public int Dictionaries { get; private set; }

        public async Task<Dictionary> DictionaryAsync()
        {
            while (true)
            {
                Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None));
                if (_call.ResponseStream.Current.Dictionary is { } dictionary)
                {
                    return dictionary;
                }
            }
        }

        public async Task<Samples> SamplesAsync(Func<Samples, bool> wanted)
        {
            while (true)
            {
                Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None));
                Dictionaries += _call.ResponseStream.Current.Dictionary is null ? 0 : 1;
                if (_call.ResponseStream.Current.Samples is { } samples && wanted(samples))
                {
                    return samples;
                }
            }
        }

        public void Dispose() => _call.Dispose();
    }
}
