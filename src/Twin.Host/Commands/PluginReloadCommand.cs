using System.CommandLine;
using System.Globalization;
using Grpc.Core;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin reload</c>: exchanges a plugin of a running twin for the build that is in its folder now.</summary>
internal static class PluginReloadCommand
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Argument<string> id = PluginCalls.Id;
        Option<string?> folder = PackageCommand.Flag("--folder", "DIR", "Folder on the twin's disk to read it from, below its plugin directory [default: the one it was read from].");
        var force = new Option<bool>("--force") { Description = "Exchanges it although the folder holds the very build that runs." };
        var command = new Command("reload", "Reads a plugin of a running twin again, and lets the twin go on with the build that is there now. A build that is wrong changes nothing.");
        command.Arguments.Add(id);
        command.Options.Add(folder);
        command.Options.Add(force);
        PluginCalls.Make(command, async (parsed, client, cancellation) =>
        {
            var request = new V1.ReloadPluginRequest { Id = parsed.GetValue(id)!, Force = parsed.GetValue(force) };
            if (parsed.GetValue(folder) is { } given)
            {
                request.Folder = given;
            }

            return Lines(await client.ReloadPluginAsync(request, new CallOptions(cancellationToken: cancellation)));
        });
        return command;
    }

    /// <summary>What was done, for people.</summary>
    /// <param name="reload">The answer.</param>
    internal static IEnumerable<string> Lines(V1.ReloadPluginResponse reload)
    {
        if (!reload.IsExchanged)
        {
            yield return $"{reload.Id} {PluginCalls.TextOf(reload.OldBuild)}: the folder holds the very build that runs; nothing was done (--force exchanges it all the same).";
            yield break;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{reload.Id} {PluginCalls.TextOf(reload.OldBuild)} -> {PluginCalls.TextOf(reload.NewBuild)} behind step {reload.Step}, epoch {reload.Epoch}; the swap took {reload.SwapS * MillisecondsPerSecond:0.###} ms");
        if (reload.IsNewStructure)
        {
            yield return "The chassis publishes something else now: streams have sent new dictionaries.";
        }

        yield return reload.Reinitialized.Count == 0 ? "Everything goes on from where it was." : $"Began anew: {string.Join(", ", reload.Reinitialized)}";
        if (reload.HasLostThread)
        {
            yield return "A thread was lost in a call of the new build that does not return: it costs up to a core until the call returns or the twin is restarted. The component is quarantined.";
        }

        foreach (string line in reload.Log)
        {
            yield return "  " + line;
        }
    }
}
