using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Shipped.Tests.Reload;

/// <summary>Laser modules of a running chassis are reloaded, as the bench of that name does 500 times.</summary>
[Collection(ShippedCollection.Name)]
public sealed class ReloadTests
{
    private static string Plugins => Path.Combine(AppContext.BaseDirectory, "plugins");

    [Fact]
    public async Task Reload_ManyTimesUnderReaders_SwapsWithinAStepAndLeavesNoPluginBehind()
    {
        using var builds = new LaserBuilds(Path.Combine(Plugins, "Acme.InPLaser"));
        var twin = new ReloadingTwin(Plugins, ShippedChassis.FileOf(ShippedChassis.Cpo51), builds, new RunnerOptions());
        await using (twin)
        {
            string[] folders = [builds.SameStructure, builds.OtherText, builds.OtherSignal, builds.First];
            for (int i = 0; i < 16; i++)
            {
                ExchangeOutcome outcome = await twin.ReloadAsync(folders[i % folders.Length]);
                Assert.True(outcome.Status == ExchangeStatus.Exchanged, string.Join('\n', outcome.Problems));
                Assert.InRange(outcome.StepsWaited, 0, 1);
                Assert.Equal(i % 4 != 0, outcome.IsNewStructure);
                IEnumerable<string> lasers = twin.Runner.Chassis.Components.Where(component => component.Plugin == LaserBuilds.Id).Select(component => component.Path);
                Assert.Equal(i % 4 < 2 ? [] : lasers, outcome.Reinitialized);
                Assert.Equal(LaserBuilds.Id, Assert.Single(outcome.After).Id);
                if (i is 5 or 6)
                {
                    // A run ahead has components of its own, which are kept for the next one until the builds change.
                    await twin.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Live(), Length = Duration.FromMilliseconds(20) }, new Nobody());
                    await twin.Library.TakeAsync($"s{i}", string.Empty, "test");
                    await twin.Library.ForkAsync(new Moment.Live(), $"f{i}", string.Empty, [], "test");
                }

                if (i == 6)
                {
                    await twin.Library.RestoreAsync("s6", "test");
                }
            }

            Assert.Equal(12, twin.Runner.Generation.Number);
            Assert.Empty(twin.Collect());
            CompiledChassis chassis = twin.Runner.Chassis;
            Assert.True(twin.Frames > 0);
            await twin.Runner.SendAsync(new TwinCommand.Pause());
            double[] quarantined = new double[1];
            Assert.True(twin.Runner.Frames.TryReadLatest([chassis.Signals.Single(signal => signal.Path == chassis.Instance + "/quarantined-components").Word], quarantined, out _));
            Assert.Equal(0, quarantined[0]);
        }

        Assert.Equal(17, twin.Runner.CommandLog.Count);
    }

    private sealed class Nobody : IRunAheadObserver
    {
        public void Start(in FrameHeader position, long steps)
        {
        }

        public void Sample(in FrameHeader position, double[] values)
        {
        }

        public void Happen(ReadOnlySpan<EventRecord> events)
        {
        }

        public void Progress(in FrameHeader position, TimeSpan elapsed)
        {
        }
    }
}
