using System.Text;
using Grpc.Core;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Reloading;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Messages;

/// <summary>Makes messages of what the host knows of plugins.</summary>
internal static class DescribePlugins
{
    // Of the details of a status, which travels in headers with its message: clients accept 8 kB of them in all.
    private const int DetailBytes = 1500;
    private const int LongestMessage = 1500;
    private const int LongestText = 400;

    public static V1.PluginBuild Build(PluginBuild build) => new() { Id = build.Id, Version = build.Version, ContentHash = build.ContentHash };

    public static V1.Plugin Plugin(PluginListing plugin)
    {
        var message = new V1.Plugin
        {
            Id = plugin.Build.Id,
            Vendor = plugin.Vendor,
            Build = Build(plugin.Build),
            ContractVersion = plugin.ContractVersion,
            Folder = plugin.Folder,
            State = plugin.State switch
            {
                PluginState.Running => V1.PluginState.Running,
                PluginState.Unused => V1.PluginState.Unused,
                PluginState.Unloading => V1.PluginState.Unloading,
                _ => V1.PluginState.Unspecified,
            },
        };
        message.Kinds.AddRange(plugin.Kinds);
        message.Components.AddRange(plugin.Components);
        message.Problems.AddRange(plugin.Problems.Select(problem => Problem(problem, int.MaxValue)));
        return message;
    }

    public static V1.ReloadPluginResponse Reload(PluginReload reload)
    {
        var message = new V1.ReloadPluginResponse
        {
            Id = reload.After.Id,
            OldBuild = Build(reload.Before),
            NewBuild = Build(reload.After),
            IsExchanged = reload.IsExchanged,
            Step = reload.Step,
            Epoch = reload.Epoch,
            IsNewStructure = reload.IsNewStructure,
            SwapS = reload.SwapTime.TotalSeconds,
            HasLostThread = reload.HasLostThread,
        };
        message.Reinitialized.AddRange(reload.Reinitialized);
        message.Log.AddRange(reload.Log);
        return message;
    }

    /// <summary>The error for what was refused.</summary>
    /// <param name="refusal">What was refused.</param>
    /// <param name="id">Id of the plugin.</param>
    public static RpcException Error(PluginReloadException refusal, string id) => refusal.Status switch
    {
        PluginReloadStatus.NotFound => Failure.Unknown("plugin", id, refusal.Nearest, refusal.Message),
        PluginReloadStatus.ForeignFolder => Failure.Invalid(refusal.Message),
        PluginReloadStatus.Rejected => Rejected(refusal, id),
        PluginReloadStatus.InUse => Failure.NotNow(refusal.Message),
        PluginReloadStatus.Busy => Failure.Make(V1.ErrorReason.Busy, refusal.Message),
        PluginReloadStatus.Unavailable => Failure.Make(V1.ErrorReason.Stopping, refusal.Message),
        _ => Failure.Make(V1.ErrorReason.InternalFault, refusal.Message),
    };

    private static RpcException Rejected(PluginReloadException refusal, string id)
    {
        var detail = new V1.PluginProblems { Total = (uint)refusal.Problems.Count };
        foreach (Problem problem in refusal.Problems)
        {
            V1.PluginProblem one = Problem(problem, LongestText);
            if (detail.CalculateSize() + one.CalculateSize() > DetailBytes)
                break;
            detail.Problems.Add(one);
        }

        return Failure.Make(V1.ErrorReason.BuildRejected, Text(refusal), detail, ("kind", "plugin"), ("name", id));
    }

    // As many problems as fit whole, and how many there are besides.
    private static string Text(PluginReloadException refusal)
    {
        var text = new StringBuilder(refusal.Message);
        int told = 0;
        foreach (Problem problem in refusal.Problems)
        {
            string one = problem.ToString();
            if (told > 0 && text.Length + one.Length > LongestMessage)
                break;
            text.Append(told == 0 ? ' ' : '\n').Append(Failure.Cut(one, LongestMessage - Math.Min(text.Length, LongestMessage / 2)));
            told++;
        }

        if (told < refusal.Problems.Count)
            text.Append(FormattableString.Invariant($"\n{refusal.Problems.Count - told} more: ListPlugins has them all."));
        return text.ToString();
    }

    private static V1.PluginProblem Problem(Problem problem, int longest) => new()
    {
        Code = problem.Code,
        Path = Failure.Cut(problem.Path, longest),
        Message = Failure.Cut(problem.Message, longest),
        Hint = Failure.Cut(problem.Hint ?? string.Empty, longest),
    };
}
