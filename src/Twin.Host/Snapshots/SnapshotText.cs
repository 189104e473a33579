using System.Globalization;
using Twin.Engine.Compiling;
using Twin.Engine.Snapshots;

namespace Twin.Host.Snapshots;

/// <summary>Snapshots for people.</summary>
internal static class SnapshotText
{
    /// <summary>One line for each.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="entries">What is there.</param>
    public static void List(TextWriter text, IReadOnlyList<SnapshotEntry> entries)
    {
        int width = entries.Select(entry => entry.Name.Length).DefaultIfEmpty(0).Max();
        foreach (SnapshotEntry entry in entries)
        {
            string what = entry.Info is { } info
                ? string.Create(CultureInfo.InvariantCulture, $"{info.Chassis.Model}  step {info.Step}  {info.Time.Seconds} s  {info.TakenAt:yyyy-MM-dd HH:mm:ss}Z  {info.Description}")
                : $"cannot be used: {entry.Problem}";
            text.WriteLine($"{entry.Name.PadRight(width)}  {what}".TrimEnd());
        }
    }

    /// <summary>All of one.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="info">What it is of.</param>
    public static void Show(TextWriter text, SnapshotInfo info)
    {
        Line("name", info.Name);
        Line("description", info.Description);
        Line("taken", string.Create(CultureInfo.InvariantCulture, $"{info.TakenAt:yyyy-MM-dd HH:mm:ss.fff}Z"));
        Line("position", string.Create(CultureInfo.InvariantCulture, $"epoch {info.Epoch}, step {info.Step}, {info.Time.Seconds} s"));
        Line("workload", info.Workload);
        Line("state", string.Create(CultureInfo.InvariantCulture, $"{info.WordCount} words, hash {info.StateHash:x16}"));
        Line("chassis", $"{info.Chassis.Model}, description {info.Chassis.Description}");
        Line("dictionary", info.Chassis.Dictionary.ToString("x16", CultureInfo.InvariantCulture));
        Line("program", info.Chassis.Program);
        foreach (PluginBuild plugin in info.Chassis.Plugins)
        {
            Line("plugin", plugin.ToString());
        }

        void Line(string name, string value) => text.WriteLine($"{name,-12} {value}".TrimEnd());
    }
}
