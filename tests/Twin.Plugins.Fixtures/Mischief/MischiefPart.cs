using Twin.Contracts;
using Twin.Units;

namespace Fixture.Mischief;

/// <summary>
/// A part that others depend on in every domain: a load, a body on a mount, a laser of two outputs, a damper in a stream, a lane of copper. What it gives changes in each step and is a
/// function of two counters in its state, one of its power and one of its flow calls, so that a part that stops counting holds its outputs.
/// </summary>
internal sealed class MischiefPart(MischiefParameters parameters) : IComponent, IResetBehavior, IFlowBehavior, IPowerBehavior, ILightBehavior, ILinkBehavior, IControlBehavior
{
    private static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(53.125), Modulation.Pam4);

    private ThermalNode _body;
    private RailLoad _supply;
    private LightSource _beam;
    private FlowElement _damper;
    private Signal<Ratio> _level;
    private StateVariable<int> _count;
    private StateVariable<int> _flowCount;
    private StateVariable<int> _held;

    public void Describe(IComponentBuilder builder)
    {
        _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(2));
        builder.Couple(_body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(1));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(100));
        _beam = builder.LightSource("beam", 2, new([Wavelength.FromNanometers(1310)], Decibels.FromDb(20), Frequency.FromMegahertz(1)));
        _damper = builder.FlowElement("air", FlowMedium.Air, FlowResistance.FromRatedPoint(Pressure.FromPascals(100), VolumeFlow.FromCubicMetersPerSecond(0.01)));
        _level = builder.Signal<Ratio>("level", SignalKind.Truth, new("How often it was called."));
        _count = builder.State("count", 0);
        _flowCount = builder.State("flow-count", 0);
        _held = builder.State("held", 0);
        builder.ElectricalTransmitter("tx", 1, Format, new(Voltage.FromMillivolts(900), Decibels.FromDb(36), 0.005, Frequency.FromGigahertz(45)));
        builder.ElectricalReceiver("rx", 1, Format, new(Voltage.FromMillivolts(1), Frequency.FromGigahertz(45), Equalizer.Linear, Decibels.FromDb(1)));
    }

    public void Reset(in StepContext step)
    {
        if (parameters.Deed == "throws-in-reset")
            throw new InvalidOperationException("no reset");
    }

    public void StepFlow(in StepContext step)
    {
        ref int count = ref step.State(_flowCount);
        if (step.State(_held) == 0 && (parameters.HoldFlowFrom == 0 || count + 1 < parameters.HoldFlowFrom))
            count++;
        step.SetOpening(_damper, Opening(count));
        if (count != parameters.From)
            return;
        if (parameters.Deed == "opening-not-a-number")
            step.SetOpening(_damper, double.NaN);
        if (parameters.Deed == "heats-in-flow")
            step.AddHeat(_body, Power.FromWatts(1));
        ThrowIf("throws-in-flow");
    }

    public void StepPower(in StepContext step)
    {
        ref int count = ref step.State(_count);
        if (parameters.HoldFrom == 0 || count + 1 < parameters.HoldFrom)
        {
            count++;
        }
        else if (step.State(_held) == 0)
        {
            // As the engine takes back a step that failed after its flow was solved.
            step.State(_held) = 1;
            step.State(_flowCount) = Math.Min(step.State(_flowCount), count);
            step.SetOpening(_damper, Opening(step.State(_flowCount)));
        }

        Power drawn = step.Draw(_supply, Power.FromWatts(20 + Math.Sin(0.7 * count)));
        step.AddHeat(_body, drawn - (2 * Emitted(count)));
        step.Set(_level, Ratio.FromFraction(count));
        if (parameters.Deed == "heats-without-drawing" && count >= parameters.From)
            step.AddHeat(_body, Power.FromWatts(3));
        if (parameters.Deed == "draws-without-heating" && count >= parameters.From)
            step.Draw(_supply, Power.FromWatts(4));
        if (count != parameters.From)
            return;
        switch (parameters.Deed)
        {
            case "level-not-a-number":
                step.Set(_level, Ratio.FromFraction(1) * double.NaN);
                break;
            case "level-infinite":
                step.Set(_level, Ratio.FromFraction(double.PositiveInfinity));
                break;
            case "heat-infinite":
                step.AddHeat(_body, Power.FromWatts(double.PositiveInfinity));
                break;
            case "heat-not-a-number":
                step.AddHeat(_body, Power.FromWatts(1) * double.NaN);
                break;
            case "draw-not-a-number":
                step.Draw(_supply, Power.FromWatts(1) * double.NaN);
                break;
            case "draw-below-zero-without-end":
                step.Draw(_supply, Power.FromWatts(double.NegativeInfinity));
                break;
            case "number-refused-by-its-quantity":
                step.Set(_level, Ratio.FromFraction(double.NaN));
                break;
            case "index-out-of-range":
                step.Emitted(_beam).Power[2] = Power.FromWatts(1);
                break;
            case "null-reference":
                step.Set(_level, Ratio.FromFraction(((string)null!).Length));
                break;
            case "out-of-memory":
                throw new InsufficientMemoryException("too much asked for");
            case "message-throws":
                throw new RudeException();
            case "message-of-pages":
                throw new InvalidOperationException(new string('x', 1_000_000) + "\n\nend");
            case "throws-out-of-depth":
                Recurse(200);
                break;
            case "dependency-missing-in-a-step":
                step.Set(_level, Ratio.FromFraction(LibraryUse.Number));
                break;
        }

        ThrowIf("throws-in-power");
    }

    public void StepLight(in StepContext step)
    {
        int count = step.State(_count);
        LightView light = step.Emitted(_beam);
        for (int i = 0; i < 2; i++)
        {
            light.Power[i] = step.IsLive(_supply) ? Emitted(count) : Power.Zero;
            light.Wavelength[i] = Wavelength.FromNanometers(1310);
            light.RinPerHertz[i] = 1e-15;
        }

        if (count != parameters.From)
            return;
        if (parameters.Deed == "light-not-a-number")
            light.Power[1] = Power.FromWatts(1) * double.NaN;
        if (parameters.Deed == "wavelength-infinite")
            light.Wavelength[0] = Wavelength.FromMeters(double.PositiveInfinity);
        ThrowIf("throws-in-light");
    }

    public void StepLink(in StepContext step)
    {
        if (step.State(_count) != parameters.From)
            return;
        if (parameters.Deed == "heats-in-link")
            step.AddHeat(_body, Power.FromWatts(1));
        ThrowIf("throws-in-link");
    }

    public void StepControl(in StepContext step)
    {
        if (step.State(_count) != parameters.From)
            return;
        if (parameters.Deed == "level-infinite-in-control")
            step.Set(_level, Ratio.FromFraction(double.NegativeInfinity));
        ThrowIf("throws-in-control");
    }

    private void ThrowIf(string deed)
    {
        if (parameters.Deed == deed)
            throw new InvalidOperationException($"on purpose, {deed}");
    }

    private static double Opening(int count) => 0.6 + (0.3 * Math.Sin(0.4 * count));

    private static Power Emitted(int count) => Power.FromWatts(0.05 + (0.01 * Math.Sin(0.3 * count)));

    private static int Recurse(int depth) => depth == 0 ? throw new ArithmeticException("at the bottom") : 1 + Recurse(depth - 1);

    private sealed class RudeException : Exception
    {
        public override string Message => throw new InvalidOperationException("not even a message");
    }
}
