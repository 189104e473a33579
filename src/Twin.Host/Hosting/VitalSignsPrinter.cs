using Twin.Host.Setup;

namespace Twin.Host.Hosting;

/// <summary>Prints the vital signs: in place on a terminal, else a line now and then. Who does not read them any more ends the run.</summary>
internal sealed class VitalSignsPrinter(VitalSigns signs, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan TerminalPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets it print, once what comes before has been printed.</summary>
    public void Begin() => _begun.TrySetResult();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool isTerminal = !Console.IsOutputRedirected;
        try
        {
            await _begun.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
            TextWriter output = StandardOutput.Open();
            using var timer = new PeriodicTimer(isTerminal ? TerminalPeriod : LinePeriod);
            do
            {
                Print(output, isTerminal);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            if (isTerminal)
            {
                Console.Out.WriteLine();
            }
        }
        catch (IOException exception) when (StandardOutput.IsGone(exception))
        {
            // The other end of the pipe is closed, as 'head' does when it has seen enough.
            lifetime.StopApplication();
        }
        catch (IOException exception)
        {
            await StandardError.TryWriteLineAsync($"The vital signs are not printed any more, the twin runs on: {exception.Message}").ConfigureAwait(false);
        }
    }

    private void Print(TextWriter output, bool isTerminal)
    {
        if (!isTerminal)
        {
            output.WriteLine(signs.Read());
            return;
        }

        // A line longer than the window would scroll instead of updating. ESC [K clears what a longer line before has left.
        int width = Console.WindowWidth;
        output.Write($"\r{signs.Read(width > 1 ? width - 1 : int.MaxValue)}\u001b[K");
    }
}
