using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Twin.Contracts.Tests.Reference;

/// <summary>The compiler's documentation file of an assembly, as Markdown.</summary>
internal sealed partial class Documentation
{
    private readonly Dictionary<string, XElement> _members;

    /// <summary>Reads the file beside an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    public Documentation(Assembly assembly) =>
        _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Text of one element of a member's documentation, taken from where it is inherited when it says so; empty when there is none.</summary>
    /// <param name="member">The type or member.</param>
    /// <param name="element">Name of the element, such as <c>summary</c>.</param>
    public string Text(MemberInfo member, string element) => Find(member)?.Element(element) is { } found ? Markdown(found) : string.Empty;

    /// <summary>Names and texts of a member's elements that have a name, such as its parameters.</summary>
    /// <param name="member">The type or member.</param>
    /// <param name="element">Name of the element, such as <c>param</c>.</param>
    public IEnumerable<(string Name, string Text)> Named(MemberInfo member, string element) =>
        Find(member)?.Elements(element).Select(found => (found.Attribute("name")!.Value, Markdown(found))) ?? [];

    /// <summary>Names and texts of the exceptions that a member says it throws.</summary>
    /// <param name="member">The type or member.</param>
    public IEnumerable<(string Name, string Text)> Exceptions(MemberInfo member) =>
        Find(member)?.Elements("exception").Select(found => (LastName(found.Attribute("cref")!.Value), Markdown(found))) ?? [];

    private XElement? Find(MemberInfo member)
    {
        XElement? found = _members.GetValueOrDefault(DocumentedNames.Of(member));
        return found?.Element("inheritdoc")?.Attribute("cref") is { } other ? _members.GetValueOrDefault(other.Value) : found;
    }

    private static string Markdown(XElement element) =>
        string.Join("\n\n", Blocks(element).Select(block => Blanks().Replace(block, " ").Trim()).Where(block => block.Length > 0));

    // Paragraphs are blocks; what lies between them is one too.
    private static IEnumerable<string> Blocks(XElement element)
    {
        string line = string.Empty;
        foreach (XNode node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" } paragraph)
            {
                yield return line;
                yield return string.Concat(paragraph.Nodes().Select(Inline));
                line = string.Empty;
            }
            else
            {
                line += Inline(node);
            }
        }

        yield return line;
    }

    private static string Inline(XNode node) => node switch
    {
        XText text => text.Value.Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal),
        XElement { Name.LocalName: "see" } see => see.Attribute("langword") is { } word ? $"`{word.Value}`" : $"`{LastName(see.Attribute("cref")!.Value)}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"*{parameter.Attribute("name")!.Value}*",
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value.Trim()}`",
        XElement other => string.Concat(other.Nodes().Select(Inline)),
        _ => string.Empty,
    };

    // T:Twin.Units.Power, M:Twin.Contracts.StepContext.Draw(...): the type, and the member after it.
    private static string LastName(string cref)
    {
        string name = Arity().Replace(cref[2..].Split('(')[0], string.Empty);
        string[] words = name.Split('.');
        return cref[0] == 'T' ? words[^1] : $"{words[^2]}.{words[^1].Replace("#ctor", "new", StringComparison.Ordinal).Replace("Item", "this[]", StringComparison.Ordinal)}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("`+[0-9]+")]
    private static partial Regex Arity();
}
