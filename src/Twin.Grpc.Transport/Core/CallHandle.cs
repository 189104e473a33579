namespace Grpc.Core;

/// <summary>What the four call types share: how the call stands and how to give it up.</summary>
internal readonly struct CallHandle(
    object state,
    Func<object, Task<Metadata>> responseHeadersAsync,
    Func<object, Status> getStatus,
    Func<object, Metadata> getTrailers,
    Action<object> dispose)
{
    public Task<Metadata> ResponseHeadersAsync => responseHeadersAsync(state);

    public Status GetStatus() => getStatus(state);

    public Metadata GetTrailers() => getTrailers(state);

    public void Dispose() => dispose(state);

    // The form without a state object, which interceptors use: the delegates travel together as the state.
    public static CallHandle Create(
        Task<Metadata> responseHeadersAsync, Func<Status> getStatusFunc, Func<Metadata> getTrailersFunc, Action disposeAction) =>
        new(
            (responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction),
            static state => (((Task<Metadata>, Func<Status>, Func<Metadata>, Action))state).Item1,
            static state => (((Task<Metadata>, Func<Status>, Func<Metadata>, Action))state).Item2(),
            static state => (((Task<Metadata>, Func<Status>, Func<Metadata>, Action))state).Item3(),
            static state => (((Task<Metadata>, Func<Status>, Func<Metadata>, Action))state).Item4());
}
