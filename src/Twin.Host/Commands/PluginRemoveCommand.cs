using System.CommandLine;
using Grpc.Core;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin remove</c>: takes a plugin away that a running twin does not use.</summary>
internal static class PluginRemoveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Argument<string> id = PluginCalls.Id;
        var command = new Command("remove", "Takes a plugin away from a running twin that has no component of it.");
        command.Arguments.Add(id);
        PluginCalls.Make(command, async (parsed, client, cancellation) =>
        {
            V1.RemovePluginResponse removed = await client.RemovePluginAsync(new V1.RemovePluginRequest { Id = parsed.GetValue(id)! }, new CallOptions(cancellationToken: cancellation));
            return [$"{removed.Id} {PluginCalls.TextOf(removed.OldBuild)} was removed{(removed.IsUnloading ? "; its memory goes with one of the next garbage collections" : string.Empty)}. It comes back when the twin is restarted."];
        });
        return command;
    }
}
