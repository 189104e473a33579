using System.Net;
using System.Net.Sockets;

namespace Twin.Grpc.Transport.Tests.Clients;

/// <summary>A loopback port where nobody listens, and nobody else can as long as it is held.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Target => _holder.LocalEndPoint!.ToString()!;

    public void Dispose() => _holder.Dispose();
}
