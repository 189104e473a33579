namespace Twin.Telemetry.Otlp;

/// <summary>Exports at a fixed interval and when asked, one at a time.</summary>
internal sealed class ExportLoop : IAsyncDisposable
{
    private readonly Func<bool> _export;
    private readonly Action<Exception> _failed;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _running;

    /// <summary>Starts it.</summary>
    /// <param name="export">One export; whether it was taken.</param>
    /// <param name="interval">Time between two of them.</param>
    /// <param name="time">Clock of the interval.</param>
    /// <param name="failed">Told of an export that ended in a way that nobody has thought of; the next one goes on.</param>
    public ExportLoop(Func<bool> export, TimeSpan interval, TimeProvider time, Action<Exception> failed)
    {
        (_export, _failed) = (export, failed);
        _timer = new PeriodicTimer(interval, time);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Exports now.</summary>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> ExportAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return _export();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
        _ending.Dispose();
        _gate.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
        {
            try
            {
                await ExportAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // One export that fails must not be the last one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failed(exception);
            }
        }
    }
}
