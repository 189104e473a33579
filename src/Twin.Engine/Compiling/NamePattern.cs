using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Twin.Engine.Compiling;

/// <summary>Matches names and paths: <c>*</c> for any text (but '/'), <c>**</c> for any text, <c>?</c> for one character, <c>{a..b}</c> for a range of numbers, <c>{x,y}</c> for alternatives.</summary>
public sealed class NamePattern
{
    private readonly Regex _regex;

    private NamePattern(string text, Regex regex) => (Text, _regex) = (text, regex);

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it stands for one name only.</summary>
    public bool IsLiteral => Text.AsSpan().IndexOfAny("*?{") < 0;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">Out: the pattern; null on failure.</param>
    /// <param name="problem">Out: what is wrong.</param>
    /// <returns>Whether it is well formed.</returns>
    public static bool TryParse(string text, out NamePattern? pattern, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        problem = null;
        var regex = new StringBuilder("^");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '*')
            {
                bool isDeep = i + 1 < text.Length && text[i + 1] == '*';
                regex.Append(isDeep ? ".*" : "[^/]*");
                i += isDeep ? 1 : 0;
            }
            else if (c == '?')
            {
                regex.Append("[^/]");
            }
            else if (c == '{')
            {
                int end = text.IndexOf('}', i);
                if (end < 0)
                {
                    problem = $"'{text}' has a '{{' without '}}'";
                    return false;
                }

                if (!TryAppendChoice(text[(i + 1)..end], regex))
                {
                    problem = $"'{text[i..(end + 1)]}' in '{text}' is not a range such as {{00..15}}";
                    return false;
                }

                i = end;
            }
            else
            {
                regex.Append(Regex.Escape(c.ToString()));
            }
        }

        // Patterns come from clients too: the non-backtracking engine has no pathological case.
        pattern = new NamePattern(text, new Regex(regex.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        return true;
    }

    /// <summary>Tells whether a name matches.</summary>
    /// <param name="name">The name or path.</param>
    public bool Matches(string name) => _regex.IsMatch(name);

    private static bool TryAppendChoice(string body, StringBuilder regex)
    {
        int dots = body.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            regex.Append("(?:").Append(string.Join('|', body.Split(',').Select(part => Regex.Escape(part.Trim())))).Append(')');
            return body.Length > 0;
        }

        string first = body[..dots];
        bool isRange = int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int low)
            & int.TryParse(body[(dots + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out int high);
        if (!isRange || high < low || high - low > 4096)
        {
            return false;
        }

        regex.Append("(?:");
        for (int k = low; k <= high; k++)
        {
            regex.Append(k == low ? string.Empty : "|").Append(k.ToString(CultureInfo.InvariantCulture).PadLeft(first.Length, '0'));
        }

        regex.Append(')');
        return true;
    }
}
