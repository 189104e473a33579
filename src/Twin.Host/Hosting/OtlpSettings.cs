using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenTelemetry.Exporter;
using Twin.Host.Setup;
using Twin.Telemetry.Otlp;

namespace Twin.Host.Hosting;

/// <summary>Reads where telemetry is sent by OTLP: settings of the section <c>Telemetry</c>, else the standard variables <c>OTEL_*</c>, of one kind of telemetry before those of all.</summary>
internal sealed class OtlpSettings(IConfigurationSection section, Func<string, string?> variables, ProblemReport problems)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>Reads the options; a wrong value is reported, and with it where it stands.</summary>
    public OtlpOptions Read()
    {
        var options = new OtlpOptions { Interval = ReadInterval() };
        if (Text(section["SpoolFolder"]) is { } folder)
        {
            options.SpoolFolder = folder;
        }

        if (Text(section["SpoolSize"]) is { } size)
        {
            options.SpoolBytes = ReadBytes("Telemetry:SpoolSize", size) ?? options.SpoolBytes;
        }

        if (Text(section["SpoolRate"]) is { } rate)
        {
            if (double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out double perSecond) && perSecond is >= 1 and <= 10_000)
            {
                options.RequestsPerSecond = perSecond;
            }
            else
            {
                problems.Add("Telemetry:SpoolRate", $"'{rate}' is not a number of requests a second from 1 to 10000.");
            }
        }

        if (!string.Equals(Text(variables("OTEL_SDK_DISABLED")), "true", StringComparison.OrdinalIgnoreCase))
        {
            options.Metrics = ReadDestination("METRICS", "v1/metrics");
            options.Traces = ReadDestination("TRACES", "v1/traces");
            options.Logs = ReadDestination("LOGS", "v1/logs");
        }

        if (options.IsUsed)
        {
            ProbeSpool(options);
        }

        return options;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private OtlpDestination? ReadDestination(string signal, string path)
    {
        string chooser = $"OTEL_{signal}_EXPORTER";
        switch (Text(variables(chooser)))
        {
            case null or "otlp":
                break;
            case "none":
                return null;
            case var other:
                problems.Add(chooser, $"'{other}' is neither 'otlp' nor 'none'.");
                break;
        }

        if (Find(signal, "OtlpEndpoint", "ENDPOINT") is not { } endpoint)
        {
            return null;
        }

        OtlpExportProtocol protocol = ReadProtocol(signal);
        Uri? address = protocol == OtlpExportProtocol.Grpc ? GrpcAddress(signal, endpoint) : HttpAddress(endpoint, path);
        return address is null ? null : new OtlpDestination(address, protocol)
        {
            Headers = ReadHeaders(signal, address),
            Timeout = ReadTimeout(signal),
            UsesGzip = ReadCompression(signal),
            Authorities = ReadAuthorities(signal),
            ClientCertificate = ReadClientCertificate(signal),
        };
    }

    // The first that is set: our setting, the variable of this kind of telemetry, the variable of all.
    private Found? Find(string signal, string setting, string variable)
    {
        string own = $"{Prefix}{signal}_{variable}";
        string all = Prefix + variable;
        return Text(section[setting]) is { } set ? new Found("Telemetry:" + setting, set, false)
            : Text(variables(own)) is { } mine ? new Found(own, mine, true)
            : Text(variables(all)) is { } shared ? new Found(all, shared, false)
            : null;
    }

    private OtlpExportProtocol ReadProtocol(string signal)
    {
        if (Find(signal, "OtlpProtocol", "PROTOCOL") is not { } found || found.Text == "grpc")
        {
            return OtlpExportProtocol.Grpc;
        }

        if (found.Text != "http/protobuf")
        {
            problems.Add(found.Source, $"'{found.Text}' is neither 'grpc' nor 'http/protobuf'.");
        }

        return OtlpExportProtocol.HttpProtobuf;
    }

    private bool IsInsecure(string signal) => string.Equals(Find(signal, "OtlpInsecure", "INSECURE")?.Text, "true", StringComparison.OrdinalIgnoreCase);

    // Without a scheme, as clients of gRPC take it, the variable INSECURE decides whether there is TLS.
    private Uri? GrpcAddress(string signal, Found endpoint)
    {
        string text = endpoint.Text;
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            // A word alone is no address: what was meant by it cannot be known.
            if (!text.Contains(':', StringComparison.Ordinal))
            {
                problems.Add(endpoint.Source, $"'{text}' is not an address such as http://127.0.0.1:4317 or collector:4317.");
                return null;
            }

            text = (IsInsecure(signal) ? "http://" : "https://") + text;
        }

        if (Address(endpoint, text, "http://127.0.0.1:4317") is not { } address)
        {
            return null;
        }

        if (address.AbsolutePath != "/")
        {
            problems.Add(endpoint.Source, $"'{Shown(address)}' has a path; with the protocol 'grpc' there is none. For HTTP set the protocol 'http/protobuf'.");
            return null;
        }

        return address;
    }

    private Uri? HttpAddress(Found endpoint, string path)
    {
        Uri? address = Address(endpoint, endpoint.Text, "http://127.0.0.1:4318");
        if (address is null || endpoint.IsOfOneSignal)
        {
            return address;
        }

        if (address.AbsolutePath.EndsWith("/v1/metrics", StringComparison.Ordinal) || address.AbsolutePath.EndsWith("/v1/traces", StringComparison.Ordinal) || address.AbsolutePath.EndsWith("/v1/logs", StringComparison.Ordinal))
        {
            problems.Add(endpoint.Source, $"'{Shown(address)}' is the address of one kind of telemetry; this one is for all, to which 'v1/metrics', 'v1/traces' and 'v1/logs' are added.");
            return null;
        }

        return new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/" + path }.Uri;
    }

    private Uri? Address(Found endpoint, string text, string example)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0)
        {
            return address;
        }

        problems.Add(endpoint.Source, $"'{endpoint.Text}' is not an address such as {example}.");
        return null;
    }

    // Without what could be a password.
    private static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private List<KeyValuePair<string, string>> ReadHeaders(string signal, Uri address)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (Find(signal, "OtlpHeaders", "HEADERS") is not { } found)
        {
            return headers;
        }

        // As with tokens: what opens a door is not sent where others can read it, unless that is said.
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !IsInsecure(signal))
        {
            problems.Add(found.Source, $"Headers are not sent to {address.Authority} without TLS, where others can read them: an address with https:// is right, or Telemetry:OtlpInsecure ({Prefix}INSECURE) 'true' allows it.");
        }

        string[] entries = found.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < entries.Length; i++)
        {
            int equals = entries[i].IndexOf('=', StringComparison.Ordinal);
            string name = equals > 0 ? entries[i][..equals].Trim() : string.Empty;
            string value = Uri.UnescapeDataString(entries[i][(equals + 1)..].Trim());
            if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-_.".Contains(c, StringComparison.Ordinal)) || value.Any(char.IsControl))
            {
                // The values are secrets: only the place is said.
                problems.Add(found.Source, $"Entry {i + 1} is not of the form name=value; entries are separated by commas, and what is special in a value is percent-encoded.");
                continue;
            }

            headers.Add(new(name, value));
        }

        return headers;
    }

    private TimeSpan ReadTimeout(string signal)
    {
        TimeSpan standard = TimeSpan.FromSeconds(10);
        if (Text(section["OtlpTimeout"]) is { } text)
        {
            return TwinSettings.ReadDuration("Telemetry:OtlpTimeout", text, problems)?.TimeSpan is { } time && time > TimeSpan.Zero ? time : standard;
        }

        return Find(signal, "OtlpTimeout", "TIMEOUT") is { } found ? ReadMilliseconds(found.Source, found.Text) ?? standard : standard;
    }

    private TimeSpan ReadInterval()
    {
        TimeSpan standard = TimeSpan.FromSeconds(10);
        const string variable = "OTEL_METRIC_EXPORT_INTERVAL";
        (string source, string? text) = Text(section["OtlpInterval"]) is { } set ? ("Telemetry:OtlpInterval", set) : (variable, Text(variables(variable)));
        TimeSpan? interval = text is null ? standard : source == variable ? ReadMilliseconds(source, text) : TwinSettings.ReadDuration(source, text, problems)?.TimeSpan;
        if (interval < TimeSpan.FromMilliseconds(100) || interval > TimeSpan.FromHours(1))
        {
            problems.Add(source, $"'{text}' is not between 100 ms and 1 h.");
            return standard;
        }

        return interval ?? standard;
    }

    private TimeSpan? ReadMilliseconds(string source, string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        problems.Add(source, $"'{text}' is not a whole number of milliseconds above zero.");
        return null;
    }

    private bool ReadCompression(string signal)
    {
        Found? found = Find(signal, "OtlpCompression", "COMPRESSION");
        if (found is { Text: not ("gzip" or "none") })
        {
            problems.Add(found.Source, $"'{found.Text}' is neither 'gzip' nor 'none'.");
        }

        return found?.Text != "none";
    }

    private IReadOnlyList<X509Certificate2> ReadAuthorities(string signal)
    {
        if (Find(signal, "OtlpCertificate", "CERTIFICATE") is not { } found)
        {
            return [];
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(found.Text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            problems.Add(found.Source, $"'{found.Text}' cannot be read: {exception.Message}");
            return [];
        }

        if (certificates.Count == 0)
        {
            problems.Add(found.Source, $"'{found.Text}' holds no certificate in PEM form.");
        }

        return [.. certificates];
    }

    private X509Certificate2? ReadClientCertificate(string signal)
    {
        Found? certificate = Find(signal, "OtlpClientCertificate", "CLIENT_CERTIFICATE");
        Found? key = Find(signal, "OtlpClientKey", "CLIENT_KEY");
        if (certificate is null || key is null)
        {
            if ((certificate ?? key) is { } alone)
            {
                problems.Add(alone.Source, "A client certificate needs both its file and the file of its key.");
            }

            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(certificate.Text, key.Text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problems.Add(certificate.Source, $"'{certificate.Text}' and its key '{key.Text}' cannot be read: {exception.Message}");
            return null;
        }
    }

    private long? ReadBytes(string source, string text)
    {
        (string Unit, long Bytes)[] units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("GB", 1_000_000_000), ("MB", 1_000_000)];
        foreach ((string unit, long bytes) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && number * bytes is >= OtlpOptions.MinimumSpoolBytes and <= 1e15)
            {
                return (long)(number * bytes);
            }
        }

        problems.Add(source, $"'{text}' is not a size from 1 MiB on, such as '512 MiB' or '2 GB'.");
        return null;
    }

    // A run must not find out later that nothing can be kept.
    private void ProbeSpool(OtlpOptions options)
    {
        string folder = options.SpoolFolder ?? OtlpOptions.DefaultSpoolFolder;
        try
        {
            OtlpExport.ProbeSpool(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add("Telemetry:SpoolFolder", $"'{folder}' cannot be written: {exception.Message}");
        }
    }

    private sealed record Found(string Source, string Text, bool IsOfOneSignal);
}
