using System.Globalization;
using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <summary>Finds the elements that a reference of a chassis file names.</summary>
/// <param name="components">The components that described themselves.</param>
/// <param name="failed">Names of those that have problems of their own: what is not found there is no problem of the reference.</param>
/// <param name="problems">Receives references that name nothing.</param>
internal sealed class ReferenceResolver(IReadOnlyList<ComponentDraft> components, IReadOnlySet<string> failed, ProblemList problems)
{
    /// <summary>Resolves to elements of one sort.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="where">Path of the thing that refers, for messages.</param>
    /// <param name="sort">What is looked for, such as "mount".</param>
    /// <param name="elements">Names of a component's elements of that sort, in order.</param>
    /// <returns>Component, position of the element in the given order, and lane range if one was written (else -1).</returns>
    public List<(ComponentDraft Component, int Element, int FirstLane, int LastLane)> Find(
        ElementReference reference, string where, string sort, Func<ComponentDraft, IEnumerable<string>> elements)
    {
        var found = new List<(ComponentDraft, int, int, int)>();
        foreach (string part in Split(reference.Text))
        {
            if (!TryRead(part, out string component, out string element, out int first, out int last))
            {
                problems.Add("TW0501", where, $"'{part}' is no reference.", "Write component.element, such as oe*.line-tx or asic0.tx[0..31].", reference.Origin);
                continue;
            }

            if (!NamePattern.TryParse(component, out NamePattern? componentPattern, out string? problem)
                | !NamePattern.TryParse(element, out NamePattern? elementPattern, out string? elementProblem))
            {
                problems.Add("TW0501", where, (problem ?? elementProblem) + ".", null, reference.Origin);
                continue;
            }

            List<ComponentDraft> matches = [.. components.Where(draft => componentPattern!.Matches(draft.Description.Name)).OrderBy(draft => draft.Description.Name, StringComparer.Ordinal)];
            bool isIncomplete = failed.Any(componentPattern!.Matches);
            if (matches.Count == 0)
            {
                if (!isIncomplete)
                {
                    problems.Add("TW0502", where, $"'{component}' in '{part}' matches no component.", Spelling.Hint(component, components.Select(draft => draft.Description.Name).Union(failed)), reference.Origin);
                }

                continue;
            }

            int before = found.Count;
            foreach (ComponentDraft draft in matches)
            {
                int position = 0;
                foreach (string name in elements(draft))
                {
                    if (elementPattern!.Matches(name))
                    {
                        found.Add((draft, position, first, last));
                    }

                    position++;
                }
            }

            if (found.Count == before && !isIncomplete)
            {
                problems.Add(
                    "TW0503", where, $"'{matches[0].Description.Name}' has no {sort} '{element}'.", Spelling.Hint(element, elements(matches[0])), reference.Origin);
            }
        }

        return found;
    }

    // Commas inside braces belong to the pattern.
    private static IEnumerable<string> Split(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
            else
            {
                depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            }
        }
    }

    private static bool TryRead(string part, out string component, out string element, out int first, out int last)
    {
        component = element = string.Empty;
        first = last = -1;
        string body = part;
        if (part.EndsWith(']'))
        {
            int open = part.LastIndexOf('[');
            string range = open < 0 ? string.Empty : part[(open + 1)..^1];
            int dots = range.IndexOf("..", StringComparison.Ordinal);
            string low = dots < 0 ? range : range[..dots];
            string high = dots < 0 ? range : range[(dots + 2)..];
            bool isRange = int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out first)
                & int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out last);
            if (!isRange || last < first)
            {
                return false;
            }

            body = part[..open];
        }

        // A dot inside braces is part of a range.
        int depth = 0;
        int dot = -1;
        for (int i = 0; i < body.Length && dot < 0; i++)
        {
            depth += body[i] == '{' ? 1 : body[i] == '}' ? -1 : 0;
            dot = depth == 0 && body[i] == '.' ? i : -1;
        }

        if (dot <= 0 || dot == body.Length - 1)
        {
            return false;
        }

        component = body[..dot];
        element = body[(dot + 1)..];
        return true;
    }
}
