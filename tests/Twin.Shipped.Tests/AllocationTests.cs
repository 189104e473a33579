namespace Twin.Shipped.Tests;

/// <summary>A step allocates nothing, publishing included.</summary>
[Collection(ShippedCollection.Name)]
public sealed class AllocationTests(ShippedChassis shipped)
{
    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Step_TenThousandTimes_AllocatesNothing(string name)
    {
        // Warm: every stage, a whole period of the workload and its events have been seen.
        Running running = shipped.Start(name).Step(2000);
        long published = running.Simulation.Frames.Published;
        AllocationWindow window = AllocationWindow.Open();
        for (int i = 0; i < 10_000; i++)
        {
            running.Simulation.Step();
        }

        Assert.Equal(0, window.Bytes);
        Assert.Equal(published + 10_000, running.Simulation.Frames.Published);
    }
}
