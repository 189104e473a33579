using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Twin.Engine.Running;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Audit;

/// <summary>Writes who has commanded what, to the trail and to the log.</summary>
/// <remarks>Of a call only the method, the request and the outcome are written; metadata, which carries tokens, is never looked at here.</remarks>
internal sealed partial class AuditLog
{
    /// <summary>Category in the log.</summary>
    public const string Category = "Twin.Audit";

    private const int LongestRequest = 4096;
    private const int LongestMessage = 2100;
    private const string OldValueField = "old_value";
    private const string NewValueField = "new_value";
    private const string StepField = "step";
    private const string OldBuildField = "old_build";
    private const string NewBuildField = "new_build";

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(false));

    private readonly ITwin _twin;
    private readonly AuditTrail _trail;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes an audit that writes to a trail and a log.</summary>
    public AuditLog(ITwin twin, AuditTrail trail, TimeProvider time, ILoggerFactory loggers)
    {
        _twin = twin;
        _trail = trail;
        _time = time;
        _logger = loggers.CreateLogger(Category);
    }

    /// <summary>Writes an entry. Does not throw: a command that was done is not undone because it cannot be written down in full.</summary>
    /// <param name="method">The method, such as <c>twin.v1.ControlService/Pause</c>.</param>
    /// <param name="caller">Who called.</param>
    /// <param name="peer">Where the call came from.</param>
    /// <param name="request">What was asked for; null when it is not known.</param>
    /// <param name="status">How the call ended.</param>
    /// <param name="response">What was answered; null for nothing. Its fields <c>old_value</c>, <c>new_value</c>, <c>old_build</c>, <c>new_build</c> and <c>step</c> are taken.</param>
    public void Write(string method, Caller caller, string peer, IMessage? request, Status status, IMessage? response)
    {
        var entry = new V1.AuditEntry
        {
            UnixTimeNs = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
            Caller = caller.Name,
            CallerKind = caller.Kind,
            CallerRole = caller.Role,
            Peer = peer,
            Method = method,
            Request = request is null ? string.Empty : Write(request),
            Status = (int)status.StatusCode,
            Message = Failure.Cut(status.Detail, LongestMessage),
            Step = Find(response, StepField) as long? ?? NewestStep(),
            OldBuild = BuildIn(response, OldBuildField),
            NewBuild = BuildIn(response, NewBuildField),
        };
        if (Find(response, OldValueField) is double old)
        {
            entry.OldValue = old;
        }

        if (Find(response, NewValueField) is double value)
        {
            entry.NewValue = value;
        }

        _trail.Add(entry);
        Log(
            _logger,
            status.StatusCode == StatusCode.OK ? LogLevel.Information : LogLevel.Warning,
            entry.Method,
            entry.Caller,
            entry.CallerKind,
            entry.CallerRole,
            entry.Peer,
            entry.Request,
            status.StatusCode,
            entry.Message,
            entry.Step,
            entry.HasOldValue ? entry.OldValue : null,
            entry.HasNewValue ? entry.NewValue : null,
            entry.OldBuild,
            entry.NewBuild);
    }

    private static string Write(IMessage request)
    {
        try
        {
            string text = Json.Format(request);
            return text.Length <= LongestRequest ? text : text[..LongestRequest] + "...";
        }
        catch (Exception exception) when (exception is InvalidOperationException or EncoderFallbackException or ArgumentException)
        {
            // A message that a client can send and JSON cannot hold, such as an Any of an unknown type.
            return string.Empty;
        }
    }

    private static string BuildIn(IMessage? message, string field) => Find(message, field) is V1.PluginBuild build ? $"{build.Version} {build.ContentHash}" : string.Empty;

    private static object? Find(IMessage? message, string field)
    {
        FieldDescriptor? found = message?.Descriptor.FindFieldByName(field);
        return found is null || (found.HasPresence && !found.Accessor.HasValue(message)) ? null : found.Accessor.GetValue(message);
    }

    [LoggerMessage(
        EventId = 1,
        EventName = "Command",
        Message = "{Method} by '{Caller}' ({CallerKind}, role {CallerRole}) from {Peer}, request {Request}: {Status} {StatusMessage}, step {Step}, old value {OldValue}, new value {NewValue}, old build '{OldBuild}', new build '{NewBuild}'")]
    private static partial void Log(
        ILogger logger,
        LogLevel level,
        string method,
        string caller,
        V1.CallerKind callerKind,
        V1.Role callerRole,
        string peer,
        string request,
        StatusCode status,
        string statusMessage,
        long step,
        double? oldValue,
        double? newValue,
        string oldBuild,
        string newBuild);

    private long NewestStep() => _twin.Frames.TryReadLatest([], [], out FrameHeader header) ? header.Step : 0;
}
