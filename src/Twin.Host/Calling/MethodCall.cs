using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Twin.Host.Calling;

/// <summary>One call of a method, whatever its kind: JSON in, JSON out.</summary>
/// <param name="invoker">Leads to the server.</param>
/// <param name="method">The method.</param>
/// <param name="catalogue">Knows the messages of the server.</param>
/// <param name="settings">How it is called.</param>
/// <param name="output">Receives the replies.</param>
internal sealed class MethodCall(CallInvoker invoker, MethodDescriptor method, ServerCatalogue catalogue, CallSettings settings, TextWriter output)
{
    private const string DataFlag = "--data";
    private const string DetailsKey = "grpc-status-details-bin";
    private const int DetailsField = 3;

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Makes the call and writes what comes.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CallException">A request is wrong, or the call ended with another status than OK.</exception>
    public async Task RunAsync(Stream input, CancellationToken cancellationToken)
    {
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Nothing is sent unless all of it is right, but for what comes in bit by bit.
        bool isLive = settings.Data == "-" && method.IsClientStreaming;
        List<byte[]>? requests = isLive ? null : await ReadAllAsync(input, cancellation.Token).ConfigureAwait(false);
        try
        {
            await InvokeAsync(input, requests, cancellation).ConfigureAwait(false);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CallException(Commands.ExitCode.CallFailed, await FailureAsync(exception).ConfigureAwait(false));
        }
        catch (MalformedMessageException exception)
        {
            throw new CallException(Commands.ExitCode.CallFailed, $"A reply is not the {method.OutputType.FullName} that the server describes: {exception.Message}.");
        }
    }

    private async Task InvokeAsync(Stream input, List<byte[]>? requests, CancellationTokenSource cancellation)
    {
        MethodType type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var called = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        DateTime? deadline = settings.Deadline is { } length ? TimeProvider.System.GetUtcNow().UtcDateTime + length : null;
        var options = new CallOptions(null, deadline, cancellation.Token);
        switch (type)
        {
            case MethodType.Unary:
                using (AsyncUnaryCall<byte[]> call = invoker.AsyncUnaryCall(called, null, options, requests![0]))
                {
                    await WriteReplyAsync(await call.ResponseAsync.ConfigureAwait(false)).ConfigureAwait(false);
                }

                break;
            case MethodType.ServerStreaming:
                using (AsyncServerStreamingCall<byte[]> call = invoker.AsyncServerStreamingCall(called, null, options, requests![0]))
                {
                    await WriteRepliesAsync(call.ResponseStream).ConfigureAwait(false);
                }

                break;
            case MethodType.ClientStreaming:
                using (AsyncClientStreamingCall<byte[], byte[]> call = invoker.AsyncClientStreamingCall(called, null, options))
                {
                    Task sending = SendAsync(call.RequestStream, input, requests, cancellation);
                    await TogetherAsync(sending, WriteReplyOfAsync(call.ResponseAsync), cancellation).ConfigureAwait(false);
                }

                break;
            default:
                using (AsyncDuplexStreamingCall<byte[], byte[]> call = invoker.AsyncDuplexStreamingCall(called, null, options))
                {
                    Task sending = SendAsync(call.RequestStream, input, requests, cancellation);
                    await TogetherAsync(sending, WriteRepliesAsync(call.ResponseStream), cancellation).ConfigureAwait(false);
                }

                break;
        }
    }

    // The replies decide when the call is over; requests that nobody waits for are not waited for here. A wrong request ends both and is what is told.
    private static async Task TogetherAsync(Task sending, Task receiving, CancellationTokenSource cancellation)
    {
        await Task.WhenAny(sending, receiving).ConfigureAwait(false);
        if (sending.IsFaulted)
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sending.ConfigureAwait(false);
        }

        await receiving.ConfigureAwait(false);
    }

    private async Task SendAsync(IClientStreamWriter<byte[]> stream, Stream input, List<byte[]>? requests, CancellationTokenSource cancellation)
    {
        // Off this thread: reading a terminal blocks.
        await Task.Yield();
        try
        {
            if (requests is not null)
            {
                foreach (byte[] request in requests)
                {
                    await stream.WriteAsync(request).ConfigureAwait(false);
                }
            }
            else
            {
                var values = new JsonInput(input, DataFlag);
                for (int number = 1; await values.NextAsync(cancellation.Token).ConfigureAwait(false) is { } value; number++)
                {
                    await stream.WriteAsync(await EncodeAsync(value, number).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }

            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The call has ended; its status says why.
        }
    }

    private async Task<List<byte[]>> ReadAllAsync(Stream input, CancellationToken cancellationToken)
    {
        var requests = new List<byte[]>();
        using Stream? opened = settings.Data switch
        {
            null => Stream.Null,
            "-" => null,
            ['@', .. string file] => Open(file),
            string text => new MemoryStream(Encoding.UTF8.GetBytes(text)),
        };
        var values = new JsonInput(opened ?? input, DataFlag);
        while (await values.NextAsync(cancellationToken).ConfigureAwait(false) is { } value)
        {
            if (!method.IsClientStreaming && requests.Count == 1)
            {
                throw new CallException(Commands.ExitCode.BadInput, $"{DataFlag}: {ServerCatalogue.PathOf(method)} takes one request, and there are more.");
            }

            requests.Add(await EncodeAsync(value, requests.Count + 1).ConfigureAwait(false));
        }

        if (!method.IsClientStreaming && requests.Count == 0)
        {
            // Whose fields all have their defaults.
            requests.Add([]);
        }

        return requests;
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CallException(Commands.ExitCode.BadInput, $"{DataFlag}: '{file}' cannot be read. {exception.Message}");
        }
    }

    private async Task<byte[]> EncodeAsync(JsonElement json, int number)
    {
        await FetchTypesAsync(json).ConfigureAwait(false);
        try
        {
            return new MessageEncoder(catalogue.KnownMessage).Encode(json, method.InputType);
        }
        catch (JsonMappingException exception)
        {
            string which = method.IsClientStreaming ? string.Create(CultureInfo.InvariantCulture, $"request {number}: ") : string.Empty;
            throw new CallException(Commands.ExitCode.BadInput, $"{DataFlag}: {which}{exception.Message}");
        }
    }

    private async Task FetchTypesAsync(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement element in json.EnumerateArray())
            {
                await FetchTypesAsync(element).ConfigureAwait(false);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in json.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.String)
                {
                    await FetchTypesAsync(property.Value).ConfigureAwait(false);
                }
                else if (property.NameEquals(MessageEncoder.TypeKey))
                {
                    await catalogue.FetchAsync(WellKnownTypes.NameOf(property.Value.GetString()!)).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task WriteRepliesAsync(IAsyncStreamReader<byte[]> replies)
    {
        for (int count = 1; await replies.MoveNext(CancellationToken.None).ConfigureAwait(false); count++)
        {
            await WriteReplyAsync(replies.Current).ConfigureAwait(false);
            if (count == settings.MaximumReplies)
            {
                return;
            }
        }
    }

    private async Task WriteReplyOfAsync(Task<byte[]> reply) => await WriteReplyAsync(await reply.ConfigureAwait(false)).ConfigureAwait(false);

    private async Task WriteReplyAsync(byte[] reply)
    {
        await output.WriteLineAsync(await FormatAsync(reply, method.OutputType).ConfigureAwait(false)).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }

    private async Task<string> FormatAsync(ReadOnlyMemory<byte> bytes, MessageDescriptor type)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var missing = new HashSet<string>(StringComparer.Ordinal);
            string text = Format(bytes, type, missing);
            // The types of an Any show only when one looks into it.
            if (missing.All(asked.Contains))
            {
                return text;
            }

            foreach (string name in missing.Where(asked.Add))
            {
                await catalogue.FetchAsync(name).ConfigureAwait(false);
            }
        }
    }

    private string Format(ReadOnlyMemory<byte> bytes, MessageDescriptor type, HashSet<string> missing)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions
        {
            Indented = !settings.IsCompact,
            NewLine = "\n",
            MaxDepth = 3 * WireReader.DeepestMessage,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            new MessageFormatter(Known, settings.WritesDefaults).Write(json, bytes, type);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);

        MessageDescriptor? Known(string name)
        {
            MessageDescriptor? known = catalogue.KnownMessage(name);
            if (known is null)
            {
                missing.Add(name);
            }

            return known;
        }
    }

    // Types of google.rpc for people; others as the server describes them.
    private async Task<string> DetailAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (ErrorDetails.Lines(Any.Parser.ParseFrom(bytes.Span)) is { } lines)
            {
                return string.Join('\n', lines);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            throw new MalformedMessageException("a detail that is no google.protobuf.Any");
        }

        return await FormatAsync(bytes, Any.Descriptor).ConfigureAwait(false);
    }

    private async Task<string> FailureAsync(RpcException exception)
    {
        var text = new StringBuilder(StatusText.Of(exception.Status));
        Metadata.Entry? details = exception.Trailers.Get(DetailsKey);
        if (details is not null)
        {
            try
            {
                var reader = new WireReader(details.ValueBytes);
                while (!reader.IsAtEnd)
                {
                    WireValue part = reader.Next(out int field);
                    if (field == DetailsField)
                    {
                        text.Append('\n').Append(await DetailAsync(part.Bytes).ConfigureAwait(false));
                    }
                }
            }
            catch (MalformedMessageException)
            {
                text.Append("\nThe details cannot be read.");
            }
        }

        return text.ToString();
    }
}
