using System.Text;
using System.Text.Json;

namespace Twin.Plugins;

/// <summary>Reads <c>plugin.json</c> and gathers every problem with its line.</summary>
internal sealed class ManifestReader
{
    private const string Keys = "The keys are id, vendor, version, entry, and optionally assembly and native.";
    private static readonly string[] Required = ["id", "vendor", "version", "entry"];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _native = [];
    private readonly byte[] _content;
    private readonly string _file;
    private readonly PluginProblemList _problems;

    private ManifestReader(byte[] content, string file, PluginProblemList problems)
    {
        _content = content;
        _file = file;
        _problems = problems;
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="content">Bytes of the file.</param>
    /// <param name="file">Full path, for problems.</param>
    /// <param name="problems">Receives problems, and the plugin's id as soon as it is known.</param>
    /// <param name="lines">Line of each key that was there.</param>
    /// <returns>The manifest, or null if a problem was added.</returns>
    public static PluginManifest? Read(byte[] content, string file, PluginProblemList problems, out IReadOnlyDictionary<string, int> lines)
    {
        ManifestReader reader = new(content, file, problems);
        lines = reader._lines;
        int before = problems.All.Count;
        if (!reader.Parse())
            return null;
        if (reader._texts.TryGetValue("id", out string? id) && DottedName.IsValid(id))
            problems.Plugin = id;
        reader.Check();
        return problems.All.Count > before
            ? null
            : new PluginManifest(reader._texts["id"], reader._texts["vendor"], reader._texts["version"], reader._texts["entry"],
                reader._texts.GetValueOrDefault("assembly"), reader._native);
    }

    private bool Parse()
    {
        ReadOnlySpan<byte> text = _content;
        if (text.StartsWith(Encoding.UTF8.Preamble))
            text = text[Encoding.UTF8.Preamble.Length..];
        int skipped = _content.Length - text.Length;
        Utf8JsonReader json = new(text);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                _problems.Add(PluginProblemCodes.ManifestNotJson, "The manifest is not a JSON object.", Keys, _file, 1);
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string key = json.GetString()!;
                int line = Line(skipped + (int)json.TokenStartIndex);
                json.Read();
                if (!_lines.TryAdd(key, line))
                {
                    _problems.Add(PluginProblemCodes.ManifestDuplicateKey, $"'{key}' is given twice, first in line {_lines[key]}.", "Keep one of them.", _file, line);
                    json.Skip();
                }
                else
                {
                    Value(ref json, key, line);
                }
            }

            // What follows the object is read too, so that text behind it is a problem.
            while (json.Read())
                json.Skip();
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not valid UTF-8 or has half a surrogate pair.
            int? line = exception is JsonException { LineNumber: { } number } ? (int)number + 1 : Line(skipped + (int)json.TokenStartIndex);
            _problems.Add(PluginProblemCodes.ManifestNotJson, $"The manifest is not JSON: {Sentence(exception.Message)}", "Correct it: one object, with keys and texts in quotation marks and no comma behind the last.", _file, line);
            return false;
        }
    }

    private void Value(ref Utf8JsonReader json, string key, int line)
    {
        switch (key)
        {
            case "id" or "vendor" or "version" or "entry" or "assembly" when json.TokenType == JsonTokenType.String:
                _texts[key] = json.GetString()!;
                return;
            case "native" when json.TokenType == JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    if (json.TokenType == JsonTokenType.String)
                    {
                        _native.Add(json.GetString()!);
                        continue;
                    }

                    BadValue(key, "has an element that is not a text", "Write a list of folders, such as [\"native\"].", line);
                    json.Skip();
                }

                return;
            case "native":
                BadValue(key, "is not a list", "Write a list of folders, such as [\"native\"].", line);
                break;
            case "id" or "vendor" or "version" or "entry" or "assembly":
                BadValue(key, "is not a text", "Write it in quotation marks.", line);
                break;
            default:
                _problems.Add(PluginProblemCodes.ManifestUnknownKey, $"There is no key '{key}'.", Keys, _file, line);
                break;
        }

        json.Skip();
    }

    private void Check()
    {
        foreach (string key in Required)
        {
            if (!_lines.ContainsKey(key))
                _problems.Add(PluginProblemCodes.ManifestMissingKey, $"The key '{key}' is missing.", Keys, _file);
        }

        Check("id", DottedName.IsValid, DottedName.Grammar);
        Check("vendor", vendor => !string.IsNullOrWhiteSpace(vendor) && vendor.Length <= 200 && !vendor.Any(char.IsControl), "Write the name of who made it.");
        Check("version", IsVersion, "Write two or three numbers and an optional suffix, such as 1.4.0 or 1.4.0-beta.");
        Check("entry", IsTypeName, "Write the full name of a top-level type, such as Acme.InPLaser.InPLaserPlugin.");
        if (_texts.TryGetValue("assembly", out string? assembly) && IsInside("assembly", assembly)
            && (assembly.Contains('/') || !assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            BadValue("assembly", $"is '{assembly}'", "Write the name of a .dll that lies beside the manifest.", _lines["assembly"]);
        foreach (string folder in _native)
            IsInside("native", folder);
    }

    private void Check(string key, Func<string, bool> valid, string hint)
    {
        if (_texts.TryGetValue(key, out string? text) && !valid(text))
            BadValue(key, $"is '{text}'", hint, _lines[key]);
    }

    private bool IsInside(string key, string path)
    {
        bool inside = PluginFile.IsInside(path);
        if (!inside)
        {
            _problems.Add(PluginProblemCodes.PathOutside, $"'{key}' has the path '{path}', which is not one inside the plugin folder.",
                "Write it relative to the folder, with forward slashes, without '.' and '..'.", _file, _lines[key]);
        }

        return inside;
    }

    private void BadValue(string key, string what, string hint, int line) =>
        _problems.Add(PluginProblemCodes.ManifestBadValue, $"'{key}' {what}.", hint, _file, line);

    private int Line(int offset) => 1 + _content.AsSpan(0, Math.Min(offset, _content.Length)).Count((byte)'\n');

    private static bool IsVersion(string text)
    {
        int dash = text.IndexOf('-');
        string[] numbers = (dash < 0 ? text : text[..dash]).Split('.');
        return text.Length <= 100
            && numbers.Length is 2 or 3 && numbers.All(number => number.Length is > 0 and < 10 && number.All(char.IsAsciiDigit))
            && (dash < 0 || (dash + 1 < text.Length && text[(dash + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')));
    }

    private static bool IsTypeName(string text) =>
        text.Length <= 500 && text.Split('.').All(part => part.Length > 0 && !char.IsAsciiDigit(part[0])
            && part.All(c => char.IsLetterOrDigit(c) || c == '_'));

    private static string Sentence(string message)
    {
        // The reader appends its own position, which the problem states in its own way.
        int position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? message : message[..position];
    }
}
