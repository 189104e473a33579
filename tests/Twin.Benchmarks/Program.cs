using Twin.Benchmarks;

// The other process of the bench of that name.
if (args is [FanoutClient.Verb, .. string[] rest])
{
    await FanoutClient.Run(rest).ConfigureAwait(false);
    return 0;
}

// Figures by name; without a name all of them, in this order.
(string Name, Func<Task> Run)[] benches =
[
    ("step", StepBench.Run),
    ("fork", ForkBench.Run),
    ("pacing", PacingBench.Run),
    ("start", StartBench.Run),
    ("fanout", FanoutBench.Run),
    ("thermal", async () =>
    {
        await PackageSolverBench.Run().ConfigureAwait(false);
        await PackageReductionBench.Run().ConfigureAwait(false);
    }),
];

string[] unknown = [.. args.Where(name => !benches.Any(bench => bench.Name == name))];
if (unknown.Length > 0)
{
    await Console.Error.WriteLineAsync($"There is no bench {string.Join(", ", unknown.Select(name => $"'{name}'"))}: there are {string.Join(", ", benches.Select(bench => bench.Name))}.").ConfigureAwait(false);
    return 2;
}

foreach ((string name, Func<Task> run) in benches)
{
    if (args.Length == 0 || args.Contains(name))
    {
        await run().ConfigureAwait(false);
    }
}

return 0;
