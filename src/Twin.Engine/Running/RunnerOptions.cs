using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>How a run is paced.</summary>
public sealed record RunnerOptions
{
    /// <summary>Simulated seconds for each second: 0.1 to 1000, or positive infinity for as fast as it can.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Simulated time after which the run pauses by itself; null for never.</summary>
    public Duration? Duration { get; init; }

    /// <summary>Whether the run starts paused.</summary>
    public bool StartsPaused { get; init; }

    /// <summary>What happens when a step comes late.</summary>
    public CatchUpPolicy CatchUp { get; init; } = CatchUpPolicy.CatchUp;

    /// <summary>How far a run may be behind before the rest is given up.</summary>
    public TimeSpan MaximumLag { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Commands that may wait for the next step.</summary>
    public int CommandCapacity { get; init; } = 1024;

    /// <summary>How long one call of a component may take before its thread is given up and the run goes on without the component; null for as long as it likes. Above zero; 150 ms leave time to go on within 250 ms.</summary>
    /// <remarks>Time in which the thread was ready and had no processor, or the process stood still, does not count, as far as <see cref="Accounts"/> and the watching thread can tell. Off while a debugger is attached.</remarks>
    public TimeSpan? HangLimit { get; init; }

    /// <summary>How long a call may take while <see cref="TwinRunner.Start"/> finds the initial condition, where nothing has to be in time; without <see cref="HangLimit"/> as long as it likes.</summary>
    public TimeSpan StartHangLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the components may take to be made and to describe themselves, all together, when the chassis is compiled again beside the run: for other builds of plugins and for what-if runs. Above zero.</summary>
    public TimeSpan DescribeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a component may take of each step, all its behaviours together; null for as much as it likes. Above zero.</summary>
    public TimeSpan? ComponentBudget { get; init; }

    /// <summary>Steps in a row in which a component must be over <see cref="ComponentBudget"/> to be quarantined.</summary>
    public int BudgetOverruns { get; init; } = 100;

    /// <summary>Tells how the system shared its processors out to a thread; null when there is no telling.</summary>
    public IThreadAccounts? Accounts { get; init; }
}
