namespace Twin.Host.Hosting;

/// <summary>Prints the vital signs: in place on a terminal, else a line now and then.</summary>
internal sealed class VitalSignsPrinter(VitalSigns signs) : BackgroundService
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
            using var timer = new PeriodicTimer(isTerminal ? TerminalPeriod : LinePeriod);
            do
            {
                Print(signs.Read(), isTerminal);
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
    }

    private static void Print(string line, bool isTerminal)
    {
        if (!isTerminal)
        {
            Console.Out.WriteLine(line);
            return;
        }

        // A line longer than the window would scroll instead of updating. ESC [K clears what a longer line before has left.
        int width = Console.WindowWidth;
        Console.Out.Write($"\r{(width > 1 && line.Length >= width ? line[..(width - 1)] : line)}\u001b[K");
    }
}
