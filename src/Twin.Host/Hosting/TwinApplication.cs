using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Console;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Grpc;
using Twin.Grpc.Access;
using Twin.Grpc.Interop;
using Twin.Host.Commands;
using Twin.Host.Securing;
using Twin.Host.Setup;
using Twin.Host.Snapshots;
using Twin.Telemetry;

namespace Twin.Host.Hosting;

/// <summary>The composition root of <c>twin run</c>: a runner, its services, two listeners, one line of vital signs.</summary>
/// <remarks>Built on an empty builder, so that what is configured and loaded is what stands here.</remarks>
internal sealed class TwinApplication : IAsyncDisposable
{
    // Streams end at once; a scrape or a call under way has this long.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    private readonly TwinSettings _settings;
    private readonly SecuritySettings _security;
    private readonly WebApplication _application;
    private readonly List<(string Flag, ListenOptions Listener)> _listeners;

    private TwinApplication(TwinSettings settings, SecuritySettings security, WebApplication application, List<(string Flag, ListenOptions Listener)> listeners) =>
        (_settings, _security, _application, _listeners) = (settings, security, application, listeners);

    /// <summary>Composes the application. Nothing runs or listens yet.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="security">Who may reach it, and what callers may do.</param>
    /// <param name="telemetry">Settings of the telemetry.</param>
    /// <param name="loaded">The chassis.</param>
    /// <param name="configuration">The settings as texts, for the logging.</param>
    public static TwinApplication Build(TwinSettings settings, SecuritySettings security, TelemetrySettings telemetry, LoadedChassis loaded, IConfiguration configuration)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        AddLogging(builder);
        AddTwin(builder.Services, settings, security, telemetry, loaded);
        AddSecurity(builder.Services, settings, security);
        List<(string Flag, ListenOptions Listener)> listeners = Listen(builder, settings, security);
        WebApplication application = builder.Build();
        application.UseRouting();
        application.UseMiddleware<PageGuard>();
        application.UseTwinGrpc();
        application.MapTwinGrpc();
        if (settings.ServesGrpcInterop)
        {
            application.MapGrpcInterop();
        }

        application.MapTwinMetrics();
        application.MapStatusPages();
        return new TwinApplication(settings, security, application, listeners);
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
        catch (HangException hang)
        {
            await Console.Error.WriteLineAsync(hang.Message).ConfigureAwait(false);
            await _application.StopAsync().ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        ITwin twin = _application.Services.GetRequiredService<ITwin>();
        string text = Greeting.Of(twin, _listeners[0].Listener.IPEndPoint!, _listeners[1].Listener.IPEndPoint!, _security);
        if (!await StandardOutput.TryWriteLineAsync(text).ConfigureAwait(false))
        {
            await _application.StopAsync().ConfigureAwait(false);
            return ExitCode.Success;
        }

        if (!_application.Services.GetRequiredService<TokenAccess>().IsGuarded && _listeners.Any(listener => !IPAddress.IsLoopback(listener.Listener.IPEndPoint!.Address)))
        {
            await Console.Error.WriteLineAsync("Everyone who reaches this twin may control it: there is neither --tokens nor --tls-client-ca.").ConfigureAwait(false);
        }

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

    private static void AddTwin(IServiceCollection services, TwinSettings settings, SecuritySettings security, TelemetrySettings telemetry, LoadedChassis loaded)
    {
        var options = new RunnerOptions
        {
            Speed = settings.Speed,
            Duration = settings.End,
            HangLimit = settings.HangLimit,
            ComponentBudget = settings.ComponentBudget == TimeSpan.Zero ? loaded.Model.BaseStep : settings.ComponentBudget,
            BudgetOverruns = settings.BudgetOverruns,
            Accounts = LinuxThreadAccounts.Open(),
        };
        services.AddSingleton(_ => TwinRunner.Create(loaded.TakeModel(), loaded.Workloads, options));
        services.AddSingleton<ITwin>(provider => new TracedTwin(provider.GetRequiredService<TwinRunner>()));
        services.AddHostedService<TwinLifetime>();
        services.AddSingleton<ISnapshotStore>(_ => settings.SnapshotFolder is { } folder ? new SnapshotFolder(folder) : new MemorySnapshotStore());
        services.AddSingleton(provider => new SnapshotLibrary(provider.GetRequiredService<TwinRunner>(), provider.GetRequiredService<ISnapshotStore>()));
        string[] directories = settings.PluginBuildDirectory is { } builds ? [settings.PluginDirectory, builds] : [settings.PluginDirectory];
        services.AddSingleton(provider => new ModelExchange(provider.GetRequiredService<TwinRunner>()));
        services.AddSingleton<IPluginReloads>(provider => new PluginReloads(
            provider.GetRequiredService<TwinRunner>(), loaded.Plugins, provider.GetRequiredService<ModelExchange>(), directories, provider.GetRequiredService<ILogger<PluginReloads>>()));
        services.AddTwinGrpc(security.Limits);
        services.AddTwinTelemetry(telemetry.Options);
        services.AddServiceMetrics();
        services.AddTwinExport(loaded.Chassis, telemetry.Options);
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

    private static void AddSecurity(IServiceCollection services, TwinSettings settings, SecuritySettings security)
    {
        services.AddSingleton(provider => new TokenAccess(
            security.TokenPath,
            security.Table,
            security.RequiresClientCertificate,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TokenAccess>>()));
        services.AddSingleton<IAccessPolicy>(provider => provider.GetRequiredService<TokenAccess>());
        services.AddSingleton<PageGuard>();
        services.AddHostedService<FileWatch>();
        if (security.TokenPath is not null)
        {
            services.AddSingleton<IReloaded>(provider => provider.GetRequiredService<TokenAccess>());
        }

        if (security.LoadedTls is not null)
        {
            services.AddSingleton(provider => new ServerCertificate(
                security.Tls,
                security.LoadedTls,
                [("--grpc", settings.GrpcAddress), ("--http", settings.HttpAddress)],
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ServerCertificate>>()));
            services.AddSingleton<IReloaded>(provider => provider.GetRequiredService<ServerCertificate>());
        }
    }

    private static List<(string Flag, ListenOptions Listener)> Listen(WebApplicationBuilder builder, TwinSettings settings, SecuritySettings security)
    {
        List<(string Flag, ListenOptions Listener)> listeners = [];
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.MaxStreamsPerConnection = security.StreamsPerConnection;
            kestrel.Listen(settings.GrpcAddress, listener => Add("--grpc", listener, HttpProtocols.Http2, isStrict: true));
            kestrel.Listen(settings.HttpAddress, listener => Add("--http", listener, HttpProtocols.Http1, isStrict: false));
        });
        return listeners;

        void Add(string flag, ListenOptions listener, HttpProtocols protocols, bool isStrict)
        {
            listener.Protocols = protocols;
            if (security.Tls.IsOn)
            {
                ServerCertificate certificate = listener.ApplicationServices.GetRequiredService<ServerCertificate>();
                listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Current.Options(isStrict)) });
            }

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
