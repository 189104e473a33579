using Grpc.Core;
using Grpc.Health.V1;

namespace Grpc.HealthCheck;

/// <summary>The health service: statuses that the application sets, read once or watched.</summary>
/// <remarks>A watcher that is slow sees the latest status and may miss one in between. Safe for many threads.</remarks>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthCheckResponse.Types.ServingStatus> _statuses = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Makes a service that knows no status.</summary>
    public HealthServiceImpl() { }

    /// <summary>Sets the status of a service; the empty name stands for the whole server.</summary>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        Change(() => _statuses[service] = status);
    }

    /// <summary>Forgets the status of a service.</summary>
    public void ClearStatus(string service) => Change(() => _statuses.Remove(service));

    /// <summary>Forgets all statuses.</summary>
    public void ClearAll() => Change(_statuses.Clear);

    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        HealthCheckResponse.Types.ServingStatus status = Read(request.Service).Status;
        return status == HealthCheckResponse.Types.ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, $"The health of the service '{request.Service}' is not known."))
            : Task.FromResult(new HealthCheckResponse { Status = status });
    }

    /// <inheritdoc/>
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        HealthCheckResponse.Types.ServingStatus? sent = null;
        while (true)
        {
            (HealthCheckResponse.Types.ServingStatus status, Task changed) = Read(request.Service);
            if (status != sent)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
            sent = status;
            await changed.WaitAsync(context.CancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (HealthCheckResponse.Types.ServingStatus Status, Task Changed) Read(string service)
    {
        lock (_gate)
        {
            return (
                _statuses.TryGetValue(service, out HealthCheckResponse.Types.ServingStatus status)
                    ? status
                    : HealthCheckResponse.Types.ServingStatus.ServiceUnknown,
                _changed.Task);
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.SetResult();
            _changed = NewSignal();
        }
    }
}
