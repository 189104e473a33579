using System.Diagnostics;
using Twin.Contracts;
using Twin.PluginTestKit.Checks;
using Twin.Units;

namespace Twin.PluginTestKit;

/// <summary>Checks whether a plugin keeps to the contract: every kind it offers, over the ranges it declares, each component alone.</summary>
/// <remarks>
/// Needs no test framework and no chassis: <c>PluginConformance.Check(folder).ThrowIfAny()</c> in any test. <c>twin plugin check</c> is the same. What is checked is
/// listed by <see cref="ConformanceCheck"/>. The plugin's code runs in this process with all its rights; what ends a process (a stack overflow, a native crash) ends this one.
/// </remarks>
public static class PluginConformance
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Checks the plugin of a folder, as a host would load it.</summary>
    /// <param name="folder">Folder with <c>plugin.json</c> and the build output.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Everything that was found. What is wrong with folder, file or options is in <see cref="ConformanceReport.Problems"/>.</returns>
    /// <remarks>Takes some seconds for each kind. Loads the plugin twice and unloads it; a call that does not return leaves a thread behind, with the plugin.</remarks>
    public static ConformanceReport Check(string folder, ConformanceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string shown = folder.Contains(' ', StringComparison.Ordinal) ? $"\"{folder}\"" : folder;
        return Run(options ?? new ConformanceOptions(), folder, $"twin plugin check {shown}", checks => checks.CheckFolder(folder));
    }

    /// <summary>Checks a plugin object, which is not unloaded.</summary>
    /// <param name="plugin">The plugin's entry.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Everything that was found, but for what needs a folder (<see cref="ConformanceReport.NotChecked"/>).</returns>
    public static ConformanceReport Check(IPlugin plugin, ConformanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Run(options ?? new ConformanceOptions(), plugin.GetType().Name, "twin plugin check FOLDER", checks => checks.CheckObject(plugin));
    }

    private static ConformanceReport Run(ConformanceOptions options, string target, string command, Action<PluginChecks> work)
    {
        string[] problems = [.. ProblemsOf(options)];
        if (problems.Length > 0)
        {
            return new ConformanceReport { Plugin = target, Seed = options.Seed, Problems = problems };
        }

        var findings = new FindingList(options, command);
        var progress = new Progress();
        var checks = new PluginChecks(options, findings, progress);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work(checks);
            }
#pragma warning disable CA1031 // Handed to the caller's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
            }
        })
        {
            IsBackground = true,
            Name = "plugin conformance",
        };
        thread.Start();
        if (!Await(thread, progress, TimeSpan.FromSeconds(options.Patience.Seconds)))
        {
            findings.Add(
                ConformanceCheck.KeepsTime, progress.Kind, progress.Call,
                $"It has not returned after {options.Patience}. Nothing beyond it was checked; a host would set the component aside and lose a core until it ends.", progress.Case < 0 ? null : progress.Case);
            return checks.Report(target);
        }

        return failure is null ? checks.Report(target) : throw new InvalidOperationException("The conformance kit itself failed; this is a defect of the kit.", failure);
    }

    private static bool Await(Thread thread, Progress progress, TimeSpan patience)
    {
        long count = progress.Count;
        long since = Stopwatch.GetTimestamp();
        while (!thread.Join(LookEvery))
        {
            if (progress.Count != count)
            {
                count = progress.Count;
                since = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(since) > patience)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> ProblemsOf(ConformanceOptions options)
    {
        const int mostCases = 1_000_000;
        const int mostInputs = 10_000;
        if (options.Case is < 0)
        {
            yield return $"The case {options.Case} is out of range; cases count from 0.";
        }

        if (options.RandomCases is < 0 or > mostCases)
        {
            yield return $"{options.RandomCases} random cases are out of range; 0 to {mostCases} can be asked for.";
        }

        if (options.RandomInputs is < 0 or > mostInputs)
        {
            yield return $"{options.RandomInputs} random inputs are out of range; 0 to {mostInputs} can be asked for.";
        }

        if (options.FindingsPerCheck < 1)
        {
            yield return $"{options.FindingsPerCheck} findings for each check are out of range; 1 is the least.";
        }

        if (!(options.Coldest < options.Hottest))
        {
            yield return $"The coldest temperature of {options.Coldest} is not below the hottest of {options.Hottest}.";
        }

        if (options.Budget <= Duration.Zero || options.Patience <= Duration.Zero)
        {
            yield return $"The budget of {options.Budget} and the patience of {options.Patience} must be greater than zero.";
        }
    }
}
