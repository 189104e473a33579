using System.CommandLine;
using System.Globalization;
using Grpc.Core;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin list</c>: the plugins of a running twin.</summary>
internal static class PluginListCommand
{
    private const int Shown = 4;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("list", "Lists the plugins of a running twin: builds, what they model, and what was wrong with the last that was to be loaded.");
        PluginCalls.Make(command, async (_, client, cancellation) =>
            (await client.ListPluginsAsync(new V1.ListPluginsRequest(), new CallOptions(cancellationToken: cancellation))).Plugins.SelectMany(Lines));
        return command;
    }

    private static IEnumerable<string> Lines(V1.Plugin plugin)
    {
        string state = plugin.State switch
        {
            V1.PluginState.Running => string.Create(CultureInfo.InvariantCulture, $"models {plugin.Components.Count} component{(plugin.Components.Count == 1 ? string.Empty : "s")}"),
            V1.PluginState.Unused => "not used",
            V1.PluginState.Unloading => "given up, still in memory",
            _ => "unknown",
        };
        yield return $"{plugin.Id} {PluginCalls.TextOf(plugin.Build)}, {plugin.Vendor}: {state}";
        yield return $"  folder      {plugin.Folder}";
        yield return $"  contract    {plugin.ContractVersion}";
        if (plugin.Kinds.Count > 0)
        {
            yield return $"  kinds       {string.Join(", ", plugin.Kinds)}";
        }

        if (plugin.Components.Count > 0)
        {
            string more = plugin.Components.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {plugin.Components.Count - Shown} more") : string.Empty;
            yield return $"  components  {string.Join(", ", plugin.Components.Take(Shown))}{more}";
        }

        if (plugin.Problems.Count > 0)
        {
            yield return plugin.State == V1.PluginState.Unloading ? "  what keeps it there:" : "  the last build that was to be loaded was not taken:";
        }

        foreach (V1.PluginProblem problem in plugin.Problems)
        {
            yield return $"    {problem.Code} {problem.Path}: {problem.Message}{(problem.Hint.Length > 0 ? " " : string.Empty)}{problem.Hint}";
        }
    }
}
