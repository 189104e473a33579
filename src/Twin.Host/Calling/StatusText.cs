using System.Globalization;
using System.Text;
using Grpc.Core;
using Twin.Host.Connecting;

namespace Twin.Host.Calling;

/// <summary>Statuses of gRPC as its documents write them.</summary>
internal static class StatusText
{
    /// <summary>Name, number and message, such as <c>NOT_FOUND (5): There is no ...</c>.</summary>
    /// <param name="status">The status.</param>
    public static string Of(Status status) =>
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(status.StatusCode)} ({(int)status.StatusCode}){(status.Detail.Length > 0 ? ": " : string.Empty)}{status.Detail}");

    /// <summary>The status of a server that cannot be reached, and what to look at then.</summary>
    /// <param name="status">The status.</param>
    /// <param name="question">What to ask oneself first.</param>
    public static string OfUnreachable(Status status, string question) => status.DebugException is ClientCertificateException
        ? Of(status)
        : $"{Of(status)}\n{question} It is given with --address HOST:PORT, with https:// in front for TLS.";

    private static string NameOf(StatusCode code)
    {
        var name = new StringBuilder();
        string camel = code == StatusCode.OK ? "Ok" : code.ToString();
        foreach (char letter in camel)
        {
            name.Append(char.IsAsciiLetterUpper(letter) && name.Length > 0 ? "_" : string.Empty).Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }
}
