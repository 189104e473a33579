using System.Diagnostics;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;

namespace Twin.Benchmarks;

/// <summary>Step time of the shipped chassis and bytes allocated, on the one thread that steps.</summary>
internal static class StepBench
{
    private const string Name = "step";

    /// <summary>Steps before anything is measured: enough for the compiler to be done with what runs every 100th step (30 calls and a pause of 100 ms).</summary>
    private const int WarmUpSteps = 10_000;

    private const int Steps = 40_000;
    private const int AllocationSteps = 10_000;

    /// <summary>Prints the figures.</summary>
    public static Task Run()
    {
        Figure.Print(Name, "overhead_ns_per_call", OverheadBench.Measure(), "ns");
        Measure(ShippedChassis.Main, string.Empty);
        foreach (string name in ShippedChassis.Names.Where(name => name != ShippedChassis.Main))
        {
            Measure(name, "_" + name.Replace('-', '_'));
        }

        return Task.CompletedTask;
    }

    private static void Measure(string name, string suffix)
    {
        ShippedChassis chassis = ShippedChassis.Load(name);
        Simulation simulation = chassis.Start();
        for (int i = 0; i < WarmUpSteps; i++)
        {
            simulation.Step();
        }

        double[] times = new double[Steps];
        double[] stages = new double[Enum.GetValues<Stage>().Length];
        double all = 0;
        int allCount = 0;
        long period = AllStagesPeriod(chassis.Description.Schedule);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < Steps; i++)
        {
            bool isAll = simulation.State.Step % period == 0;
            long started = Stopwatch.GetTimestamp();
            simulation.Step();
            times[i] = (Stopwatch.GetTimestamp() - started) * (1e6 / Stopwatch.Frequency);
            all += isAll ? times[i] : 0;
            allCount += isAll ? 1 : 0;
            for (int stage = 0; stage < stages.Length; stage++)
            {
                stages[stage] += simulation.Timing.StageSeconds((Stage)stage) * 1e6;
            }
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < AllocationSteps; i++)
        {
            simulation.Step();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        chassis.RequireWhole(simulation);
        (double ramp, double factorizations) = MeasureRamp(simulation);
        chassis.RequireWhole(simulation);
        Figure.Print(Name, "step_fan_ramp_us" + suffix, ramp, "us");
        Figure.Print(Name, "factorizations_per_step_fan_ramp" + suffix, factorizations, "1");
        Figure.Print(Name, "step_mean_us" + suffix, times.Average(), "us");
        Figure.Print(Name, "step_all_stages_us" + suffix, all / allCount, "us");
        Figure.Print(Name, "step_processor_us" + suffix, processor.TotalMicroseconds / Steps, "us");
        Figure.Print(Name, "step_median_us" + suffix, Statistics.Median(times), "us");
        Figure.Print(Name, "step_p999_us" + suffix, Statistics.Quantile(times, 0.999), "us");
        Figure.Print(Name, "allocated_bytes" + suffix, allocated, "By");
        for (int stage = 0; stage < stages.Length; stage++)
        {
            Figure.Print(Name, $"stage_{((Stage)stage).ToString().ToLowerInvariant()}_us{suffix}", stages[stage] / Steps, "us");
        }
    }

    // Every fan and pump goes up and down between two fifths and full speed, a little in every flow period, so that conductances and
    // the factorised matrix follow all the time. The commands themselves are not counted: they come from outside.
    private static (double MeanUs, double FactorizationsPerStep) MeasureRamp(Simulation simulation)
    {
        const double Lowest = 0.4;
        const int FlowSteps = 100;
        const int RampSteps = 5_000;
        KnobInfo[] speeds = [.. simulation.Model.Chassis.Actuators.Where(knob => knob.Path.EndsWith("/speed", StringComparison.Ordinal))];
        if (speeds.Length == 0)
        {
            throw new InvalidOperationException("The chassis has no fan or pump whose speed can be set.");
        }

        double total = 0;
        long factorizations = simulation.Factorizations;
        for (int i = 0; i < Steps; i++)
        {
            if (i % FlowSteps == 0)
            {
                double phase = i % (2 * RampSteps) / (double)RampSteps;
                double share = Lowest + ((1 - Lowest) * Math.Min(phase, 2 - phase));
                foreach (KnobInfo speed in speeds)
                {
                    CommandOutcome outcome = simulation.Apply(new TwinCommand.OverrideActuator(speed.Path, speed.Maximum * share, null));
                    if (outcome.Status != CommandStatus.Applied)
                    {
                        throw new InvalidOperationException($"{speed.Path}: {outcome.Message}");
                    }
                }
            }

            long started = Stopwatch.GetTimestamp();
            simulation.Step();
            total += Stopwatch.GetTimestamp() - started;
        }

        return (total * (1e6 / Stopwatch.Frequency) / Steps, (simulation.Factorizations - factorizations) / (double)Steps);
    }

    /// <summary>Steps from one in which every stage runs to the next.</summary>
    /// <param name="schedule">Rates of the stages.</param>
    private static long AllStagesPeriod(ScheduleDescription schedule)
    {
        long period = 1;
        foreach (Units.Duration stage in new[] { schedule.Link, schedule.Flow, schedule.Control })
        {
            long steps = stage.Nanoseconds / schedule.BaseStep.Nanoseconds;
            (long a, long b) = (period, steps);
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }

            period = period / a * steps;
        }

        return period;
    }
}
