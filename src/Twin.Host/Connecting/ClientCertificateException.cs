using System.Security.Authentication;

namespace Twin.Host.Connecting;

/// <summary>A server ended the connection because of the certificate that it was, or was not, shown.</summary>
/// <param name="message">What it wants and which flag gives it.</param>
/// <param name="cause">What the connection ended with.</param>
internal sealed class ClientCertificateException(string message, Exception cause) : AuthenticationException(message, cause);
