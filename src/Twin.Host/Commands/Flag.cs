using System.CommandLine;

namespace Twin.Host.Commands;

/// <summary>A flag and the key of the setting that it overrides.</summary>
internal sealed class Flag
{
    /// <summary>Makes a flag that takes one text.</summary>
    /// <param name="key">Key of the setting.</param>
    /// <param name="name">Name of the flag.</param>
    /// <param name="value">What it takes, for the help.</param>
    /// <param name="description">One line for the help.</param>
    public Flag(string key, string name, string value, string description)
    {
        Key = key;
        Option = new Option<string?>(name) { HelpName = value, Description = description };
    }

    /// <summary>Key of the setting.</summary>
    public string Key { get; }

    /// <summary>The flag.</summary>
    public Option<string?> Option { get; }
}
