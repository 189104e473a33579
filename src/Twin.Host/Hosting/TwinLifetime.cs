using Twin.Engine.Running;

namespace Twin.Host.Hosting;

/// <summary>Starts the runner with the host, ends the host with a run of given duration, and ends the runner with the host.</summary>
internal sealed class TwinLifetime(TwinRunner runner, IHostApplicationLifetime lifetime) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            runner.Start();
            runner.Completion.ContinueWith(_ => lifetime.StopApplication(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        },
        CancellationToken.None);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await runner.DisposeAsync().ConfigureAwait(false);
}
