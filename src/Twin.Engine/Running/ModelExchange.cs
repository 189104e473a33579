using System.Globalization;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Reloading;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Workloads;

namespace Twin.Engine.Running;

/// <summary>Exchanges builds of plugins in a running twin.</summary>
/// <remarks>
/// <para>
/// In order: 1 the whole chassis is compiled with the new kinds beside the running one; 2 it is tried on a copy of the newest state; 3 a simulation is made ready; 4 between two steps, the stepping thread
/// copies the state and goes on with that simulation. The first two happen on threads that give way to every other, and that are given up when a call does not return; the third calls no component.
/// </para>
/// <para>
/// Afterwards nothing of the engine refers to the old model, but for runs ahead that are under way, which end with the builds that they began with. Who has unloaded plugins in mind must not keep a
/// <see cref="ChassisModel"/> or a component kind either.
/// </para>
/// <para>Every member may be used from any thread; exchanges are done one after another.</para>
/// </remarks>
public sealed class ModelExchange : IDisposable
{
    /// <summary>How often a full queue of commands is asked again, and how long is waited in between.</summary>
    private const int Attempts = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TwinRunner _runner;
    private readonly ModelExchangeOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _exchanging = new(1);

    /// <summary>Makes one.</summary>
    /// <param name="runner">The live run.</param>
    /// <param name="options">What a new build must stand; null for the defaults.</param>
    /// <param name="time">The clock of the time limits; null for the system's.</param>
    public ModelExchange(TwinRunner runner, ModelExchangeOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(runner);
        _runner = runner;
        _options = options ?? new ModelExchangeOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.TrialSteps, nameof(options));
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Goes on with other kinds, between two steps.</summary>
    /// <param name="kinds">All kinds that are offered from now on, by name: those of other plugins, too, as they are.</param>
    /// <param name="reason">Who asks or why, for the command log.</param>
    /// <param name="cancellationToken">Gives it up, as long as the swap has not been asked of the stepping thread.</param>
    /// <returns>What became of it. A rejected build has changed nothing.</returns>
    /// <exception cref="OperationCanceledException">It was given up; nothing was changed.</exception>
    public async Task<ExchangeOutcome> ExchangeAsync(IReadOnlyDictionary<string, ComponentKind> kinds, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(reason);
        await _exchanging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExchangeOneAsync(kinds, reason, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _exchanging.Release();
        }
    }

    /// <summary>Gives up what it holds. Exchanges that are under way must have ended.</summary>
    public void Dispose() => _exchanging.Dispose();

    private async Task<ExchangeOutcome> ExchangeOneAsync(IReadOnlyDictionary<string, ComponentKind> kinds, string reason, CancellationToken cancellationToken)
    {
        // 1. Beside the running one. A constructor or Describe that never returns is left behind with its thread.
        ChassisModel running = _runner.Model;
        CompileResult compiled;
        try
        {
            compiled = await _runner.Recompiler.RunAsync(describing => Compile(running, kinds, describing), cancellationToken).ConfigureAwait(false);
        }
        catch (HangException hang)
        {
            return Lost(new Problem(ReloadProblemCodes.NeverDescribed, hang.Component, hang.Message, "A constructor or Describe must return at once."));
        }

        if (compiled.Model is not { } model)
        {
            return new ExchangeOutcome(ExchangeStatus.Rejected, compiled.Problems) { Log = compiled.Log };
        }

        model.Layout.TryJoin(running.Layout);
        var transfer = new StateTransfer(running, model);

        // 2. On a copy of the state, by the components that will run: they are called on one thread at a time. Of the state and not of the newest frame, which knows nothing of commands that a paused run was given.
        ChassisState state = running.NewState();
        (CommandOutcome captured, _) = await SendAsync(new TwinCommand.Capture(state)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (captured.Status != CommandStatus.Applied)
        {
            return NotTaken(captured, compiled);
        }

        var trial = new Trial(model, transfer, _runner.Simulation.Workloads, state.Block, _options.TrialSteps);
        Task<IReadOnlyList<Problem>> trying = BackgroundThread.RunAsync("twin trial", trial.Run);
        if (!await EndsAsync(trying, _options.TrialTime, cancellationToken).ConfigureAwait(false))
        {
            trial.GiveUp();
            cancellationToken.ThrowIfCancellationRequested();
            return Lost(trial.Hanging(_options.TrialTime)) with { Log = compiled.Log };
        }

        IReadOnlyList<Problem> problems = await trying.ConfigureAwait(false);
        if (problems.Count > 0)
        {
            return new ExchangeOutcome(ExchangeStatus.Rejected, problems) { Log = compiled.Log };
        }

        cancellationToken.ThrowIfCancellationRequested();

        // 3. and 4.
        PluginBuild[] before = [.. running.Parts.Builds.Where((_, component) => transfer.IsRebuilt[component]).Distinct()];
        PluginBuild[] after = [.. model.Parts.Builds.Where((_, component) => transfer.IsRebuilt[component]).Distinct()];
        var succession = new Succession(_runner.Simulation, _runner.Generation, model, transfer, new TwinCommand.Reload(before, after) { Origin = reason });
        (CommandOutcome outcome, long asked) = await SendAsync(new TwinCommand.Exchange(succession)).ConfigureAwait(false);
        if (!succession.IsTaken)
        {
            return NotTaken(outcome, compiled);
        }

        if (model.Layout.Fits(running.Layout))
        {
            model.Layout.Remember(running.Layout);
        }

        _runner.OnModelExchanged();
        return new ExchangeOutcome(ExchangeStatus.Exchanged, [])
        {
            Before = before,
            After = after,
            Step = succession.Step,
            Epoch = succession.Epoch,
            StepsWaited = Math.Max(0, succession.Step - asked),
            SwapTime = succession.Time,
            IsNewStructure = succession.Generation is not null,
            Reinitialized = Paths(model, succession, transfer),
            Log = compiled.Log,

            // A reset that did not return: the run goes on with the new builds, and that component is quarantined.
            HasLostThread = outcome.Status != CommandStatus.Applied,
        };
    }

    // A queue that is full for a moment must not cost everything that was made ready.
    private async Task<(CommandOutcome Outcome, long Asked)> SendAsync(TwinCommand command)
    {
        for (int attempt = 1; ; attempt++)
        {
            // The position is read when the command is in the queue: at most the step that is under way then may still end before the swap.
            Task<CommandOutcome> sent = _runner.SendAsync(command, CancellationToken.None);
            _runner.Frames.TryReadLatest([], [], out FrameHeader newest);
            CommandOutcome outcome = await sent.ConfigureAwait(false);
            if (outcome.Status != CommandStatus.Busy || attempt == Attempts)
            {
                return (outcome, newest.Step);
            }

            await Task.Delay(Pause, _time).ConfigureAwait(false);
        }
    }

    private async Task<bool> EndsAsync(Task work, TimeSpan limit, CancellationToken cancellationToken)
    {
        await work.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work.IsCompleted;
    }

    private static CompileResult Compile(ChassisModel running, IReadOnlyDictionary<string, ComponentKind> kinds, DescribingProgress describing)
    {
        try
        {
            return running.CompileWith(kinds, describing);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a new build makes the compiler throw is a reason not to take it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new CompileResult(null, [new Problem(ReloadProblemCodes.TrialFailed, "plugins", $"The chassis cannot be compiled with the new build: {PluginFailureText.Of(exception)}")], []);
        }
    }

    private static ExchangeOutcome NotTaken(CommandOutcome outcome, CompileResult compiled) =>
        new(outcome.Status == CommandStatus.Busy ? ExchangeStatus.Busy : ExchangeStatus.Unavailable, [new Problem(ReloadProblemCodes.NotTaken, "plugins", outcome.Message)]) { Log = compiled.Log };

    private static ExchangeOutcome Lost(Problem problem) => new(ExchangeStatus.Rejected, [problem]) { HasLostThread = true };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Paths(ChassisModel model, Succession succession, StateTransfer transfer) =>
    [
        .. succession.Reinitialized.Select(component => model.Chassis.Components[component].Path),
        .. model.Parts.Thermal.Packages.Where((_, i) => transfer.StartsPackageAnew[i]).Select(package => package.Path),
    ];

    /// <summary>Some steps with the new build, from a copy of the newest state.</summary>
    private sealed class Trial(ChassisModel model, StateTransfer transfer, IReadOnlyList<Workload> workloads, double[] words, int steps)
    {
        private volatile bool _isGivenUp;
        private long _done;

        /// <summary>Ends it after the step that is under way, if that one ever ends.</summary>
        public void GiveUp() => _isGivenUp = true;

        /// <summary>Steps, and says what went wrong.</summary>
        public IReadOnlyList<Problem> Run()
        {
            var simulation = new Simulation(model, workloads);
            try
            {
                simulation.Rehearse(transfer, words);
                for (int i = 0; i < steps && !_isGivenUp; i++)
                {
                    simulation.Step();
                    Volatile.Write(ref _done, i + 1);
                }

                // What was quarantined before has no reason here.
                return
                [
                    .. model.Chassis.Components.Where(component => simulation.QuarantineReason(component.Index) is not null)
                        .Select(component => Failed(component, simulation.QuarantineReason(component.Index)!)),
                ];
            }
#pragma warning disable CA1031 // Whatever a new build makes the engine throw is a reason not to take it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return [new Problem(ReloadProblemCodes.TrialFailed, "plugins", $"A trial of the new build failed: {PluginFailureText.Of(exception)}")];
            }
        }

        private Problem Failed(ComponentInfo component, string reason)
        {
            long done = Volatile.Read(ref _done);
            string place = $"components.{component.Name}";
            return transfer.IsRebuilt[component.Index]
                ? new Problem(ReloadProblemCodes.QuarantinedInTrial, place, Invariant($"In a trial of {done} steps the new build of {component.Plugin} was quarantined: {reason}."), "Mend it; the old build goes on.")
                : new Problem(ReloadProblemCodes.QuarantinedInTrial, place, Invariant($"In a trial of {done} steps beside the new build, '{component.Path}' of {component.Plugin}, which stays as it is, was quarantined: {reason}."), "The new build gives it what it cannot stand, or it fails by itself before long: then try again when it has.");
        }

        /// <summary>What is wrong with a trial that did not end.</summary>
        public Problem Hanging(TimeSpan limit) => new(
            ReloadProblemCodes.TrialHangs, "plugins", Invariant($"A trial of the new build was at step {Volatile.Read(ref _done)} of {steps} after {limit.TotalSeconds:0.#} s: a call takes very long, or never returns."),
            "Its thread is given up; the build stays in memory until the process ends.");
    }
}
