using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Twin.Host.Calling;

/// <summary>The details of errors that google.rpc defines, as lines for people: <c>reason  UNKNOWN_NAME (twin.v1)</c>.</summary>
/// <remarks>The same for every server: the types are public and known here, whether or not the server describes them.</remarks>
internal static class ErrorDetails
{
    private const string Indent = "  ";

    /// <summary>Writes a detail.</summary>
    /// <param name="detail">The detail.</param>
    /// <returns>Lines, one for each thing that it says; null when it is of no type of google.rpc, or cannot be read.</returns>
    public static IReadOnlyList<string>? Lines(Any detail)
    {
        try
        {
            return PairsOf(detail) is { } pairs ? Align([.. pairs.Where(pair => pair.Text.Length > 0)]) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Name, string Text)>? PairsOf(Any detail) => WellKnownTypes.NameOf(detail.TypeUrl) switch
    {
        "google.rpc.ErrorInfo" => Pairs(ErrorInfo.Parser.ParseFrom(detail.Value)),
        "google.rpc.BadRequest" => BadRequest.Parser.ParseFrom(detail.Value).FieldViolations.Select(wrong => ("field", $"{wrong.Field}: {wrong.Description}")),
        "google.rpc.PreconditionFailure" => PreconditionFailure.Parser.ParseFrom(detail.Value).Violations.Select(wrong => ("violated", $"{Of(wrong.Type, wrong.Subject)}: {wrong.Description}")),
        "google.rpc.QuotaFailure" => QuotaFailure.Parser.ParseFrom(detail.Value).Violations.Select(wrong => ("quota", $"{wrong.Subject}: {wrong.Description}")),
        "google.rpc.RetryInfo" => [("retry after", Seconds(RetryInfo.Parser.ParseFrom(detail.Value).RetryDelay))],
        "google.rpc.Help" => Help.Parser.ParseFrom(detail.Value).Links.Select(link => ("help", $"{link.Description}: {link.Url}")),
        "google.rpc.LocalizedMessage" => [("message", LocalizedMessage.Parser.ParseFrom(detail.Value).Message)],
        "google.rpc.ResourceInfo" => Pairs(ResourceInfo.Parser.ParseFrom(detail.Value)),
        "google.rpc.RequestInfo" => [("request", RequestInfo.Parser.ParseFrom(detail.Value).RequestId)],
        _ => null,
    };

    // Of whatever server: one that is not normalised is no reason to end.
    private static string Seconds(Duration? delay) => string.Create(CultureInfo.InvariantCulture, $"{(delay?.Seconds ?? 0) + ((delay?.Nanos ?? 0) * 1e-9)} s");

    // Field 1 is 'reason' since 2020, and 'type' in the text that the package was made from.
    private static IEnumerable<(string Name, string Text)> Pairs(ErrorInfo info) =>
    [
        ("reason", info.Domain.Length == 0 ? info.Type : $"{info.Type} ({info.Domain})"),
        .. info.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)),
    ];

    private static IEnumerable<(string Name, string Text)> Pairs(ResourceInfo info) =>
        [("resource", Of(info.ResourceType, info.ResourceName)), ("owner", info.Owner), ("description", info.Description)];

    private static string Of(string kind, string name) => kind.Length == 0 ? name : $"{kind} {name}";

    private static string[] Align((string Name, string Text)[] pairs)
    {
        int width = pairs.Select(pair => pair.Name.Length).DefaultIfEmpty(0).Max();
        string next = "\n" + new string(' ', Indent.Length + width + Indent.Length);
        return [.. pairs.Select(pair => $"{Indent}{pair.Name.PadRight(width)}{Indent}{pair.Text.ReplaceLineEndings(next)}")];
    }
}
