using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Messages;

/// <summary>Maps outcomes of commands to gRPC statuses.</summary>
internal static class CommandErrors
{
    /// <summary>The table.</summary>
    public static StatusCode Code(CommandStatus status) => status switch
    {
        CommandStatus.Applied => StatusCode.OK,
        CommandStatus.NotFound => StatusCode.NotFound,
        CommandStatus.InvalidValue => StatusCode.InvalidArgument,
        CommandStatus.InvalidState => StatusCode.FailedPrecondition,
        CommandStatus.Busy => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };

    /// <summary>The error for a command that was not applied.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="paths">The names among which its path should be, or null.</param>
    /// <param name="path">The path it asked for.</param>
    /// <param name="knob">The knob that it sets, or null.</param>
    public static RpcException Make(CommandOutcome outcome, NamedPaths? paths, string path, KnobInfo? knob)
    {
        string message = outcome.Message;
        switch (outcome.Status)
        {
            case CommandStatus.NotFound when paths is not null && paths.Find(path) < 0:
                message = message.Length == 0 ? paths.UnknownMessage(path) : Join(message, paths.Hint(path));
                break;
            case CommandStatus.InvalidValue:
                double minimum = double.IsNaN(outcome.Minimum) ? knob?.Minimum ?? double.NaN : outcome.Minimum;
                double maximum = double.IsNaN(outcome.Maximum) ? knob?.Maximum ?? double.NaN : outcome.Maximum;
                message = Join(message.Length == 0 ? "The value is not accepted" : message, Range(minimum, maximum, knob));
                break;
            case CommandStatus.Busy:
                message = Join(message.Length == 0 ? "Too many commands wait" : message, "Nothing was done; try again.");
                break;
            default:
                break;
        }

        return new RpcException(new Status(Code(outcome.Status), message));
    }

    /// <summary>A sentence with the valid range; empty when there is none.</summary>
    public static string Range(double minimum, double maximum, KnobInfo? knob)
    {
        if (double.IsNaN(minimum) || double.IsNaN(maximum))
            return string.Empty;
        return knob is null
            ? FormattableString.Invariant($"Valid: {minimum} to {maximum}.")
            : $"Valid: {knob.Dimension.Format(minimum)} to {knob.Dimension.Format(maximum)}.";
    }

    /// <summary>Puts two sentences behind each other, with a full stop between.</summary>
    public static string Join(string first, string second) =>
        second.Length == 0 ? first : first.EndsWith('.') || first.EndsWith('?') ? $"{first} {second}" : $"{first}. {second}";
}
