using System.Globalization;

namespace Twin.EndToEnd.Tests;

/// <summary>A terminal of its own, by a tmux server with a socket of its own; ended with all that runs in it.</summary>
internal sealed class TmuxSession : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();

    private TmuxSession()
    {
    }

    /// <summary>Starts <c>twin</c> in a new terminal. When it has ended, its exit code is printed as <c>EXIT n</c>.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="environment">Assignments of variables of its environment.</param>
    /// <param name="arguments">Arguments of twin.</param>
    public static async Task<TmuxSession> StartAsync(int width, int height, string[] environment, params string[] arguments)
    {
        var session = new TmuxSession();
        string[] words = ["env", "LC_ALL=C.UTF-8", .. environment, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(TwinProcess.Folder, "twin.dll"), .. arguments];
        // Ctrl-C goes to the shell too, which has to outlive it.
        string command = "trap : INT; " + string.Join(' ', words.Select(word => $"'{word}'")) + "; echo EXIT $?; stty -a; read wait";
        await session.RunAsync("-f", "/dev/null", "new-session", "-d", "-x", Text(width), "-y", Text(height), "sh", "-c", command);
        return session;
    }

    /// <summary>Presses keys.</summary>
    /// <param name="keys">Names of keys, or texts.</param>
    public Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    /// <summary>Changes the size.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public Task ResizeAsync(int width, int height) => RunAsync("resize-window", "-x", Text(width), "-y", Text(height));

    /// <summary>What is to be seen.</summary>
    public Task<string> CaptureAsync() => RunAsync("capture-pane", "-p");

    /// <summary>What is to be seen, with the sequences of its colours.</summary>
    public Task<string> CaptureColoursAsync() => RunAsync("capture-pane", "-e", "-p");

    /// <summary>A fact of the terminal, by tmux's format.</summary>
    /// <param name="format">The format.</param>
    public async Task<string> TellAsync(string format) => (await RunAsync("display-message", "-p", format)).Trim();

    /// <summary>Looks again and again until something is to be seen.</summary>
    /// <param name="wanted">What.</param>
    public async Task<string> WaitAsync(Func<string, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            string seen = await CaptureAsync();
            if (wanted(seen))
            {
                return seen;
            }

            Assert.False(limit.IsCancellationRequested, "This is seen instead:\n" + seen);
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Looks until all these texts are to be seen.</summary>
    /// <param name="texts">The texts.</param>
    public Task<string> WaitAsync(params string[] texts) => WaitAsync(seen => texts.All(text => seen.Contains(text, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public void Dispose()
    {
        using var kill = System.Diagnostics.Process.Start("tmux", ["-S", _folder.File("socket"), "kill-server"]);
        kill.WaitForExit();
        _folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<string> RunAsync(params string[] arguments) => (await ClientPrograms.RunAsync("tmux", ["-S", _folder.File("socket"), .. arguments])).Output;
}
