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
        var option = new Option<string?>(name) { HelpName = value, Description = description };
        Option = option;
        ValueIn = parsed => parsed.GetValue(option);
    }

    /// <summary>Makes a flag that takes nothing.</summary>
    /// <param name="key">Key of the setting, which becomes <c>true</c>.</param>
    /// <param name="name">Name of the flag.</param>
    /// <param name="description">One line for the help.</param>
    public Flag(string key, string name, string description)
    {
        Key = key;
        var option = new Option<bool>(name) { Description = description };
        Option = option;
        ValueIn = parsed => parsed.GetValue(option) ? "true" : null;
    }

    /// <summary>Key of the setting.</summary>
    public string Key { get; }

    /// <summary>The flag.</summary>
    public Option Option { get; }

    /// <summary>What a command line gives it; null for nothing.</summary>
    public Func<ParseResult, string?> ValueIn { get; }
}
