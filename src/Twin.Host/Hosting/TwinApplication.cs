using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Twin.Engine.Running;
using Twin.Grpc;
using Twin.Host.Commands;
using Twin.Host.Setup;
using Twin.Telemetry;

namespace Twin.Host.Hosting;

/// <summary>The composition root of <c>twin run</c>: a runner, its services, two listeners, one line of vital signs.</summary>
/// <remarks>Built on an empty builder, so that what is configured and loaded is what stands here.</remarks>
internal sealed class TwinApplication : IAsyncDisposable
{
    // Streams end at once; a scrape or a call under way has this long.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    private readonly TwinSettings _settings;
    private readonly WebApplication _application;
    private readonly List<(string Flag, ListenOptions Listener)> _listeners;

    private TwinApplication(TwinSettings settings, WebApplication application, List<(string Flag, ListenOptions Listener)> listeners) =>
        (_settings, _application, _listeners) = (settings, application, listeners);

    /// <summary>Composes the application. Nothing runs or listens yet.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="telemetry">Settings of the telemetry.</param>
    /// <param name="loaded">The chassis.</param>
    /// <param name="configuration">The settings as texts, for the logging.</param>
    public static TwinApplication Build(TwinSettings settings, TelemetrySettings telemetry, LoadedChassis loaded, IConfiguration configuration)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        AddLogging(builder);
        AddTwin(builder.Services, settings, telemetry, loaded);
        List<(string Flag, ListenOptions Listener)> listeners = Listen(builder, settings);
        WebApplication application = builder.Build();
        application.UseRouting();
        application.MapTwinGrpc();
        application.MapTwinMetrics();
        application.MapStatusPages();
        return new TwinApplication(settings, application, listeners);
    }

    /// <summary>Runs until the user or the end of the duration ends it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        try
        {
            await _application.StartAsync().ConfigureAwait(false);
        }
        catch (IOException exception) when (FindSocketError(exception) is SocketError error)
        {
            // Kestrel names the address but not the flag; the probe before the start has missed whoever came in between.
            (string flag, IPEndPoint address) = exception.Message.Contains(_settings.HttpAddress.ToString(), StringComparison.Ordinal)
                ? ("--http", _settings.HttpAddress)
                : ("--grpc", _settings.GrpcAddress);
            await Console.Error.WriteLineAsync($"{flag}: {ListenAddress.Refusal(flag, address, error)}").ConfigureAwait(false);
            await _application.StopAsync().ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        ITwin twin = _application.Services.GetRequiredService<ITwin>();
        string text = Greeting.Of(twin, _listeners[0].Listener.IPEndPoint!, _listeners[1].Listener.IPEndPoint!);
        await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
        _application.Services.GetRequiredService<VitalSignsPrinter>().Begin();
        await _application.WaitForShutdownAsync().ConfigureAwait(false);
        return ExitCode.Success;
    }

    /// <summary>The runner.</summary>
    public TwinRunner Runner => _application.Services.GetRequiredService<TwinRunner>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void AddTwin(IServiceCollection services, TwinSettings settings, TelemetrySettings telemetry, LoadedChassis loaded)
    {
        var options = new RunnerOptions { Speed = settings.Speed, Duration = settings.End };
        services.AddSingleton(_ => TwinRunner.Create(loaded.Model, loaded.Workloads, options));
        services.AddSingleton<ITwin>(provider => new TracedTwin(provider.GetRequiredService<TwinRunner>()));
        services.AddHostedService<TwinLifetime>();
        services.AddTwinGrpc();
        services.AddTwinTelemetry(telemetry.Options);
        services.AddTwinExport(loaded.Model.Chassis, telemetry.Options);
        services.AddSingleton<TwinHealth>();
        services.AddSingleton<VitalSigns>();
        services.AddSingleton<VitalSignsPrinter>();
        services.AddHostedService(provider => provider.GetRequiredService<VitalSignsPrinter>());
        services.AddRoutingCore();
        services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        services.Configure<HostOptions>(host =>
        {
            // Settling the chassis and compiling the web server's code take about as long: side by side on two cores.
            host.ServicesStartConcurrently = true;
            host.ShutdownTimeout = ShutdownTimeout;
        });
    }

    private static List<(string Flag, ListenOptions Listener)> Listen(WebApplicationBuilder builder, TwinSettings settings)
    {
        List<(string Flag, ListenOptions Listener)> listeners = [];
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.GrpcAddress, listener => Add("--grpc", listener, HttpProtocols.Http2));
            kestrel.Listen(settings.HttpAddress, listener => Add("--http", listener, HttpProtocols.Http1));
        });
        return listeners;

        void Add(string flag, ListenOptions listener, HttpProtocols protocols)
        {
            listener.Protocols = protocols;
            listeners.Add((flag, listener));
        }
    }

    private static SocketError? FindSocketError(Exception? exception)
    {
        while (exception is not null and not SocketException)
        {
            exception = exception.InnerException;
        }

        return (exception as SocketException)?.SocketErrorCode;
    }
}
