namespace Twin.Plugins;

/// <summary>Gathers what is wrong with one plugin, under the best name known so far.</summary>
internal sealed class PluginProblemList(string folder)
{
    private readonly List<PluginProblem> _problems = [];

    /// <summary>Id of the plugin, or its folder's name until the manifest has been read.</summary>
    public string Plugin { get; set; } = System.IO.Path.GetFileName(folder);

    public bool Any => _problems.Count > 0;

    public IReadOnlyList<PluginProblem> All => _problems;

    public void Add(string code, string message, string? hint = null, string? file = null, int? line = null) =>
        _problems.Add(new PluginProblem(code, Plugin, PluginProblem.OneLine(message), hint, file ?? folder, line));
}
