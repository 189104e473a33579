namespace Twin.Telemetry.Otlp;

/// <summary>Takes the requests of one kind from their spool and sends them, one after the other in order, until each is taken or refused.</summary>
/// <remarks>
/// A request is removed after the receiver took it: a process that ends in between sends it twice, and never not at all. At most so many requests a second are sent as the
/// options say, so that a receiver that comes back is not overrun; new ones wait behind the old.
/// </remarks>
internal sealed class Delivery(Spool spool, OtlpSender sender, ExportStatistics statistics, ExportReports reports, double requestsPerSecond, TimeProvider time, Backoff backoff)
{
    private readonly TimeSpan _gap = TimeSpan.FromSeconds(1 / requestsPerSecond);

    /// <summary>Sends until it is ended.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await spool.WhenFilled().WaitAsync(cancellationToken).ConfigureAwait(false);
            long started = time.GetTimestamp();
            if (!spool.TryTake(out SpooledRequest? request))
            {
                continue;
            }

            TimeSpan wait = await SendAsync(request, cancellationToken).ConfigureAwait(false) is { } failed ? failed : _gap - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Returns how long to wait before the next attempt, or null where none is needed.
    private async Task<TimeSpan?> SendAsync(SpooledRequest request, CancellationToken cancellationToken)
    {
        SendOutcome outcome;
        try
        {
            outcome = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            spool.Return();
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, what waits in the spool has to be sent some time.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            spool.Return();
            statistics.AddRetry();
            reports.Failed(exception);
            return backoff.Next(null);
        }

        if (outcome.Status == SendStatus.Later)
        {
            spool.Return();
            statistics.AddRetry();
            reports.Away(outcome.Message);
            return backoff.Next(outcome.RetryAfter);
        }

        if (outcome.Status == SendStatus.Refused)
        {
            statistics.AddDropped(DropReason.Refused, request.Items);
            reports.Refused(request.Items, outcome.Message);
        }
        else
        {
            Count(request, outcome);
        }

        spool.Remove(request);
        backoff.Reset();
        reports.Back(spool.Count);
        return null;
    }

    private void Count(SpooledRequest request, SendOutcome outcome)
    {
        long rejected = Math.Min(outcome.RejectedItems, request.Items);
        statistics.AddExported(request.Items - rejected);
        if (rejected > 0)
        {
            statistics.AddDropped(DropReason.Rejected, rejected);
            reports.Rejected(rejected, outcome.Message);
        }
        else if (outcome.Message.Length > 0)
        {
            reports.Warned(outcome.Message);
        }
    }
}
