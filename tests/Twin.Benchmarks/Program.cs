using System.Globalization;
using Twin.Benchmarks;
using Twin.Benchmarks.Grpc;
using Twin.Benchmarks.Soak;

// The grpc bench starts this program a second time as its server.
if (args is [LoadServer.Verb])
{
    await LoadServer.ServeAsync().ConfigureAwait(false);
    return 0;
}

// The other process of the bench of that name.
if (args is [FanoutClient.Verb, .. string[] rest])
{
    await FanoutClient.Run(rest).ConfigureAwait(false);
    return 0;
}

List<string> names = [.. args];
int streamSeconds = TakeNumber("--seconds", 60);
int soakMinutes = TakeNumber("--minutes", 3);

// Figures by name; without a name all of them, in this order.
(string Name, Func<Task> Run)[] benches =
[
    ("step", StepBench.Run),
    ("fork", ForkBench.Run),
    ("snapshot", SnapshotBench.Run),
    ("reload", ReloadBench.Run),
    ("pacing", PacingBench.Run),
    ("hang", HangBench.Run),
    ("start", StartBench.Run),
    ("scrape", ScrapeBench.Run),
    ("fanout", FanoutBench.Run),
    ("thermal", async () =>
    {
        await PackageSolverBench.Run().ConfigureAwait(false);
        await PackageReductionBench.Run().ConfigureAwait(false);
    }),
    ("grpc", () => GrpcBench.Run(streamSeconds)),
    ("soak", () => SoakBench.Run(soakMinutes)),
];

string[] unknown = [.. names.Where(name => !benches.Any(bench => bench.Name == name))];
if (unknown.Length > 0)
{
    await Console.Error.WriteLineAsync($"There is no bench {string.Join(", ", unknown.Select(name => $"'{name}'"))}: there are {string.Join(", ", benches.Select(bench => bench.Name))}.").ConfigureAwait(false);
    return 2;
}

foreach ((string name, Func<Task> run) in benches)
{
    if (names.Count == 0 || names.Contains(name))
    {
        await run().ConfigureAwait(false);
    }
}

return Environment.ExitCode;

// An option with a number behind it, taken out of the names.
int TakeNumber(string option, int otherwise)
{
    int at = names.IndexOf(option);
    if (at < 0)
    {
        return otherwise;
    }

    if (at + 1 == names.Count || !int.TryParse(names[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0)
    {
        Console.Error.WriteLine($"{option} needs a whole number above zero behind it.");
        Environment.Exit(2);
        return otherwise;
    }

    names.RemoveRange(at, 2);
    return number;
}
