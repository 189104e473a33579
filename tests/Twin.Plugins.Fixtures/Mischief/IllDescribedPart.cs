using Twin.Contracts;
using Twin.Units;

namespace Fixture.Mischief;

/// <summary>A part that describes itself wrongly.</summary>
internal sealed class IllDescribedPart(MischiefParameters parameters) : IComponent
{
    private static int _described;

    public void Describe(IComponentBuilder builder)
    {
        ThermalNode body = builder.ThermalNode("body", (parameters.Deed == "capacity-not-a-number" ? double.NaN : 1) * HeatCapacity.FromJoulesPerKelvin(2));
        builder.Couple(body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(1));
        switch (parameters.Deed)
        {
            case "describe-throws":
                throw new InvalidOperationException("no datasheet");
            case "describe-throws-what-throws-again":
                throw new RudeException();
            case "describe-needs-a-missing-library":
                builder.Signal<Ratio>($"level{LibraryUse.Number}", SignalKind.Truth, new("Level."));
                break;
            case "name-twice":
                builder.State("body", 0);
                break;
            case "name-malformed":
                builder.State("Body Temperature!", 0);
                break;
            case "lanes-without-end":
                builder.Signals<Ratio>("level", "lane", int.MaxValue, SignalKind.Truth, new("Level."));
                break;
            case "names-without-end":
                for (int i = 0; ; i++)
                    builder.State($"s{i}", 0);
            case "state-without-end":
                for (int i = 0; ; i++)
                    builder.StateArray($"s{i}", 65536, 0.0);
            case "state-of-huge-structs":
                builder.StateArray("s", 65536, default(Huge));
                break;
            case "goes-on-after-the-limit":
                for (int i = 0; i < 200; i++)
                {
                    try
                    {
                        builder.StateArray($"s{i}", 65536, 0.0);
                    }
                    catch (InvalidOperationException)
                    {
                        // As if nothing were.
                    }
                }

                break;
            case "differently-each-time":
                builder.State($"s{Interlocked.Increment(ref _described)}", 0);
                break;
            case "longer-each-time":
                builder.StateArray("s", Interlocked.Increment(ref _described), 0.0);
                break;
        }
    }

    private sealed class RudeException : Exception
    {
        public override string Message => throw new InvalidOperationException("not even a message");
    }

    [System.Runtime.CompilerServices.InlineArray(65536)]
    private struct Huge
    {
        public double First;
    }
}
