using System.Text.Json;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.PluginTestKit.Declarations;

/// <summary>Reads the declarations that lie beside a plugin, <c>conformance.json</c>. The host does not read them.</summary>
internal static class ConformanceFile
{
    private const long LargestBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Grammar = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    /// <summary>Reads the file of a plugin folder.</summary>
    /// <param name="folder">The folder; without the file nothing is declared.</param>
    /// <param name="problems">Receives everything that is wrong.</param>
    public static IReadOnlyDictionary<string, KindDeclarations> ReadFrom(string folder, List<string> problems)
    {
        string file = Path.Combine(folder, ConformanceOptions.FileName);
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists)
            {
                return new Dictionary<string, KindDeclarations>();
            }

            if (info.Length <= LargestBytes)
            {
                return Read(File.ReadAllText(file), file, problems);
            }

            problems.Add($"{file}: it has {info.Length} bytes; at most {LargestBytes} are read.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}: it cannot be read: {exception.Message}");
        }

        return new Dictionary<string, KindDeclarations>();
    }

    /// <summary>Reads declarations.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="problems">Receives everything that is wrong.</param>
    public static IReadOnlyDictionary<string, KindDeclarations> Read(string text, string file, List<string> problems)
    {
        var kinds = new Dictionary<string, KindDeclarations>(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Grammar);
            foreach ((string name, JsonElement value) in Members(document.RootElement, "the file", ["kinds"]))
            {
                foreach ((string kind, JsonElement declared) in Members(value, name, null))
                {
                    kinds[kind] = ReadKind(declared, kind);
                }
            }
        }
        catch (JsonException exception)
        {
            problems.Add($"{file}: it is no JSON: {exception.Message}");
        }

        return kinds;

        KindDeclarations ReadKind(JsonElement element, string kind)
        {
            var declarations = new KindDeclarations();
            foreach ((string name, JsonElement value) in Members(element, kind, ["budget", "parameters", "inputs", "directions"]))
            {
                string where = $"{kind}.{name}";
                declarations = name switch
                {
                    "budget" => declarations with { Budget = ReadBudget(value, where) },
                    "parameters" => declarations with { Parameters = new MapParameter([.. Members(value, where, null).Select(member => KeyValuePair.Create(member.Name, Parameter(member.Value)))]) },
                    "inputs" => declarations with { Inputs = [.. Members(value, where, null).Select(member => ReadRange(member.Name, member.Value, where)).OfType<InputRange>()] },
                    _ => declarations with { Directions = ReadDirections(value, where) },
                };
            }

            return declarations;
        }

        Duration? ReadBudget(JsonElement value, string where)
        {
            string given = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            if (QuantityText.TryParse(given, out Duration budget, out string? problem) && budget > Duration.Zero)
            {
                return budget;
            }

            problems.Add($"{file}: {where}: {problem ?? $"'{given}' is not greater than zero; a budget is a time such as '100 us'."}");
            return null;
        }

        InputRange? ReadRange(string name, JsonElement value, string where)
        {
            if (value.ValueKind == JsonValueKind.Array && Texts(value) is [string low, string high])
            {
                return new InputRange(name, low, high);
            }

            problems.Add($"{file}: {where}.{name}: {value.GetRawText()} is no range; write the lowest and the highest value, such as [\"0 degC\", \"90 degC\"].");
            return null;
        }

        List<DirectionDeclaration> ReadDirections(JsonElement value, string where)
        {
            var directions = new List<DirectionDeclaration>();
            if (value.ValueKind != JsonValueKind.Array)
            {
                problems.Add($"{file}: {where}: it must be a list of directions.");
                return directions;
            }

            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                string place = $"{where}[{index++}]";
                var members = Members(item, place, ["when", "from", "to", "rises", "falls"]).ToDictionary(member => member.Name, member => member.Value);
                string? when = Text(members, "when");
                string[] rises = List(members, "rises");
                string[] falls = List(members, "falls");
                if (when is null || rises.Length + falls.Length == 0)
                {
                    problems.Add($"{file}: {place}: a direction needs the input as 'when', and answers as 'rises' or 'falls', such as {{\"when\": \"junction\", \"falls\": [\"out.power\"]}}.");
                }
                else
                {
                    directions.Add(new DirectionDeclaration(when, Text(members, "from"), Text(members, "to"), rises, falls));
                }
            }

            return directions;
        }

        IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element, string where, string[]? known)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{file}: {where}: named values are expected, not {element.GetRawText()}.");
                yield break;
            }

            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (known is null || known.Contains(member.Name))
                {
                    yield return (member.Name, member.Value);
                }
                else
                {
                    problems.Add($"{file}: {where}: '{member.Name}' is not known; known: {string.Join(", ", known)}.");
                }
            }
        }
    }

    private static string? Text(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out JsonElement value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    private static string[] List(Dictionary<string, JsonElement> members, string name) =>
        !members.TryGetValue(name, out JsonElement value) ? [] : value.ValueKind == JsonValueKind.Array ? Texts(value) : [value.ToString()];

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.ToString())];

    private static ParameterNode Parameter(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new MapParameter([.. value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Parameter(member.Value)))]),
        JsonValueKind.Array => new ListParameter([.. value.EnumerateArray().Select(Parameter)]),
        JsonValueKind.True => new ScalarParameter("true"),
        JsonValueKind.False => new ScalarParameter("false"),
        _ => new ScalarParameter(value.ToString()),
    };
}
