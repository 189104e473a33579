using System.CommandLine;
using Twin.Engine.Snapshots;
using Twin.Host.Setup;
using Twin.Host.Snapshots;

namespace Twin.Host.Commands;

/// <summary><c>twin snapshot</c>: snapshot files without a running twin.</summary>
internal static class SnapshotCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder of snapshots, as given to 'run --snapshots'." };
        var list = new Command("list", "Lists the snapshots of a folder, also those that cannot be used.");
        list.Arguments.Add(folder);
        list.SetAction(parsed => List(parsed.GetValue(folder)!));
        var file = new Argument<string>("FILE") { Description = "A snapshot file, NAME.twinsnap." };
        var show = new Command("show", "Checks a snapshot file and tells what it is of.");
        show.Arguments.Add(file);
        show.SetAction(parsed => Show(parsed.GetValue(file)!));
        var command = new Command("snapshot", "Snapshot files, without a running twin.");
        command.Subcommands.Add(list);
        command.Subcommands.Add(show);
        return command;
    }

    private static int List(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"DIR: There is no folder '{folder}'.");
            return ExitCode.BadInput;
        }

        try
        {
            IReadOnlyList<SnapshotEntry> entries = new SnapshotFolder(folder).List();
            SnapshotText.List(Console.Out, entries);
            return entries.All(entry => entry.Info is not null) ? ExitCode.Success : ExitCode.BadInput;
        }
        catch (SnapshotException refusal)
        {
            Console.Error.WriteLine($"DIR: {refusal.Message}");
            return ExitCode.BadInput;
        }
    }

    private static int Show(string file)
    {
        var problems = new ProblemReport();
        if (SnapshotFolder.TryRead(file, out string? problem) is not { } snapshot)
        {
            problems.Add("FILE", problem!);
            problems.Print();
            return ExitCode.BadInput;
        }

        SnapshotText.Show(Console.Out, snapshot.Info);
        return ExitCode.Success;
    }
}
