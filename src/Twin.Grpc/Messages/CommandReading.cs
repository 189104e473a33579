using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Structure;
using Twin.Grpc.Lookup;
using Twin.Grpc.Services;

namespace Twin.Grpc.Messages;

/// <summary>Reads the commands of a what-if run; what is wrong with one is kept with it, so that all problems are found.</summary>
internal static class CommandReading
{
    private const double Complete = 1;

    /// <summary>Reads commands in order.</summary>
    /// <param name="commands">As the client sent them.</param>
    /// <param name="lookup">The chassis.</param>
    /// <param name="origin">Who asks.</param>
    public static IReadOnlyList<RequestedCommand> Read(IEnumerable<V1.Command> commands, ChassisLookup lookup, string origin) =>
        [.. commands.Select(command => Read(command, lookup, origin))];

    private static RequestedCommand Read(V1.Command command, ChassisLookup lookup, string origin)
    {
        try
        {
            return Translate(command, lookup) is { } read
                ? new RequestedCommand(read with { Origin = origin }, null)
                : new RequestedCommand(null, "It is empty: set_parameter, override_actuator, release_actuator, inject_fault, clear_fault, choose_workload, enable_port, set_presence or reset_component.");
        }
        catch (RpcException exception)
        {
            return new RequestedCommand(null, exception.Status.Detail);
        }
    }

    private static TwinCommand? Translate(V1.Command command, ChassisLookup lookup) => command.CommandCase switch
    {
        V1.Command.CommandOneofCase.SetParameter => new TwinCommand.SetParameter(
            command.SetParameter.Path, Value(command.SetParameter.Value, lookup.Parameters, lookup.Chassis.Parameters, command.SetParameter.Path)),
        V1.Command.CommandOneofCase.OverrideActuator => new TwinCommand.OverrideActuator(
            command.OverrideActuator.Path,
            Value(command.OverrideActuator.Value, lookup.Actuators, lookup.Chassis.Actuators, command.OverrideActuator.Path),
            ControlCommands.TimeOut(command.OverrideActuator)),
        V1.Command.CommandOneofCase.ReleaseActuator => new TwinCommand.ReleaseActuator(command.ReleaseActuator.Path),
        V1.Command.CommandOneofCase.InjectFault => new TwinCommand.InjectFault(
            command.InjectFault.Path,
            command.InjectFault.Severity is null ? Complete : Value(command.InjectFault.Severity, lookup.Faults, lookup.Chassis.Faults, command.InjectFault.Path)),
        V1.Command.CommandOneofCase.ClearFault => new TwinCommand.ClearFault(command.ClearFault.Path),
        V1.Command.CommandOneofCase.ChooseWorkload => new TwinCommand.ChooseWorkload(command.ChooseWorkload.Name),
        V1.Command.CommandOneofCase.EnablePort => new TwinCommand.EnablePort(command.EnablePort.Path, command.EnablePort.Enabled),
        V1.Command.CommandOneofCase.SetPresence => new TwinCommand.SetPresence(command.SetPresence.Path, command.SetPresence.Present),
        V1.Command.CommandOneofCase.ResetComponent => new TwinCommand.ResetComponent(command.ResetComponent.Path),
        _ => null,
    };

    private static double Value(V1.Quantity? quantity, NamedPaths paths, IReadOnlyList<KnobInfo> knobs, string path) =>
        ControlCommands.Value(quantity, ControlCommands.Find(paths, knobs, path), paths, path);
}
