using Twin.Benchmarks.Soak;
using Xunit.Abstractions;

namespace Twin.EndToEnd.Tests;

/// <summary>The soak bench in short: mixed clients on a live twin, nothing leaks.</summary>
public sealed class SoakTests(ITestOutputHelper log)
{
    // Where nothing may be skipped it takes the time that it needs to say something; otherwise it shows that it works.
    private static readonly TimeSpan Duration =
        Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") == "1" ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Run_MixedClientsForMinutes_MemoryStaysAndNothingIsLeft()
    {
        SoakResult result = await SoakRun.RunAsync(Duration, log.WriteLine);
        log.WriteLine(FormattableString.Invariant($"working set {result.WorkingSetGrowth:+0.0;-0.0} MB, heap {result.HeapGrowth:+0.0;-0.0} MB, {result.Dropped} stalled readers dropped"));
        // How fast is the bench's business: here other tests may run beside it.
        Assert.Empty(result.Problems(isQuiet: false));
    }
}
