using Microsoft.Extensions.DependencyInjection;
using Twin.Grpc.Transport.Tests.Clients;

namespace Twin.Grpc.Transport.Tests.Frames;

/// <summary>The rules of gRPC over HTTP/2 and the compression cases, from a client that sees frames: Debian's h2. Each check of the script is a test.</summary>
[Collection(nameof(AloneCollection))]
public sealed class FrameRuleTests
{
    private const int StreamsPerConnection = 1000;

    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> Run = new(RunAsync);

    public static TheoryData<string> Checks =>
    [
        "client_compressed_unary", "client_compressed_streaming", "server_compressed_unary", "server_compressed_streaming",
        "server_compresses_only_what_client_accepts", "unknown_encoding", "compressed_without_encoding", "corrupt_compression", "empty_compressed", "gzip_bomb",
        "content_type", "te", "timeout_syntax", "unknown_method", "path_syntax", "other_verbs",
        "trailers_only", "status_after_messages", "message_percent_encoding", "status_details", "metadata_binary", "metadata_text", "metadata_large",
        "headers_early", "message_in_many_frames", "many_messages_in_one_frame", "padded_frames", "unknown_frames", "interleaved_streams",
        "request_trailers", "half_close", "count_of_requests", "truncated_message", "wrong_flag", "oversized_message", "large_messages",
        "early_end", "reset_cancels_handler", "connection_loss_cancels_handler", "deadline_ends_deaf_handler", "ping", "settings_change",
        "stalled_reader", "stalled_connection", "many_connections", "many_streams", "too_many_streams", "goaway",
    ];

    [PythonTheory]
    [MemberData(nameof(Checks))]
    public async Task FrameClient_Check_Passes(string name) => Assert.Equal("", Assert.Contains(name, await Run.Value));

    private static async Task<IReadOnlyDictionary<string, string>> RunAsync()
    {
        await using TestServer interop = await TestServer.StartInteropAsync();
        await using TestServer rules = await StartRulesAsync();
        await using TestServer stopping = await StartRulesAsync();
        return ClientProcess.Outcomes(await PythonClient.RunAsync("frames.py", $"{interop.Port}", $"{rules.Port}", $"{stopping.Port}"));
    }

    private static async Task<TestServer> StartRulesAsync()
    {
        var board = new RulesService.Board();
        TestServer server = await TestServer.StartAsync<RulesService>(
            services: services => services.AddSingleton(board),
            kestrel: options =>
            {
                options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
                // As the host sets it: a reader that stalls is not a reason to end its connection.
                options.Limits.MinResponseDataRate = null;
            });
        board.Stop = () => _ = server.StopAsync();
        return server;
    }
}
