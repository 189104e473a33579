using System.Text;
using Twin.Chassis;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.OutOfProcess.Proof;
using Twin.Plugins;
using Twin.Units;

// The other process: loads the plugins, lets the chassis file describe their parts, and then steps the named ones on the words of a mapped file, as often as it is
// told to on standard input. The plugins are those that ship, as they are. arguments: PLUGINS CHASSIS MAP COMPONENT...
(string plugins, string chassis, string map, string[] paths) = (args[0], args[1], args[2], args[3..]);
using PluginCatalog catalog = PluginCatalog.Load([plugins]);
Dictionary<string, IComponent> described = [];
Dictionary<string, ComponentKind> kinds = catalog.Kinds.ToDictionary(
    kind => kind.Kind,
    kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, parameters => new Described(kind.Create(parameters), described)));

// Checking describes every part and solves nothing: there is no engine at work here.
ChassisCompiler.Check(ChassisFile.Read(chassis).Description!, kinds);
IComponent[] components = [.. paths.Select(path => described[path])];
using var state = new SharedState(map, components.Length);
using Stream requests = Console.OpenStandardInput();
using Stream answers = Console.OpenStandardOutput();
answers.WriteByte((byte)components.Length);
answers.Flush();

for (int component = requests.ReadByte(); component >= 0; component = requests.ReadByte())
{
    // Ends with the message of what the part threw, or empty.
    byte[] problem = Encoding.UTF8.GetBytes(Step(component, state.Read(component)));
    answers.WriteByte((byte)Math.Min(problem.Length, byte.MaxValue));
    answers.Write(problem.AsSpan(0, Math.Min(problem.Length, byte.MaxValue)));
    answers.Flush();
}

return 0;

string Step(int component, SharedState.Call call)
{
    var behavior = (Behavior)call.Behavior;
    var context = new StepContext(
        state.Inputs(component, call), state.Posts(component, call), state.Outputs(component, call), state.Raw(component, call),
        Duration.FromNanoseconds(call.ElapsedNanoseconds), call.IsSettling, behavior is Behavior.Power or Behavior.Light ? StepRights.Posts : StepRights.Outputs, call.Seed);
    try
    {
        switch (behavior)
        {
            case Behavior.Power:
                ((IPowerBehavior)components[component]).StepPower(in context);
                break;
            case Behavior.Light:
                ((ILightBehavior)components[component]).StepLight(in context);
                break;
            case Behavior.Flow:
                ((IFlowBehavior)components[component]).StepFlow(in context);
                break;
            default:
                ((IControlBehavior)components[component]).StepControl(in context);
                break;
        }

        return string.Empty;
    }
#pragma warning disable CA1031 // Whatever it is, it is the part's, and its host hears of it.
    catch (Exception exception)
#pragma warning restore CA1031
    {
        return exception.Message;
    }
}

/// <summary>Keeps a part under its path, so that it can be found once it is described.</summary>
internal sealed class Described(IComponent part, Dictionary<string, IComponent> parts) : IComponent
{
    public void Describe(IComponentBuilder builder)
    {
        part.Describe(builder);
        parts[builder.Path] = part;
    }
}
