using System.Diagnostics;

namespace Twin.Plugins;

/// <summary>Asks a load context to unload, on a thread of its own: what a plugin has hung on the unloading is code of the plugin, which may never return.</summary>
internal sealed class Farewell
{
    private readonly Thread _thread = new(Unload) { IsBackground = true, Name = "twin unload" };
    private readonly long _begun = Stopwatch.GetTimestamp();

    private Farewell()
    {
    }

    /// <summary>How long it has been under way; null when it has ended.</summary>
    public TimeSpan? Age => _thread.IsAlive ? Stopwatch.GetElapsedTime(_begun) : null;

    /// <summary>Begins it. Nothing of what is returned holds the context.</summary>
    /// <param name="context">The context, which is unloading from then on, whatever its handlers do.</param>
    public static Farewell Begin(PluginLoadContext context)
    {
        var farewell = new Farewell();
        farewell._thread.UnsafeStart(context);
        return farewell;
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Await(TimeSpan limit) => _thread.Join(limit);

    private static void Unload(object? context)
    {
        try
        {
            ((PluginLoadContext)context!).Unload();
        }
#pragma warning disable CA1031 // Handlers of the plugin run in it: what they throw changes nothing of its being given up.
        catch (Exception)
#pragma warning restore CA1031
        {
            // They are told once; without them it goes.
            ((PluginLoadContext)context!).Unload();
        }
    }
}
