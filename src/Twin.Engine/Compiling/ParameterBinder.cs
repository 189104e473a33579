using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Engine.Compiling;

/// <summary>Fills a component's parameter record from the values of a chassis file: units, ranges, spread, every problem at once.</summary>
/// <remarks>
/// Reflection is confined to compiling. Nothing about the plugin's types is kept, so that its load context can go.
/// A spread is a normal deviate for the lot and one for the part, cut at three standard deviations.
/// </remarks>
internal sealed class ParameterBinder(ProblemList problems)
{
    /// <summary>Makes and fills a record.</summary>
    /// <param name="type">Type of the record.</param>
    /// <param name="values">Values of the file.</param>
    /// <param name="path">Path for messages, such as <c>components.oe0</c>.</param>
    /// <param name="origin">Where the component was written.</param>
    /// <param name="spread">Draws deviates for (property path); null for nominal parts.</param>
    /// <param name="start">For a nested group the record that holds its defaults; filled in place.</param>
    public object Bind(Type type, MapParameter values, string path, Origin? origin, SpreadSource? spread, object? start = null)
    {
        object record = start ?? Activator.CreateInstance(type)!;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .ToDictionary(property => Spelling.Kebab(property.Name), StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, ParameterNode node) in values.Entries)
        {
            if (!properties.TryGetValue(name, out PropertyInfo? property))
            {
                problems.Add("TW0301", $"{path}.{name}", $"'{name}' is no parameter of this kind.", Spelling.Hint(name, properties.Keys), node.Origin);
                continue;
            }

            given.Add(name);
            if (TryConvert(property.PropertyType, node, $"{path}.{name}", property.GetValue(record), out object? value))
            {
                property.SetValue(record, value);
            }
        }

        foreach ((string name, PropertyInfo property) in properties)
        {
            string propertyPath = $"{path}.{name}";
            if (!given.Contains(name) && property.GetCustomAttribute<RequiredMemberAttribute>() is not null)
            {
                problems.Add("TW0302", propertyPath, $"'{name}' is missing.", $"It is {Wanted(property.PropertyType)} and has no default.", origin);
                continue;
            }

            Origin? where = values.Entries.FirstOrDefault(entry => entry.Key == name).Value?.Origin ?? origin;
            CheckRange(property, record, propertyPath, where);
            ApplySpread(property, record, propertyPath, where, spread);
        }

        return record;
    }

    private bool TryConvert(Type type, ParameterNode node, string path, object? current, out object? value)
    {
        value = null;
        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (node is ScalarParameter scalar)
        {
            return TryConvertScalar(wanted, scalar, path, out value);
        }

        if (node is ListParameter list && ElementTypeOf(wanted) is Type elementType)
        {
            var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(elementType))!;
            bool isGood = true;
            for (int i = 0; i < list.Items.Count; i++)
            {
                isGood &= TryConvert(elementType, list.Items[i], $"{path}[{i}]", null, out object? item);
                if (isGood)
                {
                    items.Add(item);
                }
            }

            if (isGood)
            {
                Array array = Array.CreateInstance(elementType, items.Count);
                items.CopyTo(array, 0);
                value = array;
            }

            return isGood;
        }

        if (node is MapParameter map && IsNestedRecord(wanted))
        {
            int before = problems.Count;
            value = Bind(wanted, map, path, node.Origin, null, CopyOf(current));
            return problems.Count == before;
        }

        string found = node is ListParameter ? "a list" : "named values";
        problems.Add("TW0303", path, $"{found} where {Wanted(wanted)} belongs.", null, node.Origin);
        return false;
    }

    // The default of a group may be one object that all parts share: it is copied before it is filled.
    private static object? CopyOf(object? group) =>
        group?.GetType().GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)?.Invoke(group, null) ?? group;

    private bool TryConvertScalar(Type wanted, ScalarParameter scalar, string path, out object? value)
    {
        value = null;
        string text = scalar.Text.Trim();
        string? problem = null;
        if (DimensionOf(wanted) is Dimension dimension)
        {
            if (QuantityText.TryParse(text, dimension, out double si, out problem))
            {
                value = MakeQuantity(wanted, si);
            }
        }
        else if (wanted == typeof(double))
        {
            if (QuantityText.TryParse(text, Dimensions.Ratio, out double number, out problem))
            {
                value = number;
            }
        }
        else if (wanted == typeof(int))
        {
            problem = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? null : $"'{text}' is not a whole number";
            value = number;
        }
        else if (wanted == typeof(bool))
        {
            problem = text is "true" or "false" ? null : $"'{text}' is neither true nor false";
            value = text == "true";
        }
        else if (wanted == typeof(string))
        {
            value = scalar.Text;
        }
        else if (wanted.IsEnum)
        {
            string? name = Enum.GetNames(wanted).FirstOrDefault(candidate => Spelling.Kebab(candidate) == text);
            problem = name is null ? $"'{text}' is not one of {string.Join(", ", Enum.GetNames(wanted).Select(Spelling.Kebab))}" : null;
            value = name is null ? null : Enum.Parse(wanted, name);
        }
        else
        {
            problem = $"'{text}' where {Wanted(wanted)} belongs";
        }

        if (problem is null)
        {
            return true;
        }

        problems.Add("TW0304", path, problem.TrimEnd('.') + ".", null, scalar.Origin);
        return false;
    }

    private void CheckRange(PropertyInfo property, object record, string path, Origin? origin)
    {
        if (property.GetCustomAttribute<ParameterAttribute>() is not { } attribute || !TryNumber(property, record, out double value, out Dimension? dimension))
        {
            return;
        }

        bool isLow = attribute.Minimum is string minimum && Limit(minimum, dimension, path) is double low && value < low;
        bool isHigh = attribute.Maximum is string maximum && Limit(maximum, dimension, path) is double high && value > high;
        if (isLow || isHigh || !double.IsFinite(value))
        {
            string shown = dimension is null ? value.ToString("R", CultureInfo.InvariantCulture) : dimension.Format(value);
            string range = attribute.Minimum is null ? $"at most {attribute.Maximum}" :
                attribute.Maximum is null ? $"at least {attribute.Minimum}" : $"{attribute.Minimum} to {attribute.Maximum}";
            problems.Add("TW0305", path, $"{shown} is out of range.", $"It must be {range}.", origin);
        }
    }

    private void ApplySpread(PropertyInfo property, object record, string path, Origin? origin, SpreadSource? spread)
    {
        if (spread is null || property.GetCustomAttribute<SpreadAttribute>() is not { } attribute
            || !TryNumber(property, record, out double value, out Dimension? dimension) || property.PropertyType == typeof(int))
        {
            return;
        }

        double offset = Deviation(attribute.Lot, value, dimension, path, origin) * spread.Lot(property.Name)
            + Deviation(attribute.Part, value, dimension, path, origin) * spread.Part(property.Name);
        if (offset == 0)
        {
            return;
        }

        // A part never leaves the range its vendor declared: such a part would not be shipped.
        ParameterAttribute? range = property.GetCustomAttribute<ParameterAttribute>();
        double low = range?.Minimum is string minimum ? Limit(minimum, dimension, path) ?? double.NegativeInfinity : double.NegativeInfinity;
        double high = range?.Maximum is string maximum ? Limit(maximum, dimension, path) ?? double.PositiveInfinity : double.PositiveInfinity;
        double varied = Math.Clamp(value + offset, Math.Min(low, value), Math.Max(high, value));
        property.SetValue(record, dimension is null ? varied : MakeQuantity(property.PropertyType, varied));
    }

    private double Deviation(string? text, double value, Dimension? dimension, string path, Origin? origin)
    {
        if (text is null)
        {
            return 0;
        }

        if (text.TrimEnd().EndsWith('%') || dimension is null)
        {
            return QuantityText.TryParse(text, Dimensions.Ratio, out double share, out _) ? share * Math.Abs(value) : Bad();
        }

        Dimension difference = dimension == Dimensions.Temperature ? Dimensions.TemperatureDifference :
            dimension == Dimensions.RelativeIntensityNoise ? Dimensions.Decibels : dimension;
        return QuantityText.TryParse(text, difference, out double si, out _) ? si : Bad();

        double Bad()
        {
            problems.Add("TW0306", path, $"The kind declares a spread '{text}' that cannot be read.", "This is a defect of the plugin.", origin);
            return 0;
        }
    }

    private double? Limit(string text, Dimension? dimension, string path)
    {
        if (QuantityText.TryParse(text, dimension ?? Dimensions.Ratio, out double si, out string? problem))
        {
            return si;
        }

        problems.Add("TW0306", path, $"The kind declares a limit that cannot be read: {problem}", "This is a defect of the plugin.");
        return null;
    }

    internal static bool TryNumber(PropertyInfo property, object record, out double value, out Dimension? dimension)
    {
        object? boxed = property.GetValue(record);
        dimension = DimensionOf(property.PropertyType);
        value = boxed switch
        {
            double number => number,
            int number => number,
            not null when dimension is not null => (double)boxed.GetType().GetProperty(nameof(IQuantity<>.Si))!.GetValue(boxed)!,
            _ => double.NaN,
        };
        return boxed is double or int || (boxed is not null && dimension is not null);
    }

    private static Type? ElementTypeOf(Type type) =>
        type.IsArray ? type.GetElementType() :
        type.IsGenericType && type.GetGenericTypeDefinition() is Type open && (open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyCollection<>) || open == typeof(IEnumerable<>))
            ? type.GetGenericArguments()[0] : null;

    internal static bool IsNestedRecord(Type type) => type.IsClass && type != typeof(string) && type.GetConstructor(Type.EmptyTypes) is not null;

    internal static Dimension? DimensionOf(Type type)
    {
        bool isQuantity = type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IQuantity<>));
        return isQuantity ? (Dimension)type.GetProperty(nameof(IQuantity<>.Dimension), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)! : null;
    }

    private static object MakeQuantity(Type type, double si) =>
        type.GetMethod(nameof(IQuantity<>.FromSi), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [si])!;

    private static string Wanted(Type type) =>
        DimensionOf(type) is Dimension dimension ? $"a value in {dimension.AcceptedUnits}" :
        ElementTypeOf(type) is Type element ? $"a list, of {Wanted(element)} each," :
        type == typeof(int) ? "a whole number" : type == typeof(double) ? "a number" : type == typeof(bool) ? "true or false" :
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(Spelling.Kebab))}" : type == typeof(string) ? "a text" : "a group of named values";
}
