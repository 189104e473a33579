using System.Diagnostics;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Twin.Grpc.Access;

namespace Twin.Grpc.Services;

/// <summary>Makes a span of each call that changes something, and goes on with the trace of a client that sends <c>traceparent</c>.</summary>
/// <remarks>
/// Attributes by the semantic conventions of RPC and gRPC, version 1.44.0. A call that only reads gets a span only within a client's own trace: it may come ten times a second.
/// Streams get none: they last as long as their client. Without a listener for the source nothing is made.
/// </remarks>
/// <param name="roles">Tells which methods only read.</param>
internal sealed class TraceInterceptor(MethodRoles roles) : Interceptor
{
    /// <summary>Name of the source of the spans.</summary>
    public const string SourceName = "Twin.Grpc";

    private const string OurServices = "/twin.";
    private static readonly ActivitySource Source = new(SourceName);

    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using Activity? span = Source.HasListeners() ? Start(context) : null;
        if (span is null)
            return await continuation(request, context).ConfigureAwait(false);
        try
        {
            TResponse response = await continuation(request, context).ConfigureAwait(false);
            Finish(span, context.Status.StatusCode, context.Status.Detail);
            if (response is V1.CommandResult result)
                Describe(span, result);
            return response;
        }
        catch (RpcException exception)
        {
            Finish(span, exception.StatusCode, exception.Status.Detail);
            throw;
        }
        catch (Exception exception)
        {
            Finish(span, StatusCode.Unknown, string.Empty);
            span.SetTag("error.type", exception.GetType().FullName);
            throw;
        }
    }

    private Activity? Start(ServerCallContext context)
    {
        Metadata headers = context.RequestHeaders;
        bool isContinued = ActivityContext.TryParse(headers.GetValue("traceparent"), headers.GetValue("tracestate"), isRemote: true, out ActivityContext client);
        if (!context.Method.StartsWith(OurServices, StringComparison.Ordinal) || (!isContinued && roles.Of(context.Method).Role == V1.Role.Read))
            return null;

        // The web server may have an activity of its own, which nobody exports: a child of it would have no visible parent.
        Activity.Current = null;
        string method = context.Method[1..];
        Activity? span = Source.StartActivity(
            method, ActivityKind.Server, client, [new("rpc.system.name", "grpc"), new("rpc.method", method)]);
        if (span is { IsAllDataRequested: true })
        {
            AddAddress(span, context.Host, "server.address", "server.port");
            AddAddress(span, context.Peer[(context.Peer.IndexOf(':', StringComparison.Ordinal) + 1)..], "client.address", "client.port");
        }

        return span;
    }

    private static void AddAddress(Activity span, string? address, string host, string port)
    {
        int colon = address?.LastIndexOf(':') ?? -1;
        if (colon > 0 && int.TryParse(address.AsSpan(colon + 1), out int number))
        {
            span.SetTag(host, address![..colon].Trim('[', ']'));
            span.SetTag(port, number);
        }
        else if (!string.IsNullOrEmpty(address))
        {
            span.SetTag(host, address);
        }
    }

    // On the side of the server a call that the client got wrong is no error of the server: the conventions name the codes that are.
    private static void Finish(Activity span, StatusCode code, string detail)
    {
        string name = NameOf(code);
        span.SetTag("rpc.response.status_code", name);
        if (code is StatusCode.OK)
            return;
        span.SetTag("error.type", name);
        if (code is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss)
            span.SetStatus(ActivityStatusCode.Error, detail);
    }

    private static void Describe(Activity span, V1.CommandResult result)
    {
        span.SetTag("chassis.twin.step", result.Step);
        if (result.HasOldValue)
            span.SetTag("chassis.command.old_value", result.OldValue);
        if (result.HasNewValue)
            span.SetTag("chassis.command.new_value", result.NewValue);
    }

    // NotFound is NOT_FOUND.
    private static string NameOf(StatusCode code)
    {
        if (code == StatusCode.OK)
            return "OK";
        var name = new StringBuilder();
        foreach (char letter in code.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('_');
            name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }
}
