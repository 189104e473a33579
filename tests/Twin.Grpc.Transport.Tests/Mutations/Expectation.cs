namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>What the right answer to a request is.</summary>
/// <param name="Http">HTTP status.</param>
/// <param name="Status">Status of the call where there is one right status; null for any of a service's own, which are neither UNKNOWN nor INTERNAL.</param>
internal readonly record struct Expectation(int Http, int? Status)
{
    public static Expectation Call(global::Grpc.Core.StatusCode status) => new(200, (int)status);
}
