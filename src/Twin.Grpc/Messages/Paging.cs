using System.Globalization;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Messages;

/// <summary>Cuts long lists into pages. A token is the dictionary version and the position of the first entry of its page.</summary>
internal static class Paging
{
    private const int DefaultSize = 1_000;
    private const int MaximumSize = 10_000;

    /// <summary>Finds the entries of a page.</summary>
    /// <param name="page">What the client asks for; null for the first page.</param>
    /// <param name="total">Entries of the whole list.</param>
    /// <param name="version">Dictionary version.</param>
    /// <param name="next">Out: token of the next page, or empty.</param>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT: the token is not one of this list.</exception>
    public static Range Find(V1.Page? page, int total, ulong version, out string next)
    {
        int start = page is null || page.Token.Length == 0 ? 0 : Start(page.Token, total, version);
        uint wanted = page?.Size ?? 0;
        int size = wanted == 0 ? DefaultSize : (int)Math.Min(wanted, MaximumSize);
        int end = Math.Min(total, start + size);
        next = end < total ? string.Create(CultureInfo.InvariantCulture, $"{version:x16}-{end}") : string.Empty;
        return start..end;
    }

    private static int Start(string token, int total, ulong version)
    {
        int dash = token.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0
            || !ulong.TryParse(token.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong tokenVersion)
            || !int.TryParse(token.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int start)
            || start > total)
            throw Failure.Invalid($"'{token}' is not a page token of this list.");
        return tokenVersion == version
            ? start
            : throw Failure.Invalid("The page token is of another dictionary version; start from the first page.");
    }
}
