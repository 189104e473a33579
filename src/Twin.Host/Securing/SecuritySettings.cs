using System.Globalization;
using System.Net;
using System.Reflection;
using Twin.Grpc;
using Twin.Host.Setup;

namespace Twin.Host.Securing;

/// <summary>Who may reach the twin, what callers may do, and how much of it; read and checked.</summary>
internal sealed record SecuritySettings
{
    private const string LimitsSection = "Limits";
    private const int StandardStreamsPerConnection = 512;

    /// <summary>Where the certificate comes from.</summary>
    public required TlsSettings Tls { get; init; }

    /// <summary>The certificate; null without TLS.</summary>
    public LoadedTls? LoadedTls { get; init; }

    /// <summary>The access file; null for none.</summary>
    public string? TokenPath { get; init; }

    /// <summary>What it holds; null for none.</summary>
    public AccessTable? Table { get; init; }

    /// <summary>Limits of the services.</summary>
    public GrpcOptions Limits { get; init; } = new();

    /// <summary>Calls that may be under way on one connection; a client that wants more waits or opens another.</summary>
    public int StreamsPerConnection { get; init; } = StandardStreamsPerConnection;

    /// <summary>Whether callers without a client certificate may do nothing.</summary>
    public bool RequiresClientCertificate => Tls.ClientAuthorityPath is not null && Tls.RequiresClientCertificate;

    /// <summary>Reads settings, certificate and access file.</summary>
    /// <param name="configuration">The settings as texts.</param>
    /// <param name="listeners">The addresses that are listened on, with their flags.</param>
    /// <param name="problems">Receives all that is wrong.</param>
    public static SecuritySettings Read(IConfiguration configuration, IReadOnlyList<(string Flag, IPEndPoint Address)> listeners, ProblemReport problems)
    {
        TlsSettings tls = TlsSettings.Read(configuration, problems);
        bool allowsPlaintext = ReadSwitch(configuration[SecurityFlags.PlaintextKey], problems);
        if (tls.IsOn && allowsPlaintext)
        {
            problems.Add(SecurityFlags.PlaintextFlag, "there is a certificate, so nothing is in plaintext; leave one of the two out.");
        }

        if (!tls.IsOn && !allowsPlaintext)
        {
            foreach ((string flag, IPEndPoint address) in listeners.Where(listener => !IPAddress.IsLoopback(listener.Address.Address)))
            {
                problems.Add(flag, $"'{address}' can be reached from other machines. Without TLS anyone on the way could read and change what is sent: give a certificate with --tls-cert FILE --tls-key FILE, or allow it with {SecurityFlags.PlaintextFlag}.");
            }
        }

        string? tokenPath = configuration["Tokens"] is { Length: > 0 } path ? path : null;
        int streamsPerConnection = StandardStreamsPerConnection;
        return new SecuritySettings
        {
            Tls = tls,
            LoadedTls = tls.IsOn ? tls.Load(listeners, TimeProvider.System.GetUtcNow(), problems) : null,
            TokenPath = tokenPath,
            Table = tokenPath is null ? null : AccessTable.Read(tokenPath, problems),
            Limits = ReadLimits(configuration.GetSection(LimitsSection), ref streamsPerConnection, problems),
            StreamsPerConnection = streamsPerConnection,
        };
    }

    private static bool ReadSwitch(string? text, ProblemReport problems)
    {
        if (text is not (null or "" or "true" or "false"))
        {
            problems.Add(SecurityFlags.PlaintextFlag, $"'{text}' is neither 'true' nor 'false'.");
        }

        return text == "true";
    }

    // Each limit has the name of its property, which the messages to clients name too.
    private static GrpcOptions ReadLimits(IConfigurationSection section, ref int streamsPerConnection, ProblemReport problems)
    {
        var options = new GrpcOptions();
        PropertyInfo[] limits = [.. typeof(GrpcOptions).GetProperties().Where(property => property.PropertyType == typeof(int))];
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            string subject = $"{LimitsSection}:{setting.Key}";
            PropertyInfo? limit = limits.FirstOrDefault(property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            bool isPerConnection = setting.Key.Equals(nameof(StreamsPerConnection), StringComparison.OrdinalIgnoreCase);
            if (limit is null && !isPerConnection)
            {
                problems.Add(subject, $"there is no such limit. Valid: {string.Join(", ", limits.Select(property => property.Name).Append(nameof(StreamsPerConnection)))}.");
            }
            else if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1)
            {
                problems.Add(subject, $"'{setting.Value}' is not a whole number from 1 to {int.MaxValue}.");
            }
            else if (isPerConnection)
            {
                streamsPerConnection = value;
            }
            else
            {
                limit!.SetValue(options, value);
            }
        }

        return options;
    }
}
