using System.Text.RegularExpressions;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>A simulation whose signals are read by name.</summary>
public sealed class Running(Simulation simulation)
{
    public Simulation Simulation { get; } = simulation;

    public CompiledChassis Chassis => Simulation.Model.Chassis;

    /// <summary>Value of a signal, its path given without the chassis in front.</summary>
    public double this[string path] => Simulation.State.Words[Signal(path).Word];

    public SignalInfo Signal(string path) => Signals("^" + Regex.Escape(path) + "$").Single();

    /// <summary>Signals whose path, without the chassis in front, matches a regular expression.</summary>
    public IReadOnlyList<SignalInfo> Signals(string pattern)
    {
        int skipped = Chassis.Instance.Length + 1;
        var expression = new Regex(pattern, RegexOptions.CultureInvariant);
        return [.. Chassis.Signals.Where(signal => expression.IsMatch(signal.Path[skipped..]))];
    }

    public IReadOnlyList<double> Values(string pattern)
    {
        IReadOnlyList<SignalInfo> signals = Signals(pattern);
        Assert.NotEmpty(signals);
        double[] values = new double[signals.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Simulation.State.Words[signals[i].Word];
        }

        return values;
    }

    /// <summary>Name of the state that a status signal is in.</summary>
    public string State(string path)
    {
        SignalInfo signal = Signal(path);
        return signal.States[(int)Simulation.State.Words[signal.Word]];
    }

    public void Apply(TwinCommand command)
    {
        CommandOutcome outcome = Simulation.Apply(command);
        Assert.True(outcome.Status == CommandStatus.Applied, $"{command}: {outcome.Status} {outcome.Message}");
    }

    /// <summary>Holds every actuator that matches where it is.</summary>
    public void Hold(string pattern)
    {
        var expression = new Regex(pattern, RegexOptions.CultureInvariant);
        foreach (KnobInfo actuator in Chassis.Actuators.Where(item => expression.IsMatch(item.Path)))
        {
            Apply(new TwinCommand.OverrideActuator(actuator.Path, Simulation.State.Words[actuator.Word], null));
        }
    }

    public Running Run(Duration time)
    {
        long end = Simulation.State.Time.Nanoseconds + time.Nanoseconds;
        while (Simulation.State.Time.Nanoseconds < end)
        {
            Simulation.Step();
        }

        return this;
    }

    public Running Step(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Simulation.Step();
        }

        return this;
    }

    public Running Fork() => new(Simulation.Fork());
}
