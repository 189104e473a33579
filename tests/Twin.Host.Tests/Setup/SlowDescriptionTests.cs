using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Host.Setup;

namespace Twin.Host.Tests.Setup;

public sealed class SlowDescriptionTests
{
    [Fact]
    public void Constructor_ThatDoesNotReturn_IsTold()
    {
        var told = new Told();
        using var slow = new SlowDescription(told, TimeSpan.FromMilliseconds(1));
        Dictionary<string, ComponentKind> kinds = slow.Watch(Kinds(() =>
        {
            told.Waits.Wait();
            return null!;
        }));
        Assert.Null(kinds["acme.slow"].Create(new object()));
        Assert.Contains("a component of the kind 'acme.slow' of plugin 'acme' was begun", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Kind_UsedAfterTheEnd_IsThatOfThePlugin()
    {
        var told = new Told();
        var slow = new SlowDescription(told, TimeSpan.FromMilliseconds(1));
        Dictionary<string, ComponentKind> kinds = slow.Watch(Kinds(() => null!));
        slow.Dispose();
        Assert.Null(kinds["acme.slow"].Create(new object()));
        Assert.Empty(told.Text);
    }

    private static Dictionary<string, ComponentKind> Kinds(Func<IComponent> make) => new(StringComparer.Ordinal)
    {
        ["acme.slow"] = new ComponentKind("acme.slow", "Slow.", "acme", typeof(object), _ => make()),
    };

    private sealed class Told : IProgress<string>
    {
        public ManualResetEventSlim Waits { get; } = new(false);

        public string Text { get; private set; } = string.Empty;

        public void Report(string value)
        {
            Text = value;
            Waits.Set();
        }
    }
}
