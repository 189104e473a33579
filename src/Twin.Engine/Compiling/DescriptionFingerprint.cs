using System.Collections;
using System.Reflection;
using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <summary>Fingerprint of everything that a chassis description says, whatever its types are.</summary>
/// <remarks>
/// Walks the fields of its records, so that a key that is added to descriptions counts without a word here. Left out is where things were written (<see cref="Origin"/>),
/// the title, and where a run starts: none of them is in a step.
/// </remarks>
internal static class DescriptionFingerprint
{
    /// <summary>Computes it. Takes some milliseconds for a large chassis; allocates.</summary>
    /// <param name="description">The description.</param>
    /// <exception cref="NotSupportedException">A field holds something that has no content of its own, such as a delegate.</exception>
    public static string Of(ChassisDescription description)
    {
        using var fingerprint = new FingerprintBuilder();
        Add(fingerprint, description with { Title = string.Empty, Initial = default }, []);
        return fingerprint.Finish();
    }

    private static void Add(FingerprintBuilder fingerprint, object? value, Dictionary<Type, FieldInfo[]> fields)
    {
        switch (value)
        {
            case null or Origin:
                fingerprint.Add("null");
                break;
            case string text:
                fingerprint.Add(text);
                break;
            case double number:
                fingerprint.Add(number);
                break;
            case bool flag:
                fingerprint.Add(flag ? 1L : 0L);
                break;
            case IFormattable number when value.GetType().IsPrimitive || value is Enum:
                fingerprint.Add(number);
                break;
            case IEnumerable items:
                fingerprint.Add("[");
                foreach (object? item in items)
                {
                    Add(fingerprint, item, fields);
                }

                fingerprint.Add("]");
                break;
            case Delegate or Pointer:
                throw new NotSupportedException($"A {value.GetType()} in a description has no content that could be compared.");
            default:
                fingerprint.Add(value.GetType().Name);
                foreach (FieldInfo field in FieldsOf(value.GetType(), fields))
                {
                    fingerprint.Add(field.Name);
                    Add(fingerprint, field.GetValue(value), fields);
                }

                break;
        }
    }

    private static FieldInfo[] FieldsOf(Type type, Dictionary<Type, FieldInfo[]> known)
    {
        if (!known.TryGetValue(type, out FieldInfo[]? fields))
        {
            var all = new List<FieldInfo>();
            for (Type? part = type; part is not null && part != typeof(object) && part != typeof(ValueType); part = part.BaseType)
            {
                all.AddRange(part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
            }

            // By name: the order of reflection is nothing that a fingerprint kept in a file may rest on.
            fields = [.. all.OrderBy(field => field.Name, StringComparer.Ordinal)];
            known[type] = fields;
        }

        return fields;
    }
}
