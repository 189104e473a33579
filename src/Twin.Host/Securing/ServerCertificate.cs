using System.Net;
using Twin.Host.Setup;

namespace Twin.Host.Securing;

/// <summary>The certificate that handshakes use, read again when its files change.</summary>
internal sealed partial class ServerCertificate : IReloaded
{
    private readonly TlsSettings _settings;
    private readonly IReadOnlyList<(string Flag, IPEndPoint Address)> _listeners;
    private readonly TimeProvider _time;
    private readonly ILogger<ServerCertificate> _logger;
    private volatile LoadedTls _loaded;

    /// <summary>Begins with a certificate that was found good.</summary>
    public ServerCertificate(
        TlsSettings settings, LoadedTls loaded, IReadOnlyList<(string Flag, IPEndPoint Address)> listeners, TimeProvider time, ILogger<ServerCertificate> logger)
    {
        _settings = settings;
        _loaded = loaded;
        _listeners = listeners;
        _time = time;
        _logger = logger;
    }

    /// <summary>What new handshakes use. Connections that stand keep what they began with.</summary>
    public LoadedTls Current => _loaded;

    /// <inheritdoc/>
    public IEnumerable<string> Files => _settings.Files;

    /// <inheritdoc/>
    public byte[] Fingerprint => _loaded.Fingerprint;

    /// <inheritdoc/>
    public void Reload()
    {
        var problems = new ProblemReport();
        if (_settings.Load(_listeners, _time.GetUtcNow(), problems) is { } loaded)
        {
            _loaded = loaded;
            LogTaken(loaded.Certificate.Subject, loaded.Certificate.NotAfter);
            return;
        }

        foreach (string line in problems.Lines)
        {
            LogKeptOut(line, _loaded.Certificate.Subject);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "A new certificate is served: {Subject}, valid until {NotAfter}.")]
    private partial void LogTaken(string subject, DateTime notAfter);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The changed certificate is kept out, and {Subject} is served as before. {Problem}")]
    private partial void LogKeptOut(string problem, string subject);
}
