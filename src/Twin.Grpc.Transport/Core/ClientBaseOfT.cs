namespace Grpc.Core;

/// <summary>Base of generated clients.</summary>
/// <typeparam name="T">The generated client itself.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>For test doubles: every call fails with <see cref="StatusCode.Unimplemented"/>.</summary>
    protected ClientBase() { }

    /// <summary>A client over a channel.</summary>
    protected ClientBase(ChannelBase channel) : base(channel) { }

    /// <summary>A client over an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker) : base(callInvoker) { }

    /// <summary>A client with the configuration of another.</summary>
    protected ClientBase(ClientBaseConfiguration configuration) : base(configuration) { }

    /// <summary>A client that names another host in its calls.</summary>
    public T WithHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return NewInstance(Configuration.WithHost(host));
    }

    /// <summary>Makes a client of the same type with a configuration.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
