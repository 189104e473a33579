using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Messages;

/// <summary>Maps outcomes of commands to gRPC statuses.</summary>
internal static class CommandErrors
{
    /// <summary>The error for a command that was not applied.</summary>
    /// <param name="outcome">What became of it. Its message says what was wrong and what would be right.</param>
    /// <param name="paths">The names among which its path should be, or null.</param>
    /// <param name="path">The path it asked for.</param>
    /// <param name="knob">The knob that it sets, or null.</param>
    /// <param name="value">The value that it sets; NaN for none.</param>
    public static RpcException Make(CommandOutcome outcome, NamedPaths? paths, string path, KnobInfo? knob, double value)
    {
        string message = outcome.Message;
        switch (outcome.Status)
        {
            // Written anew: near names are found here for paths with and without the chassis in front.
            case CommandStatus.NotFound when paths is not null && paths.Find(path) < 0:
                return paths.Unknown(path);
            case CommandStatus.NotFound:
                return Failure.NotFound(message);
            case CommandStatus.InvalidValue:
                if (message.Length == 0)
                    message = Join("The value is out of range", Range(outcome.Minimum, outcome.Maximum, knob));
                return Failure.OutOfRange(
                    path, double.IsNaN(value) ? null : value, outcome.Minimum, outcome.Maximum, knob?.Dimension.Ucum ?? string.Empty, message);
            case CommandStatus.InvalidState:
                return Failure.NotNow(message);
            case CommandStatus.Busy:
                return Failure.Make(V1.ErrorReason.Busy, message);
            default:
                return Failure.Make(V1.ErrorReason.InternalFault, message);
        }
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
