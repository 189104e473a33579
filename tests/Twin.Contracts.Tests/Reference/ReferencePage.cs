using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Twin.Contracts.Tests.Reference;

/// <summary>The reference of the contract as one Markdown page: every public type with what its comments say, in the order of the folders.</summary>
internal static partial class ReferencePage
{
    // As one meets them: the entry, the part, what it declares, what it does in a step, what it reads and says.
    private static readonly (string Folder, string Title)[] Parts =
    [
        ("Plugins", "Entry of a plugin"), ("Parameters", "Datasheet values"), ("Components", "A part and its behaviours"), ("Stepping", "A step"), ("Thermal", "Heat"),
        ("Electrical", "Electrical power"), ("Flow", "Air and coolant"), ("Light", "Light without data"), ("Lanes", "Lanes"), ("Signals", "Signals, sensors, alarms, knobs, faults"),
        ("Units", "Quantities"),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="sources">Folder of the contract's sources, which says where a type belongs.</param>
    public static string Write(string sources)
    {
        Assembly assembly = typeof(IPlugin).Assembly;
        var documentation = new Documentation(assembly);
        var page = new StringBuilder();
        page.Append("# Reference of Twin.Contracts\n\n");
        page.Append("Written from the comments of the code by a test. [How to write a part](../README.md) and [the manual](MANUAL.md) say how it goes together.\n");
        page.Append("Left out here: what every record has (equality, `with`), and of quantities their operators, comparisons and text, which follow from what they are.\n\n");
        ILookup<string, Type> types = assembly.GetExportedTypes().OrderBy(type => type.Name, StringComparer.Ordinal).ToLookup(type => FolderOf(type, sources));
        foreach ((string folder, string title) in Parts)
        {
            page.Append($"- [{title}](#{Anchor(title)}): {string.Join(", ", types[folder].Select(type => $"[{Shown(type)}](#{Anchor(Name(type))})"))}\n");
        }

        foreach ((string folder, string title) in Parts)
        {
            page.Append($"\n## {title}\n");
            foreach (Type type in types[folder])
            {
                WriteType(page, type, documentation);
            }
        }

        return page.ToString();
    }

    /// <summary>Folders of types that no part of the page shows, empty when it shows all.</summary>
    /// <param name="sources">Folder of the contract's sources.</param>
    public static IReadOnlyList<string> Missing(string sources) =>
        [.. typeof(IPlugin).Assembly.GetExportedTypes().Select(type => FolderOf(type, sources)).Distinct().Except(Parts.Select(part => part.Folder))];

    private static string FolderOf(Type type, string sources)
    {
        string name = type.Name.Split('`')[0] + ".cs";
        string[] files = Directory.GetFiles(sources, name, SearchOption.AllDirectories);
        return files.Length == 1
            ? Path.GetFileName(Path.GetDirectoryName(files[0])!)
            : throw new InvalidOperationException($"{files.Length} files are named {name}; a public type has one of its own.");
    }

    private static void WriteType(StringBuilder page, Type type, Documentation documentation)
    {
        page.Append($"\n### {Shown(type)}\n\n");
        page.Append($"`{Short(PublicSurface.Header(type))}`\n\n");
        Paragraph(page, documentation.Text(type, "summary"));
        Dictionary<string, string> values = documentation.Named(type, "param").ToDictionary(item => item.Name, item => item.Text, StringComparer.Ordinal);
        foreach ((string name, string text) in values)
        {
            page.Append($"- *{name}*: {text}\n");
        }

        page.Append(values.Count > 0 ? "\n" : string.Empty);

        Paragraph(page, documentation.Text(type, "remarks"));
        foreach ((MemberInfo member, string line) in PublicSurface.Members(type).Where(item => IsShown(item.Member, type)).OrderBy(item => item.Text, StringComparer.Ordinal))
        {
            // What a record is made of has been said above it.
            if (member is not PropertyInfo || !values.ContainsKey(member.Name))
            {
                WriteMember(page, member, Short(line), values.Count > 0 && member is ConstructorInfo ? null : documentation);
            }
        }
    }

    private static void WriteMember(StringBuilder page, MemberInfo member, string line, Documentation? documentation)
    {
        string[] sentences = documentation is null ? [] :
        [
            documentation.Text(member, "summary"),
            .. documentation.Named(member, "param").Select(item => $"*{item.Name}*: {item.Text}"),
            .. documentation.Text(member, "returns") is { Length: > 0 } returns ? [$"Gives {returns}"] : Array.Empty<string>(),
            .. documentation.Exceptions(member).Select(item => $"Throws `{item.Name}`: {item.Text}"),
            documentation.Text(member, "remarks"),
        ];
        string text = string.Join(' ', sentences.Where(sentence => sentence.Length > 0).Select(Closed)).Replace("\n\n", " ", StringComparison.Ordinal);
        page.Append($"- `{line}`{(text.Length == 0 ? string.Empty : "\\\n  " + text)}\n");
    }

    // Of a quantity: its unit properties and how to make one. The rest is the same for all.
    private static bool IsShown(MemberInfo member, Type type) =>
        member is not MethodInfo { IsSpecialName: true }
        && (!IsQuantity(type) || (member.Name is not ("Si" or "FromSi" or "Dimension" or "Min" or "Max" or "Clamp" or "Abs" or "CompareTo" or "ToString")));

    private static bool IsQuantity(Type type) => type.IsValueType && type.GetInterfaces().Any(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(Twin.Units.IQuantity<>));

    private static void Paragraph(StringBuilder page, string text)
    {
        if (text.Length > 0)
        {
            page.Append(text).Append("\n\n");
        }
    }

    private static string Closed(string sentence) => sentence[^1] is '.' or ':' ? sentence : sentence + ".";

    // In running text a type parameter would be read as a tag.
    private static string Shown(Type type) => Name(type).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Name(Type type) => Short(PublicSurface.Name(type));

    private static string Short(string text) => Namespaces().Replace(text, string.Empty);

    private static string Anchor(string title) => NotInAnchors().Replace(title.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    [GeneratedRegex(@"\b(Twin\.Contracts|Twin\.Units|System\.Collections\.Generic|System)\.")]
    private static partial Regex Namespaces();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex NotInAnchors();
}
