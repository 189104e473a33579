using System.Globalization;
using System.Text;
using Grpc.Core;

namespace Twin.Host.Calling;

/// <summary>Statuses of gRPC as its documents write them.</summary>
internal static class StatusText
{
    /// <summary>Name, number and message, such as <c>NOT_FOUND (5): There is no ...</c>.</summary>
    /// <param name="status">The status.</param>
    public static string Of(Status status) =>
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(status.StatusCode)} ({(int)status.StatusCode}){(status.Detail.Length > 0 ? ": " : string.Empty)}{status.Detail}");

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
