using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Benchmarks;

/// <summary>What one more behaviour call with one signal costs the engine.</summary>
/// <remarks>
/// Two chassis of nothing but components that set one signal in <see cref="IPowerBehavior.StepPower"/>: 200 and 400 of them, stepped in turns. The
/// difference of their step times over 200 is all that the engine does for a component that is called once a step: presence, context, call,
/// check of the outputs, time keeping, ledger, copy of its words for readers. The components' own work, one store, is in it.
/// </remarks>
internal static class OverheadBench
{
    private const int Few = 200;
    private const int Many = 400;
    private const int WarmUpSteps = 10_000;

    /// <summary>A turn is then some hundred microseconds: most turns are over before the system puts something else on the core, and the median is of those.</summary>
    private const int StepsPerTurn = 20;

    private const int Turns = 5_000;

    /// <summary>Measures it.</summary>
    /// <returns>Nanoseconds per call.</returns>
    public static double Measure()
    {
        Simulation few = Make(Few);
        Simulation many = Make(Many);
        Advance(few, WarmUpSteps);
        Advance(many, WarmUpSteps);
        double[] differences = new double[Turns];
        for (int turn = 0; turn < Turns; turn++)
        {
            // The order changes, so that a drift of the machine's speed cancels.
            (double first, double second) = turn % 2 == 0
                ? (Advance(few, StepsPerTurn), Advance(many, StepsPerTurn))
                : Swap(Advance(many, StepsPerTurn), Advance(few, StepsPerTurn));
            differences[turn] = (second - first) * 1e9 / StepsPerTurn / (Many - Few);
        }

        return Statistics.Median(differences);
    }

    private static (double First, double Second) Swap(double first, double second) => (second, first);

    private static double Advance(Simulation simulation, int steps)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            simulation.Step();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Simulation Make(int count)
    {
        const string kind = "benchmark.signal";
        var description = new ChassisDescription
        {
            Model = "overhead",
            Initial = InitialCondition.Ambient,
            Components = [.. Enumerable.Range(0, count).Select(i => new ComponentDescription($"part{i:000}", kind, new MapParameter([])))],
            Zones = [new ZoneDescription("board", HeatCapacity.FromJoulesPerKelvin(1000), ThermalConductance.FromWattsPerKelvin(1))],
        };
        var kinds = new Dictionary<string, ComponentKind> { [kind] = new(kind, "one signal", "benchmark", typeof(NoParameters), _ => new OneSignal()) };
        CompileResult result = ChassisCompiler.Compile(description, kinds);
        if (result.Model is not { } model)
        {
            throw new InvalidOperationException(result.Problems[0].ToString());
        }

        var simulation = new Simulation(model, [new IdleWorkload()]);
        simulation.Start();
        return simulation;
    }

    private sealed class OneSignal : IComponent, IPowerBehavior
    {
        private Signal<Power> _signal;

        public void Describe(IComponentBuilder builder) => _signal = builder.Signal<Power>("reading", SignalKind.Truth, new("what it draws"));

        public void StepPower(in StepContext step) => step.Set(_signal, Power.FromWatts(1));
    }
}
