using System.Diagnostics;
using System.Net;
using System.Reflection;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Twin.Benchmarks.Grpc;

/// <summary>A process of its own with two listeners: <see cref="LoadServiceImpl"/> on our transport, and Kestrel alone that sends the same bytes.</summary>
/// <remarks>This program started with <see cref="Verb"/>; it prints its two ports and ends when its input is closed.</remarks>
internal sealed class LoadServer : IDisposable
{
    /// <summary>Argument that makes this program the server.</summary>
    public const string Verb = "grpc-server";

    private readonly Process _process;

    private LoadServer(Process process, int grpcPort, int floorPort) => (_process, GrpcPort, FloorPort) = (process, grpcPort, floorPort);

    /// <summary>Port of the service.</summary>
    public int GrpcPort { get; }

    /// <summary>Port of Kestrel alone.</summary>
    public int FloorPort { get; }

    /// <summary>Processor time of the server since its start, user and system.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<LoadServer> StartAsync()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Assembly.GetExecutingAssembly().Location, Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string? line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        int[] ports = [.. (line ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        return ports is [int grpc, int floor]
            ? new LoadServer(process, grpc, floor)
            : throw new InvalidOperationException($"The server did not start; it said '{line}'.");
    }

    /// <summary>Serves until the input is closed: the server's side.</summary>
    public static async Task ServeAsync()
    {
        WebApplication grpc = BuildGrpc();
        WebApplication floor = BuildFloor();
        await using (grpc.ConfigureAwait(false))
        await using (floor.ConfigureAwait(false))
        {
            await grpc.StartAsync().ConfigureAwait(false);
            await floor.StartAsync().ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"{Port(grpc)} {Port(floor)}").ConfigureAwait(false);
            await Console.In.ReadLineAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static WebApplication BuildGrpc()
    {
        WebApplicationBuilder builder = Builder();
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<LoadServiceImpl>();
        WebApplication application = builder.Build();
        application.UseRouting();
        application.MapGrpcService<LoadServiceImpl>();
        return application;
    }

    // The least that a server can do to answer so: reads the body to its end and sends a fixed one with the trailers of gRPC.
    private static WebApplication BuildFloor()
    {
        byte[] message = new LoadMessage { Sequence = 1 }.ToByteArray();
        byte[] answer = [0, 0, 0, 0, (byte)message.Length, .. message];
        WebApplication application = Builder().Build();
        application.Run(async context =>
        {
            while (true)
            {
                System.IO.Pipelines.ReadResult read = await context.Request.BodyReader.ReadAsync().ConfigureAwait(false);
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            context.Response.ContentType = "application/grpc";
            await context.Response.StartAsync().ConfigureAwait(false);
            answer.CopyTo(context.Response.BodyWriter.GetSpan(answer.Length));
            context.Response.BodyWriter.Advance(answer.Length);
            context.Features.Get<IHttpResponseTrailersFeature>()!.Trailers["grpc-status"] = "0";
        });
        return application;
    }

    private static WebApplicationBuilder Builder()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        return builder;
    }

    private static int Port(WebApplication application) => new Uri(application.Urls.Single()).Port;
}
