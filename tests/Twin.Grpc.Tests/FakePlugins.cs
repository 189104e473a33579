using Twin.Engine.Reloading;

namespace Twin.Grpc.Tests;

/// <summary>Plugins whose answers the test makes itself.</summary>
public sealed class FakePlugins : IPluginReloads
{
    public List<PluginReloadRequest> Requests { get; } = [];

    public IReadOnlyList<PluginListing> Listings { get; set; } = [];

    public Func<PluginReloadRequest, CancellationToken, Task<PluginReload>> Answer { get; set; } =
        (request, _) => throw new PluginReloadException(PluginReloadStatus.NotFound, $"There is no plugin '{request.Id}'.") { Nearest = ["acme.part"] };

    public Func<string, PluginListing> Removal { get; set; } = id => throw new PluginReloadException(PluginReloadStatus.NotFound, $"There is no plugin '{id}'.");

    public IReadOnlyList<PluginListing> List() => Listings;

    public Task<PluginReload> ReloadAsync(PluginReloadRequest request, CancellationToken cancellationToken = default)
    {
        lock (Requests)
        {
            Requests.Add(request);
        }

        return Answer(request, cancellationToken);
    }

    public PluginListing Remove(string id) => Removal(id);
}
