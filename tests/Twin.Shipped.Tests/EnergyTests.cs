using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Shipped.Tests;

/// <summary>Energy closes in every step, also while fans ramp, a part fails and another one is pulled.</summary>
[Collection(ShippedCollection.Name)]
public sealed class EnergyTests(ShippedChassis shipped)
{
    /// <summary>Largest imbalance of a component, relative to its power or 1 W, whichever is more.</summary>
    private const double ComponentTolerance = 1e-9;

    /// <summary>Largest imbalance of the box, relative to the power at its inlet.</summary>
    private const double BoxTolerance = 1e-6;

    [Theory]
    [InlineData(ShippedChassis.Cpo51, "els03/laser-dead2", "els07")]
    [InlineData(ShippedChassis.Cpo102, "pump1/stuck", "els07")]
    [InlineData(ShippedChassis.Pluggable, "fan3/stuck", "module07")]
    [InlineData(ShippedChassis.Hybrid, "els1/laser-dead2", "module07")]
    public void Step_FansRampPartFailsAndPartIsPulled_EnergyCloses(string name, string fault, string pulled)
    {
        Running running = shipped.Start(name);
        (SignalInfo Imbalance, SignalInfo Power)[] components = [.. running.Chassis.Components.Select(component =>
            (running.Signal($"{component.Name}/imbalance"), running.Signal($"{component.Name}/power")))];
        int inlet = running.Signal("inlet-power").Word;
        int box = running.Signal("box-imbalance").Word;
        int quarantined = running.Signal("quarantined-components").Word;
        string[] fans = [.. running.Chassis.Actuators.Select(actuator => actuator.Path).Where(path => path.Contains("/fan", StringComparison.Ordinal))];
        Assert.NotEmpty(fans);

        for (int step = 0; step < 5000; step++)
        {
            // From 30 % to full speed over two seconds.
            if (step is >= 500 and < 2500 && step % 100 == 0)
            {
                foreach (string fan in fans)
                {
                    running.Apply(new TwinCommand.OverrideActuator(fan, 0.3 + (0.7 * (step - 500) / 2000), null));
                }
            }

            switch (step)
            {
                case 2600:
                    running.Apply(new TwinCommand.InjectFault(fault, 1));
                    break;
                case 3300:
                    running.Apply(new TwinCommand.SetPresence(pulled, false));
                    break;
                case 3800:
                    running.Apply(new TwinCommand.SetPresence(pulled, true));
                    break;
                case 4400:
                    running.Apply(new TwinCommand.InjectFault("psu1/failed", 1));
                    break;
            }

            running.Simulation.Step();
            ReadOnlySpan<double> words = running.Simulation.State.Words;
            foreach ((SignalInfo imbalance, SignalInfo power) in components)
            {
                double allowed = ComponentTolerance * Math.Max(Math.Abs(words[power.Word]), 1);
                Assert.True(Math.Abs(words[imbalance.Word]) <= allowed, $"Step {step}: {imbalance.Path} is {words[imbalance.Word]} W, at most {allowed} W.");
            }

            Assert.True(Math.Abs(words[box]) <= BoxTolerance * words[inlet], $"Step {step}: box-imbalance is {words[box]} W of {words[inlet]} W.");
        }

        Assert.Equal(0, running.Simulation.State.Words[quarantined]);
    }
}
