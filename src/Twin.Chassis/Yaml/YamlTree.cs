using Twin.Engine.Description;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Twin.Chassis.Yaml;

/// <summary>Builds a tree with positions from YAML text, and refuses what chassis files do without.</summary>
/// <remarks>
/// Works on the parser's events because only they have the position of each key and keep texts as written. Refused: anchors and aliases (a short file
/// could expand to billions of values), tags, keys that are not texts, a second document, nesting beyond <see cref="MostLevels"/>
/// levels and more than <see cref="MostValues"/> values.
/// </remarks>
internal sealed class YamlTree
{
    /// <summary>Deepest nesting.</summary>
    public const int MostLevels = 32;

    /// <summary>Most values in a file.</summary>
    public const int MostValues = 200_000;

    private const string QuoteHint = "Put quotes around a text that begins with *, &, !, %, @ or `, or that holds ': ' or ' #', or in braces or brackets one of , [ ] { }.";
    private readonly string _file;
    private readonly ProblemList _problems;
    private readonly Parser _parser;
    private int _values;

    private YamlTree(string text, string file, ProblemList problems)
    {
        _file = file;
        _problems = problems;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Builds the tree of the only document.</summary>
    /// <returns>Null when there is none that could be read; then there is a problem. With other problems the tree lacks what they are about.</returns>
    public static YamlNode? Read(string text, string file, ProblemList problems)
    {
        YamlTree tree = new(text, file, problems);
        try
        {
            return tree.ReadDocument();
        }
        catch (GaveUpException)
        {
            return null;
        }
        catch (YamlException exception)
        {
            problems.Add(ProblemCodes.Syntax, "file", $"This is not YAML: {Sentence(exception)}", QuoteHint, tree.At(exception.Start));
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException
            or OverflowException or NullReferenceException or InvalidCastException)
        {
            // The parser meets some broken texts with exceptions of its own inside; what is known is how far it came.
            problems.Add(ProblemCodes.Syntax, "file", "This is not YAML: the parser cannot read on from here.", QuoteHint, tree.At(tree._parser.Current?.End ?? Mark.Empty));
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        Next();
        Next();
        if (_parser.Current is StreamEnd)
        {
            _problems.Add(ProblemCodes.MissingValue, "file", "The file is empty.", "A chassis file begins with 'model: NAME'.", At(Mark.Empty));
            return null;
        }
        Next();
        YamlNode? root = ReadNode(string.Empty, 0);
        Next();
        if (_parser.Current is DocumentEnd)
            Next();
        if (_parser.Current is DocumentStart second)
            _problems.Add(ProblemCodes.NotSupported, "file", "A second document begins here.", "Write one chassis for each file.", At(second.Start));
        return root;
    }

    // Leaves the parser on the last event of the node. Null for a node that was refused.
    private YamlNode? ReadNode(string path, int level)
    {
        ParsingEvent current = _parser.Current!;
        Origin origin = At(current.Start);
        if (++_values > MostValues)
            throw GiveUp(path, $"There are more than {MostValues} values.", "A chassis has no need of so many.", origin);
        if (level > MostLevels)
            throw GiveUp(path, $"Maps and lists are nested more than {MostLevels} deep.", null, origin);
        if (current is NodeEvent node)
            RefuseProperties(node, path, origin);
        switch (current)
        {
            case Scalar scalar:
                return new YamlScalar(origin, scalar.Value, scalar.Style is not ScalarStyle.Plain);
            case MappingStart mapping:
                YamlMap map = new(origin, mapping.Style is MappingStyle.Flow);
                ReadEntries(map, path, level);
                return map;
            case SequenceStart:
                YamlList list = new(origin);
                for (Next(); _parser.Current is not SequenceEnd; Next())
                {
                    if (ReadNode($"{path}[{list.Items.Count}]", level + 1) is { } item)
                        list.Items.Add(item);
                }
                return list;
            case AnchorAlias alias:
                _problems.Add(ProblemCodes.NotSupported, Named(path), $"'*{Quote.Short(alias.Value.Value)}' is an alias, which these files do not have.", "Put quotes around a pattern that begins with *.", origin);
                return null;
            default:
                throw GiveUp(path, "The parser does not know what stands here.", null, origin);
        }
    }

    private void ReadEntries(YamlMap map, string path, int level)
    {
        Dictionary<string, Origin> seen = new(StringComparer.Ordinal);
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            Origin origin = At(_parser.Current!.Start);
            YamlNode? key = ReadNode(path, level + 1);
            Next();
            string? name = (key as YamlScalar)?.Text;
            string valuePath = path.Length == 0 ? name ?? "?" : $"{path}.{name ?? "?"}";
            YamlNode? value = ReadNode(valuePath, level + 1);
            if (key is null)
                continue;
            if (name is null)
                _problems.Add(ProblemCodes.NotSupported, Named(path), $"A key must be a text, but this is {key.Noun}.", QuoteHint, origin);
            else if (name.Length == 0)
                _problems.Add(ProblemCodes.MissingKey, Named(path), "A key is empty.", "Write 'key: value'.", origin);
            else if (seen.TryGetValue(name, out Origin? first))
                _problems.Add(ProblemCodes.DuplicateKey, valuePath, $"'{Quote.Short(name)}' is here a second time.", $"The first is in line {first.Line}, column {first.Column}; remove one.", origin);
            else
            {
                seen.Add(name, origin);
                if (value is not null)
                    map.Entries.Add(new(name, origin, value));
            }
        }
    }

    private void RefuseProperties(NodeEvent node, string path, Origin origin)
    {
        if (!node.Anchor.IsEmpty)
            _problems.Add(ProblemCodes.NotSupported, Named(path), $"'&{Quote.Short(node.Anchor.Value)}' is an anchor, which these files do not have.", "Write the value where it is needed; repeat parts with 'repeat'.", origin);
        if (!node.Tag.IsEmpty && node.Tag is { IsNonSpecific: false })
            _problems.Add(ProblemCodes.NotSupported, Named(path), $"'{Quote.Short(node.Tag.Value)}' is a tag, which these files do not have.", "Remove it: what a value is follows from its key.", origin);
    }

    private void Next()
    {
        if (!_parser.MoveNext())
            throw GiveUp("file", "The file ends too early.", null, At(_parser.Current?.End ?? Mark.Empty));
    }

    private GaveUpException GiveUp(string path, string message, string? hint, Origin origin)
    {
        _problems.Add(ProblemCodes.NotSupported, Named(path), message, hint, origin);
        return new();
    }

    private Origin At(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Named(string path) => path.Length == 0 ? "file" : path;

    // The place is where the broken construct begins; where it was noticed may be lines below.
    private static string Sentence(YamlException exception)
    {
        string text = Quote.Line(exception.Message).TrimEnd('.');
        return exception.End.Line > exception.Start.Line ? $"{text} (noticed in line {exception.End.Line}, column {exception.End.Column})." : text + ".";
    }

    private sealed class GaveUpException : Exception;
}
