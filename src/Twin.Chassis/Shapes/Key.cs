using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A key that a map may have.</summary>
internal sealed class Key
{
    private Key(string name, Shape shape, bool isRequired, string? defaultText, string description)
    {
        Name = name;
        Shape = shape;
        IsRequired = isRequired;
        DefaultText = defaultText;
        Description = description;
        // Read by the same shape as a written value, so that the default can be shown as it would be written.
        if (defaultText is not null)
            Default = shape.Read(new YamlScalar(new("default", 1, 1), defaultText, isQuoted: true), name, new ProblemList());
    }

    /// <summary>The key.</summary>
    public string Name { get; }

    /// <summary>What its value may be.</summary>
    public Shape Shape { get; }

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; }

    /// <summary>What holds without it, as it would be written; null for nothing.</summary>
    public string? DefaultText { get; }

    /// <summary>What holds without it, as read.</summary>
    public object? Default { get; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; }

    /// <summary>A key that must be there.</summary>
    public static Key Required(string name, Shape shape, string description) => new(name, shape, true, null, description);

    /// <summary>A key that may be left out.</summary>
    public static Key Optional(string name, Shape shape, string? defaultText, string description) => new(name, shape, false, defaultText, description);
}
