using System.Collections;
using System.Globalization;
using System.Reflection;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Units;

namespace Twin.PluginTestKit.Bench;

/// <summary>All that a component declared, as lines of text in a fixed order: equal texts, equal descriptions.</summary>
/// <remarks>Walks whatever the builder wrote down, so that a new kind of declaration counts without a word here. Holds nothing of the plugin.</remarks>
internal static class DescriptionText
{
    private static readonly Type[] Behaviors =
        [typeof(IResetBehavior), typeof(IPowerBehavior), typeof(ILightBehavior), typeof(ILinkBehavior), typeof(IFlowBehavior), typeof(IControlBehavior)];

    /// <summary>Writes a description.</summary>
    public static string[] Of(DescribedComponent described)
    {
        var lines = new List<string> { $"behaviours: {string.Join(' ', Behaviors.Where(face => face.IsInstanceOfType(described.Component)).Select(face => face.Name))}" };
        foreach (PropertyInfo property in typeof(ComponentBuilder).GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            object? value = property.GetValue(described.Builder);
            if (value is IEnumerable items and not string)
            {
                int index = 0;
                foreach (object? item in items)
                {
                    lines.Add($"{property.Name}[{index++}]: {Write(item)}");
                }
            }
            else
            {
                lines.Add($"{property.Name}: {Write(value)}");
            }
        }

        foreach (Section section in Enum.GetValues<Section>())
        {
            ReadOnlySpan<double> words = described.Builder.Initial(section);
            lines.Add($"initial {section}: {words.Length} words, {Hash64.Of(words):x16}");
        }

        return [.. lines];
    }

    /// <summary>Says where two descriptions part.</summary>
    /// <returns>A sentence, or null when they are equal.</returns>
    public static string? Difference(string[] first, string[] second)
    {
        int length = Math.Max(first.Length, second.Length);
        for (int i = 0; i < length; i++)
        {
            string one = i < first.Length ? first[i] : "nothing";
            string other = i < second.Length ? second[i] : "nothing";
            if (one != other)
            {
                return $"'{Short(one)}' the first time, '{Short(other)}' the second.";
            }
        }

        return null;
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "...";

    private static string Write(object? value) => value switch
    {
        null => "null",
        string text => text,
        Dimension dimension => dimension.Name,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number when value.GetType().IsPrimitive || value is Enum => number.ToString(null, CultureInfo.InvariantCulture),
        ValueType when value.GetType().IsPrimitive => value.ToString() ?? string.Empty,
        IEnumerable items => $"[{string.Join("; ", items.Cast<object?>().Select(Write))}]",
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Fields(value.GetType()).Select(field => $"{NameOf(field)} = {Write(field.GetValue(value))}"))} }}",
    };

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.Name, StringComparer.Ordinal);

    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
