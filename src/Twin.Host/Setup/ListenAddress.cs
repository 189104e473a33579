using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Twin.Host.Setup;

/// <summary>Addresses to listen on: <c>127.0.0.1:50051</c>, <c>[::1]:0</c>, <c>localhost:8080</c>.</summary>
internal static class ListenAddress
{
    /// <summary>Reads an address with a port.</summary>
    /// <param name="flag">The flag, for messages.</param>
    /// <param name="text">The text; null or empty for 127.0.0.1 with the standard port.</param>
    /// <param name="standardPort">The standard port.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static IPEndPoint Read(string flag, string? text, int standardPort, ProblemReport problems)
    {
        var standard = new IPEndPoint(IPAddress.Loopback, standardPort);
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? string.Empty : text[..colon];
        bool isPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
        IPAddress? address = null;
        if (host == "localhost")
        {
            address = IPAddress.Loopback;
        }
        else if (!host.Contains(':', StringComparison.Ordinal) || (host.StartsWith('[') && host.EndsWith(']')))
        {
            _ = IPAddress.TryParse(host, out address);
        }

        if (address is null || !isPort)
        {
            problems.Add(flag, $"'{text}' is not an address with a port, such as 127.0.0.1:{standardPort}, [::1]:{standardPort}, localhost:0 or 0.0.0.0:{standardPort}.");
            return standard;
        }

        return new IPEndPoint(address, port);
    }

    /// <summary>Tries whether an address is free.</summary>
    /// <param name="flag">The flag that sets it, for messages.</param>
    /// <param name="endPoint">The address.</param>
    /// <param name="problems">Receives that it is in use.</param>
    /// <remarks>Looks before anything is started; who takes the port in between is reported when listening begins.</remarks>
    public static void Probe(string flag, IPEndPoint endPoint, ProblemReport problems)
    {
        try
        {
            using var listener = new TcpListener(endPoint);
            listener.Start();
        }
        catch (SocketException exception)
        {
            problems.Add(flag, Refusal(flag, endPoint, exception.SocketErrorCode));
        }
    }

    /// <summary>Says why an address cannot be listened on.</summary>
    /// <param name="flag">The flag that sets it.</param>
    /// <param name="endPoint">The address.</param>
    /// <param name="error">What the system said.</param>
    public static string Refusal(string flag, IPEndPoint endPoint, SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => $"port {endPoint.Port} on {endPoint.Address} is in use; choose another with {flag}.",
        SocketError.AccessDenied => $"port {endPoint.Port} on {endPoint.Address} needs rights that this user has not; choose another with {flag}.",
        _ => $"{endPoint} cannot be listened on ({error}); choose another with {flag}.",
    };
}
