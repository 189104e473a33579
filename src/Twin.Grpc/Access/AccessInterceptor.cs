using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Twin.Grpc.Audit;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Access;

/// <summary>The one gate of all methods: who calls, whether the role is enough, whether limits hold; and what was commanded goes to the audit.</summary>
/// <param name="policy">Tells who calls.</param>
/// <param name="roles">Tells what a method asks for.</param>
/// <param name="limits">Counts what each client uses.</param>
/// <param name="audit">Receives commands, refused ones too.</param>
internal sealed class AccessInterceptor(IAccessPolicy policy, MethodRoles roles, ClientLimits limits, AuditLog audit) : Interceptor
{
    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        MethodAccess method = roles.Of(context.Method);
        if (method.IsOpen)
        {
            return continuation(request, context);
        }

        Caller caller = policy.Identify(context.GetHttpContext());
        if (method.IsAudited)
        {
            return AuditAsync(method, caller, context, request as IMessage, () =>
            {
                CallerOfCall.Set(context, caller, Admit(method, caller));
                return continuation(request, context);
            });
        }

        Admit(method, caller);
        return continuation(request, context);
    }

    /// <inheritdoc/>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        MethodAccess method = roles.Of(context.Method);
        return method.IsOpen
            ? continuation(requestStream, context)
            : RunStreamAsync(method, context, null, _ => continuation(requestStream, context));
    }

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        MethodAccess method = roles.Of(context.Method);
        return method.IsOpen
            ? RunOpenStreamAsync(context, () => continuation(request, responseStream, context))
            : RunStreamAsync(method, context, request as IMessage, async caller =>
            {
                await continuation(request, new GuardedStreamWriter<TResponse>(responseStream, caller), context).ConfigureAwait(false);
                return string.Empty;
            });
    }

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        MethodAccess method = roles.Of(context.Method);
        return method.IsOpen
            ? continuation(requestStream, responseStream, context)
            : RunStreamAsync(method, context, null, async caller =>
            {
                await continuation(requestStream, new GuardedStreamWriter<TResponse>(responseStream, caller), context).ConfigureAwait(false);
                return string.Empty;
            });
    }

    private ClientUsage Admit(MethodAccess method, Caller caller)
    {
        // Before the refusals: who guesses tokens is held up as well.
        ClientUsage usage = limits.Of(caller);
        if (method.IsLimited)
        {
            usage.TakeCall();
        }

        if (caller.Refusal is { } refusal)
        {
            throw Failure.Unauthenticated(refusal);
        }

        if (caller.Role < method.Role)
        {
            throw Failure.Denied(RoleText.Of(method.Role), RoleText.Of(caller.Role), $"{method.Name} needs the role '{RoleText.Of(method.Role)}'; '{caller.Name}' has the role '{RoleText.Of(caller.Role)}'.");
        }

        return usage;
    }

    // Everyone may have it, but not any number of them: it counts as a stream of the caller, or of the address where nobody is known.
    private async Task RunOpenStreamAsync(ServerCallContext context, Func<Task> body)
    {
        using IDisposable open = limits.Of(policy.Identify(context.GetHttpContext())).OpenStream();
        await body().ConfigureAwait(false);
    }

    private Task<TResponse> RunStreamAsync<TResponse>(MethodAccess method, ServerCallContext context, IMessage? request, Func<Caller, Task<TResponse>> body)
        where TResponse : class
    {
        Caller caller = policy.Identify(context.GetHttpContext());
        return method.IsAudited ? AuditAsync(method, caller, context, request, RunAsync) : RunAsync();

        async Task<TResponse> RunAsync()
        {
            ClientUsage usage = Admit(method, caller);
            CallerOfCall.Set(context, caller, usage);
            using IDisposable? open = method.IsLimited ? usage.OpenStream() : null;
            return await body(caller).ConfigureAwait(false);
        }
    }

    private async Task<TResponse> AuditAsync<TResponse>(MethodAccess method, Caller caller, ServerCallContext context, IMessage? request, Func<Task<TResponse>> body)
    {
        AuditMiddleware.MarkAsAudited(context.GetHttpContext());
        try
        {
            TResponse response = await body().ConfigureAwait(false);
            audit.Write(method.Name, caller, context.Peer, request, context.Status, response as IMessage);
            return response;
        }
        catch (RpcException exception) when (caller.Refusal is not null && exception.StatusCode == StatusCode.ResourceExhausted)
        {
            // The refusals before it are in the audit; all of them would drive out of it what others did.
            throw;
        }
        catch (RpcException exception)
        {
            audit.Write(method.Name, caller, context.Peer, request, exception.Status, null);
            throw;
        }
        catch (OperationCanceledException)
        {
            audit.Write(method.Name, caller, context.Peer, request, new Status(StatusCode.Cancelled, "the call was cancelled"), null);
            throw;
        }
        catch (Exception exception)
        {
            audit.Write(method.Name, caller, context.Peer, request, new Status(StatusCode.Unknown, exception.GetType().Name), null);
            throw;
        }
    }
}
