using Microsoft.Extensions.Primitives;
using Twin.Grpc.Access;
using Twin.Host.Setup;
using Twin.V1;

namespace Twin.Host.Securing;

/// <summary>Gives callers the roles that the access file says; without a file every caller has all of them, or every caller with a certificate where one is required.</summary>
internal sealed partial class TokenAccess : IAccessPolicy, IReloaded
{
    private const string Scheme = "Bearer ";

    private readonly string? _path;
    private readonly bool _requiresCertificate;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenAccess> _logger;
    private readonly OpenAccess _open = new();
    private volatile AccessTable? _table;

    /// <summary>Makes a policy.</summary>
    /// <param name="path">The access file; null for none.</param>
    /// <param name="table">What it held; null for none.</param>
    /// <param name="requiresCertificate">Whether callers without a client certificate may do nothing where there is no file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the file has changed.</param>
    public TokenAccess(string? path, AccessTable? table, bool requiresCertificate, TimeProvider time, ILogger<TokenAccess> logger)
    {
        _path = path;
        _table = table;
        _requiresCertificate = requiresCertificate;
        _time = time;
        _logger = logger;
    }

    /// <summary>Whether callers have to show who they are.</summary>
    public bool IsGuarded => _table is not null || _requiresCertificate;

    /// <inheritdoc/>
    public IEnumerable<string> Files => _path is null ? [] : [_path];

    /// <inheritdoc/>
    public byte[] Fingerprint => _table?.Fingerprint ?? FileWatch.FingerprintOf([]);

    /// <inheritdoc/>
    public Caller Identify(HttpContext request)
    {
        if (_table is not { } table)
        {
            return _requiresCertificate && request.Connection.ClientCertificate is null
                ? Nobody(request, "A client certificate is needed.")
                : _open.Identify(request);
        }

        StringValues headers = request.Request.Headers.Authorization;
        if (headers.Count > 0)
        {
            return IdentifyToken(request, table, headers);
        }

        if (request.Connection.ClientCertificate is not { } certificate)
        {
            return Nobody(request, "A token is needed: 'authorization: Bearer TOKEN' in the metadata of a call, or the header of a page.");
        }

        return table.FindCertificate(certificate) is { } entry
            ? Known(request, table, CallerKind.Certificate, entry, certificate.NotAfter.ToUniversalTime())
            : new Caller(CallerKind.Certificate, certificate.Subject, Role.Unspecified, $"The certificate of '{certificate.Subject}' is given no role here, and there is no token.");
    }

    /// <inheritdoc/>
    public void Reload()
    {
        var problems = new ProblemReport();
        if (AccessTable.Read(_path!, problems) is { } table)
        {
            _table = table;
            LogTaken(_path!, table.Entries.Count);
            return;
        }

        foreach (string line in problems.Lines)
        {
            LogKeptOut(line);
        }
    }

    private Caller IdentifyToken(HttpContext request, AccessTable table, StringValues headers)
    {
        string header = headers.Count == 1 ? headers.ToString() : string.Empty;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Nobody(request, "The authorization is not one 'Bearer TOKEN'.");
        }

        return table.FindToken(header[Scheme.Length..].Trim()) is { } entry ? Known(request, table, CallerKind.Token, entry, certificateEnd: null) : Nobody(request, "The token is not known here.");
    }

    private Caller Known(HttpContext request, AccessTable table, CallerKind kind, AccessEntry entry, DateTimeOffset? certificateEnd)
    {
        DateTimeOffset? end = certificateEnd < (entry.Expires ?? DateTimeOffset.MaxValue) ? certificateEnd : entry.Expires;
        AccessTable? seen = table;
        if (Flaw() is { } flaw)
        {
            return Nobody(request, flaw);
        }

        return new Caller(kind, entry.Name, entry.Role, findFlaw: Flaw);

        string? Flaw()
        {
            AccessTable? now = _table;
            if (!ReferenceEquals(now, seen))
            {
                if (now?.Entries.Any(one => one.IsAsGoodAs(entry)) != true)
                {
                    return $"'{entry.Name}' has been taken away or may do less now.";
                }

                seen = now;
            }

            return end is { } last && _time.GetUtcNow() >= last ? $"'{entry.Name}' has expired: it was valid until {last:u}." : null;
        }
    }

    private static Caller Nobody(HttpContext request, string refusal) =>
        new(CallerKind.Address, OpenAccess.NameOf(request.Connection.RemoteIpAddress), Role.Unspecified, refusal);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The changed access file {File} is taken: {Count} entries.")]
    private partial void LogTaken(string file, int count);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The changed access file is kept out, and what it held before stays. {Problem}")]
    private partial void LogKeptOut(string problem);
}
