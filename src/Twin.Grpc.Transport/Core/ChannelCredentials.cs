namespace Grpc.Core;

/// <summary>How a channel protects its connection, with credentials for each call if any.</summary>
public abstract class ChannelCredentials
{
    /// <summary>For derived types.</summary>
    protected ChannelCredentials() { }

    /// <summary>No protection: plaintext.</summary>
    public static ChannelCredentials Insecure { get; } = new Simple(isSecure: false, hasOwnCertificates: false, null);

    /// <summary>TLS with the trust of the HTTP handler.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>Adds credentials for each call to those of the channel.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new Simple(channelCredentials.IsSecure, channelCredentials.HasOwnCertificates, callCredentials);
    }

    internal abstract bool IsSecure { get; }

    internal abstract CallCredentials? PerCall { get; }

    /// <summary>Whether they hold authorities or a certificate, which a channel over HttpClient takes from its handler instead.</summary>
    internal abstract bool HasOwnCertificates { get; }

    private sealed class Simple(bool isSecure, bool hasOwnCertificates, CallCredentials? perCall) : ChannelCredentials
    {
        internal override bool IsSecure => isSecure;

        internal override CallCredentials? PerCall => perCall;

        internal override bool HasOwnCertificates => hasOwnCertificates;
    }
}
