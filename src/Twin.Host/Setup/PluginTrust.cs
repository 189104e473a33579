using Twin.Plugins;

namespace Twin.Host.Setup;

/// <summary>Whose plugins are loaded.</summary>
internal static class PluginTrust
{
    /// <summary>Reads the keys of the publishers that are trusted.</summary>
    /// <param name="directory">The folder of <c>--plugin-keys</c>; null when plugins of anybody are loaded.</param>
    /// <param name="problems">Receives what is wrong with the folder and its keys.</param>
    /// <returns>How to load. With a folder nothing unsigned loads, whatever is wrong with its keys.</returns>
    public static PluginLoadOptions Read(string? directory, ProblemReport problems)
    {
        if (directory is null)
        {
            return new PluginLoadOptions();
        }

        var wrong = new List<string>();
        IReadOnlyList<PublisherKey> keys = PublisherKey.ReadDirectory(directory, wrong);
        foreach (string problem in wrong)
        {
            problems.Add("--plugin-keys", problem);
        }

        return new PluginLoadOptions { TrustedKeys = keys };
    }
}
