namespace Grpc.Core;

/// <summary>Shows who calls, by headers added to each call.</summary>
public abstract class CallCredentials
{
    /// <summary>For derived types.</summary>
    protected CallCredentials() { }

    /// <summary>Credentials that ask a delegate for the headers of each call.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptorCredentials([interceptor]);
    }

    /// <summary>Credentials that add the headers of several others, in order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new InterceptorCredentials([.. credentials.SelectMany(one => one.Interceptors)]);
    }

    internal abstract IReadOnlyList<AsyncAuthInterceptor> Interceptors { get; }

    private sealed class InterceptorCredentials(AsyncAuthInterceptor[] interceptors) : CallCredentials
    {
        internal override IReadOnlyList<AsyncAuthInterceptor> Interceptors => interceptors;
    }
}
