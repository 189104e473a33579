using System.Globalization;
using Grpc.Core;
using Twin.Host.Setup;

namespace Twin.Host.Calling;

/// <summary>How a call is made.</summary>
/// <param name="Data">The requests: JSON, <c>@FILE</c>, <c>-</c> for standard input; null for none.</param>
/// <param name="Deadline">How long it may take; null for as long as it likes.</param>
/// <param name="MaximumReplies">After how many replies it is ended; null for all of them.</param>
/// <param name="WritesDefaults">Whether replies show fields that are zero or empty.</param>
/// <param name="IsCompact">Whether each reply is written on one line.</param>
internal sealed record CallSettings(string? Data, TimeSpan? Deadline, int? MaximumReplies, bool WritesDefaults, bool IsCompact)
{
    /// <summary>Where a twin listens without flags.</summary>
    public const string StandardAddress = "127.0.0.1:50051";

    /// <summary>Reads the address of a server.</summary>
    /// <param name="text">HOST:PORT, with http:// or https:// in front or not; null for the standard one.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static Uri ReadAddress(string? text, ProblemReport problems)
    {
        text ??= StandardAddress;
        string full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        bool hasPort = full.LastIndexOf(':') > full.LastIndexOf(']') && char.IsAsciiDigit(full.TrimEnd('/')[^1]);
        if (hasPort && Uri.TryCreate(full, UriKind.Absolute, out Uri? address) && address is { PathAndQuery: "/", UserInfo: "", Scheme: "http" or "https", Port: > 0 })
        {
            return address;
        }

        problems.Add("--address", $"'{text}' is not an address with a port, such as {StandardAddress}, [::1]:50051 or https://host:443.");
        return new Uri("http://" + StandardAddress);
    }

    /// <summary>Reads metadata.</summary>
    /// <param name="texts">Each KEY=VALUE; of a key that ends in <c>-bin</c> the value is base64.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static Metadata ReadMetadata(IEnumerable<string> texts, ProblemReport problems)
    {
        var metadata = new Metadata();
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add("--metadata", $"'{text}' is not KEY=VALUE.");
                continue;
            }

            string key = text[..equals].ToLowerInvariant();
            string value = text[(equals + 1)..];
            try
            {
                if (key.StartsWith("grpc-", StringComparison.Ordinal))
                {
                    problems.Add("--metadata", $"'{key}' is reserved: keys of the protocol itself begin with 'grpc-'.");
                }
                else if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                {
                    problems.Add("--metadata", $"The value of '{key}' is not printable ASCII; other bytes go into a key that ends in {Metadata.BinaryHeaderSuffix}, in base64.");
                }
                else if (key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
                {
                    metadata.Add(key, Convert.FromBase64String(value));
                }
                else
                {
                    metadata.Add(key, value);
                }
            }
            catch (FormatException)
            {
                problems.Add("--metadata", $"The value of '{key}' is not base64, as the end {Metadata.BinaryHeaderSuffix} of the key demands.");
            }
            catch (ArgumentException exception)
            {
                problems.Add("--metadata", exception.Message.Split(" (Parameter")[0]);
            }
        }

        return metadata;
    }

    /// <summary>Reads how many replies are wanted.</summary>
    /// <param name="text">A whole number above zero; null for all.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static int? ReadMaximum(string? text, ProblemReport problems)
    {
        if (text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0))
        {
            return text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
        }

        problems.Add("--max", $"'{text}' is not a whole number above zero.");
        return null;
    }
}
