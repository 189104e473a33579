using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Units;

namespace Twin.PluginTestKit.Cases;

/// <summary>One parameter of a kind that cases vary: a number between its declared limits, a flag, or a choice.</summary>
/// <param name="Path">Its path in kebab case, such as <c>receiver.responsivity</c>.</param>
/// <param name="Corners">Values as texts that are tried each on its own: both limits, or every choice but the default.</param>
/// <param name="Low">Lower limit, for a number.</param>
/// <param name="High">Upper limit, for a number.</param>
/// <param name="Dimension">What a number measures; null for a choice.</param>
/// <param name="IsWhole">Whether a number is whole.</param>
/// <param name="IsRequired">Whether it has no default.</param>
internal sealed record ParameterAxis(string Path, IReadOnlyList<string> Corners, double Low, double High, Dimension? Dimension, bool IsWhole, bool IsRequired)
{
    /// <summary>Limits further apart than this, of one sign, are sampled by their logarithm.</summary>
    private const double Wide = 100;

    /// <summary>A value between the limits.</summary>
    /// <param name="share">Where, 0 to 1; evenly or, between wide limits, by the logarithm. For a choice it picks one.</param>
    public string At(double share)
    {
        if (Dimension is null)
        {
            return Corners[Math.Min((int)(share * Corners.Count), Corners.Count - 1)];
        }

        double value = Low > 0 && High > Wide * Low ? Low * Math.Pow(High / Low, share) : Low + (share * (High - Low));
        return Text(Math.Clamp(value, Low, High), Dimension, IsWhole);
    }

    /// <summary>Finds what can be varied in a parameter record.</summary>
    /// <param name="type">Type of the record.</param>
    /// <param name="prefix">Path of the record with a point at its end; empty for the outermost.</param>
    /// <returns>The axes, in the order of their declaration.</returns>
    /// <exception cref="Exception">What the record's constructor throws.</exception>
    public static IEnumerable<ParameterAxis> Of(Type type, string prefix = "")
    {
        object record = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            string path = prefix + Spelling.Kebab(property.Name);
            Type wanted = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (ParameterBinder.IsNestedRecord(wanted))
            {
                foreach (ParameterAxis axis in Of(wanted, path + "."))
                {
                    yield return axis;
                }
            }
            else if (OfProperty(property, wanted, record, path) is { } axis)
            {
                yield return axis;
            }
        }
    }

    private static ParameterAxis? OfProperty(PropertyInfo property, Type wanted, object record, string path)
    {
        bool isRequired = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        string? standard = property.GetValue(record) is { } value ? ChoiceText(value) : null;
        if (wanted == typeof(bool))
        {
            return Choice(["true", "false"]);
        }

        if (wanted.IsEnum)
        {
            return Choice([.. Enum.GetNames(wanted).Select(Spelling.Kebab)]);
        }

        Dimension? dimension = wanted == typeof(double) || wanted == typeof(int) ? Dimensions.Ratio : ParameterBinder.DimensionOf(wanted);
        if (dimension is null || property.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
        {
            return null;
        }

        // A side without a limit ends at the default.
        bool hasDefault = ParameterBinder.TryNumber(property, record, out double start, out _) && !isRequired;
        double? low = Limit(attribute.Minimum) ?? (hasDefault ? start : null);
        double? high = Limit(attribute.Maximum) ?? (hasDefault ? start : null);
        bool isWhole = wanted == typeof(int);
        return low is { } from && high is { } to && from < to
            ? new ParameterAxis(path, [Text(from, dimension, isWhole), Text(to, dimension, isWhole)], from, to, dimension, isWhole, isRequired)
            : null;

        double? Limit(string? text) => text is not null && QuantityText.TryParse(text, dimension, out double si, out _) ? si : null;

        ParameterAxis Choice(string[] all) => new(path, isRequired ? all : [.. all.Where(text => text != standard)], 0, 0, null, false, isRequired);
    }

    private static string ChoiceText(object value) => value is bool flag ? (flag ? "true" : "false") : Spelling.Kebab(value.ToString() ?? string.Empty);

    private static string Text(double value, Dimension dimension, bool isWhole)
    {
        string number = isWhole ? Math.Round(value).ToString("F0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        return dimension.Symbol.Length == 0 ? number : $"{number} {dimension.Symbol}";
    }
}
