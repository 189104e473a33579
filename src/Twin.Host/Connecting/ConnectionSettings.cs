using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Twin.Host.Connecting;

/// <summary>How a server is reached, whom it is trusted to be, and who calls.</summary>
internal sealed record ConnectionSettings
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(10);

    /// <summary>The server; https for TLS.</summary>
    public required Uri Address { get; init; }

    /// <summary>Sent along with each call.</summary>
    public Metadata Metadata { get; init; } = [];

    /// <summary>The authorities that may vouch for the server; null for those that the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The certificate shown to the server; null for none.</summary>
    public CertificateWithKey? Certificate { get; init; }

    /// <summary>Sent with each call as <c>authorization: Bearer</c>; null for none. <see cref="ConnectionFlags"/> refuses one that could be overheard.</summary>
    public string? Token { get; init; }

    /// <summary>Opens a channel; it connects with its first call. The caller disposes it.</summary>
    public GrpcChannel OpenChannel() => GrpcChannel.ForAddress(Address, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = null,
        DisposeHttpClient = true,
        HttpHandler = MakeHandler(),
    });

    /// <summary>An invoker over a channel whose calls carry the metadata and the token.</summary>
    /// <param name="channel">From <see cref="OpenChannel"/>.</param>
    public CallInvoker MakeInvoker(GrpcChannel channel) => Token is null && Metadata.Count == 0 ? channel.CreateCallInvoker() : channel.Intercept(AddHeaders);

    private Metadata AddHeaders(Metadata headers)
    {
        // A copy: the caller may use his for several calls.
        var all = new Metadata();
        foreach (Metadata.Entry entry in headers.Concat(Metadata))
        {
            all.Add(entry);
        }

        if (Token is not null)
        {
            all.Add("authorization", "Bearer " + Token);
        }

        return all;
    }

    private HttpMessageHandler MakeHandler()
    {
        bool isSecure = Address.Scheme == Uri.UriSchemeHttps;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = isSecure,
            ConnectTimeout = ConnectDeadline,
            EnableMultipleHttp2Connections = true,
        };
        if (!isSecure)
        {
            return handler;
        }

        SslClientAuthenticationOptions tls = handler.SslOptions;
        tls.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (Authorities is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
            tls.CertificateChainPolicy.ApplicationPolicy.Add(new(ServerAuthentication));
        }

        if (Certificate is not null)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(Certificate.Leaf, Certificate.Intermediates, offline: true);
        }

        return new ClientCertificateHandler(handler);
    }
}
