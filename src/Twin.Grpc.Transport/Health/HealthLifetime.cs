using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.Hosting;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Serving when the host starts, not serving when it stops.</summary>
internal sealed class HealthLifetime(HealthServiceImpl health) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.NotServing);
        return Task.CompletedTask;
    }
}
