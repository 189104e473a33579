namespace Grpc.Core;

/// <summary>Name and kind of a method, without its message types.</summary>
public interface IMethod
{
    /// <summary>How many messages flow in each direction.</summary>
    MethodType Type { get; }

    /// <summary>Full name of the service, such as <c>grpc.health.v1.Health</c>.</summary>
    string ServiceName { get; }

    /// <summary>Name of the method within the service.</summary>
    string Name { get; }

    /// <summary>The request path, <c>/service/method</c>.</summary>
    string FullName { get; }
}
