using System.Runtime.InteropServices;
using System.Threading.Channels;
using Grpc.Core;

namespace Twin.Host.Watching;

/// <summary>A view of a twin on this terminal: takes news and keys in their order and draws, on one thread.</summary>
/// <param name="invoker">Leads to the twin.</param>
/// <param name="address">The address of the twin, as shown.</param>
/// <param name="glyphs">What the terminal can show.</param>
/// <param name="hasColour">Whether colours are wanted.</param>
internal sealed class WatchSession(CallInvoker invoker, string address, GlyphSet glyphs, bool hasColour)
{
    /// <summary>More pictures than this a second nobody sees, and a slow line could not carry.</summary>
    private static readonly TimeSpan ShortestPicture = TimeSpan.FromMilliseconds(50);

    private readonly Channel<WatchUpdate> _news = Channel.CreateUnbounded<WatchUpdate>(new UnboundedChannelOptions { SingleReader = true });
    private readonly WatchModel _model = new();
    private readonly WatchControls _controls = new();

    /// <summary>Takes the screen and shows the twin until the user or a signal ends it; the terminal is then as it was, whatever happened.</summary>
    public async Task RunAsync()
    {
        using var ended = new CancellationTokenSource();
        var feed = new TwinFeed(invoker, _news.Writer, TimeProvider.System);
        using var screen = new TerminalScreen(Console.OpenStandardOutput(), glyphs, hasColour);
        using PosixSignalRegistration interrupt = On(PosixSignal.SIGINT, new WatchUpdate.End());
        using PosixSignalRegistration terminate = On(PosixSignal.SIGTERM, new WatchUpdate.End());
        using PosixSignalRegistration hangUp = On(PosixSignal.SIGHUP, new WatchUpdate.End());
        using PosixSignalRegistration quit = On(PosixSignal.SIGQUIT, new WatchUpdate.End());
        PosixSignalRegistration[] terminal = OnTerminal(screen);
        screen.Open();
        var keys = new Thread(ReadKeys) { IsBackground = true, Name = "keys" };
        keys.Start();
        Task supply = Task.Run(() => feed.RunAsync(ended.Token), CancellationToken.None);
        try
        {
            await ShowAsync(screen, feed, supply, ended.Token).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await supply.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Array.ForEach(terminal, registration => registration.Dispose());
        }
    }

    /// <summary>Gets what a picture needs, once, and draws it.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The picture as text.</returns>
    /// <exception cref="RpcException">The twin does not answer.</exception>
    public async Task<string> TakeAsync(int width, int height, CancellationToken cancellation)
    {
        await new TwinFeed(invoker, _news.Writer, TimeProvider.System).ConnectAsync(cancellation).ConfigureAwait(false);
        while (_news.Reader.TryRead(out WatchUpdate? update))
        {
            _model.Apply(update);
        }

        return WatchView.Draw(_model, _controls, address, width, height).ToText(glyphs);
    }

    private async Task ShowAsync(TerminalScreen screen, TwinFeed feed, Task supply, CancellationToken cancellation)
    {
        while (true)
        {
            screen.Show(WatchView.Draw(_model, _controls, address, Console.WindowWidth, Console.WindowHeight));
            await Task.Delay(ShortestPicture, cancellation).ConfigureAwait(false);
            Task<bool> more = _news.Reader.WaitToReadAsync(cancellation).AsTask();
            if (await Task.WhenAny(more, supply).ConfigureAwait(false) == supply)
            {
                // It ends of itself only by a defect.
                await supply.ConfigureAwait(false);
            }

            while (_news.Reader.TryRead(out WatchUpdate? update))
            {
                _model.Apply(update);
                if (update is WatchUpdate.Redraw { IsAnew: true })
                {
                    screen.Open();
                }

                WatchRequest? request = update is WatchUpdate.Key key ? _controls.Press(key.Pressed, _model) : null;
                if (request is WatchRequest.Quit || update is WatchUpdate.End)
                {
                    return;
                }

                if (request is not null)
                {
                    _ = Task.Run(() => feed.DoAsync(request, cancellation), CancellationToken.None);
                }
            }

            _controls.Fit(_model);
        }
    }

    private void ReadKeys()
    {
        try
        {
            while (true)
            {
                _news.Writer.TryWrite(new WatchUpdate.Key(Console.ReadKey(intercept: true)));
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal is gone.
            _news.Writer.TryWrite(new WatchUpdate.End());
        }
    }

    // Windows has none of these; there, the size is looked at with each picture.
    private PosixSignalRegistration[] OnTerminal(TerminalScreen screen) => OperatingSystem.IsWindows() ? [] :
    [
        PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => _news.Writer.TryWrite(new WatchUpdate.Redraw(IsAnew: false))),
        PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => _news.Writer.TryWrite(new WatchUpdate.Redraw(IsAnew: true))),
        PosixSignalRegistration.Create(PosixSignal.SIGTSTP, _ => screen.Dispose()),
    ];

    private PosixSignalRegistration On(PosixSignal signal, WatchUpdate update) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _news.Writer.TryWrite(update);
    });
}
