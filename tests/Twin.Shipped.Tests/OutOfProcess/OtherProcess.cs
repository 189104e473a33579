using System.Diagnostics;
using System.Text;
using Twin.Contracts;
using Twin.OutOfProcess.Proof;

namespace Twin.Shipped.Tests.OutOfProcess;

/// <summary>A child process that steps some components, and the memory shared with it.</summary>
internal sealed class OtherProcess : IDisposable
{
    /// <summary>An answer takes microseconds, and the first one, for which everything is loaded, some seconds.</summary>
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(2);

    private readonly string _map = Path.Combine(Path.GetTempPath(), $"twin-proof-{Guid.NewGuid():n}");
    private readonly Process _process;
    private readonly SharedState _state;
    private readonly Dictionary<string, int> _places;

    /// <summary>Starts the process and waits until it has described its components.</summary>
    /// <param name="chassis">The chassis file.</param>
    /// <param name="components">Paths of the components.</param>
    public OtherProcess(string chassis, params string[] components)
    {
        _places = components.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        _state = new SharedState(_map, components.Length);
        string program = Path.Combine(AppContext.BaseDirectory.Replace("Twin.Shipped.Tests", "Twin.OutOfProcess.Proof", StringComparison.Ordinal), "Twin.OutOfProcess.Proof.dll");
        _process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, Path.Combine(AppContext.BaseDirectory, "plugins"), chassis, _map, .. components])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using Timer limit = Limit();
        Assert.Equal(components.Length, _process.StandardOutput.BaseStream.ReadByte());
    }

    /// <summary>Calls that the process has answered.</summary>
    public long Calls { get; private set; }

    /// <summary>Whether a component is stepped there.</summary>
    /// <param name="path">Its path.</param>
    public bool Has(string path) => _places.ContainsKey(path);

    /// <summary>Has a behaviour called there: inputs and own words cross, and what it wrote comes back.</summary>
    /// <param name="path">The component's path.</param>
    /// <param name="behavior">The behaviour.</param>
    /// <param name="step">What the engine gave.</param>
    /// <exception cref="InvalidOperationException">The component threw.</exception>
    /// <exception cref="IOException">The process is gone.</exception>
    public void Step(string path, Behavior behavior, in StepContext step)
    {
        StepContext words = step;
        int place = _places[path];
        ReadOnlySpan<double> inputs = ContextWords.Inputs(ref words);
        Span<double> posts = ContextWords.Posts(ref words);
        Span<double> outputs = ContextWords.Outputs(ref words);
        Span<double> raw = ContextWords.Raw(ref words);
        var call = new SharedState.Call(
            (int)behavior, step.Elapsed.Nanoseconds, step.IsSettling, ContextWords.Seed(ref words), inputs.Length, posts.Length, outputs.Length, raw.Length);
        _state.Write(place, call);
        inputs.CopyTo(_state.Inputs(place, call));
        posts.CopyTo(_state.Posts(place, call));
        outputs.CopyTo(_state.Outputs(place, call));
        raw.CopyTo(_state.Raw(place, call));
        Ask(place);
        Calls++;
        _state.Posts(place, call).CopyTo(posts);
        _state.Outputs(place, call).CopyTo(outputs);
        _state.Raw(place, call).CopyTo(raw);
    }

    /// <summary>Ends the process at once, as a crash of a plugin in it would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The end of its input is the end of the process.
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, and something was still on the way to it.
        }

        if (!_process.WaitForExit(SafetyNet))
        {
            Kill();
        }

        _process.Dispose();
        _state.Dispose();
        File.Delete(_map);
    }

    // A process that does not answer in time is ended, and with it its output, which somebody waits for.
    private Timer Limit() => new(_ => _process.Kill(), null, SafetyNet, Timeout.InfiniteTimeSpan);

    private void Ask(int place)
    {
        Stream requests = _process.StandardInput.BaseStream;
        Stream answers = _process.StandardOutput.BaseStream;
        requests.WriteByte((byte)place);
        requests.Flush();
        using Timer limit = Limit();
        int length = answers.ReadByte();
        if (length < 0)
        {
            throw new IOException("The process of the component is gone.");
        }

        if (length > 0)
        {
            byte[] problem = new byte[length];
            answers.ReadExactly(problem);
            throw new InvalidOperationException(Encoding.UTF8.GetString(problem));
        }
    }
}
