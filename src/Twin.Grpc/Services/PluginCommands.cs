using Grpc.Core;
using Twin.Engine.Reloading;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Services;

/// <summary>Lists and exchanges the plugins of the running twin.</summary>
internal sealed class PluginCommands(IPluginReloads plugins, Structures structures, StreamGate gate) : V1.PluginService.PluginServiceBase
{
    /// <inheritdoc/>
    public override Task<V1.ListPluginsResponse> ListPlugins(V1.ListPluginsRequest request, ServerCallContext context)
    {
        var response = new V1.ListPluginsResponse();
        response.Plugins.AddRange(plugins.List().Select(DescribePlugins.Plugin));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ReloadPluginResponse> ReloadPlugin(V1.ReloadPluginRequest request, ServerCallContext context)
    {
        if (request.Id.Length == 0)
            throw Failure.Invalid("The id of the plugin is missing. ListPlugins gives those that there are.");
        if (request.HasFolder && request.Folder.Length == 0)
            throw Failure.Invalid("The folder is empty; leave it out for the one that the plugin was read from.");
        return ReloadAsync(new PluginReloadRequest(request.Id, request.HasFolder ? request.Folder : null, request.Force, context.Origin()), context);
    }

    /// <inheritdoc/>
    public override Task<V1.ReloadPluginResponse> ReloadComponent(V1.ReloadComponentRequest request, ServerCallContext context)
    {
        ChassisLookup lookup = structures.Now.Lookup;
        int component = lookup.Components.Find(request.Path);
        if (component < 0)
            throw lookup.Components.Unknown(request.Path);
        return ReloadAsync(new PluginReloadRequest(lookup.Chassis.Components[component].Plugin, null, request.Force, context.Origin()), context);
    }

    /// <inheritdoc/>
    public override Task<V1.RemovePluginResponse> RemovePlugin(V1.RemovePluginRequest request, ServerCallContext context)
    {
        try
        {
            PluginListing removed = plugins.Remove(request.Id);
            return Task.FromResult(new V1.RemovePluginResponse
            {
                Id = removed.Build.Id,
                OldBuild = DescribePlugins.Build(removed.Build),
                IsUnloading = removed.State == PluginState.Unloading,
            });
        }
        catch (PluginReloadException refusal)
        {
            throw DescribePlugins.Error(refusal, request.Id);
        }
    }

    private async Task<V1.ReloadPluginResponse> ReloadAsync(PluginReloadRequest request, ServerCallContext context)
    {
        PluginReload? reload = null;
        await gate.RunAsync(context, async stop =>
        {
            try
            {
                reload = await plugins.ReloadAsync(request, stop).ConfigureAwait(false);
            }
            catch (PluginReloadException refusal)
            {
                throw gate.IsStopping ? Failure.Stopping() : DescribePlugins.Error(refusal, request.Id);
            }
        }).ConfigureAwait(false);
        return DescribePlugins.Reload(reload!);
    }
}
