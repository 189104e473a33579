using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>Requests to services of the twin, and what is known of their answers.</summary>
internal sealed class TwinRequests
{
    private readonly MethodDescriptor[] _methods;
    private readonly Dictionary<string, MethodDescriptor> _byPath;

    /// <summary>Makes requests.</summary>
    /// <param name="services">To these services, to each method as often as to any other.</param>
    public TwinRequests(params ServiceDescriptor[] services)
    {
        _methods = [.. services.SelectMany(service => service.Methods)];
        _byPath = _methods.ToDictionary(method => $"/{method.Service.FullName}/{method.Name}", StringComparer.Ordinal);
    }

    /// <summary>Makes one that can be read, before anything in it is changed.</summary>
    /// <param name="number">Its number, which is in the source of numbers already.</param>
    /// <param name="random">The source of numbers.</param>
    public WireRequest Make(int number, Random random)
    {
        MethodDescriptor method = _methods[random.Next(_methods.Length)];
        bool compress = random.Next(4) == 0;
        var request = new WireRequest
        {
            Mutation = "",
            Path = $"/{method.Service.FullName}/{method.Name}",
            Body = MessageMaker.Frame(MessageMaker.Make(method.InputType, random), compress),
            Layout = random.Next(),
        };
        if (compress)
            request.Set("grpc-encoding", "gzip");
        return request;
    }

    /// <summary>Says what is right, and gives a stream, which has no end of its own, one.</summary>
    /// <param name="request">The request as it is sent.</param>
    public Expectation? Expect(WireRequest request)
    {
        MethodDescriptor? method = _byPath.GetValueOrDefault(request.Path);
        if (ReferenceFraming.OfHeaders(request, method is not null) is { } early)
            return early;
        ReadOnlySpan<byte> body = request.Body;
        Func<byte[], IMessage> parse = method!.InputType.Parser.ParseFrom;
        if (ReferenceFraming.Take(ref body, request.Find("grpc-encoding"), parse, out StatusCode? failure, out _) is null)
            return Expectation.Call(failure ?? StatusCode.Unimplemented);
        if (ReferenceFraming.Take(ref body, request.Find("grpc-encoding"), parse, out failure, out _) is not null)
            return Expectation.Call(StatusCode.Unimplemented);
        if (failure is not null)
            return Expectation.Call(failure.Value);
        if (method.IsServerStreaming)
            request.Set("grpc-timeout", "20m");
        return new Expectation(200, null);
    }
}
