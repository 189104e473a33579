using Twin.Contracts;
using Twin.PluginTestKit.Bench;

namespace Twin.PluginTestKit.Checks;

/// <summary>Takes the kinds of a plugin object that was not loaded from a folder.</summary>
internal sealed class CollectedKinds : IComponentRegistry
{
    private readonly List<KindUnderTest> _kinds = [];

    /// <summary>The kinds, in the order in which they were registered.</summary>
    public IReadOnlyList<KindUnderTest> Kinds => _kinds;

    public void Add<TParameters>(string kind, Func<TParameters, IComponent> factory, string description)
        where TParameters : class
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(factory);
        if (_kinds.Exists(known => known.Name == kind))
        {
            throw new ArgumentException($"The kind '{kind}' is registered twice.", nameof(kind));
        }

        _kinds.Add(new KindUnderTest(kind, typeof(TParameters), parameters => factory((TParameters)parameters)));
    }
}
