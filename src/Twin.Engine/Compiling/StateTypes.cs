using System.Reflection;
using System.Text;

namespace Twin.Engine.Compiling;

/// <summary>Says what a component's own state type consists of, so that another build's type of the same name and size is not taken for it.</summary>
internal static class StateTypes
{
    /// <summary>Name of a type with the names and types of all its fields, in the order in which they lie. Keeps nothing of the type.</summary>
    /// <param name="type">An unmanaged type.</param>
    public static string NameOf(Type type)
    {
        var text = new StringBuilder();
        Append(text, type);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type)
    {
        text.Append(type.Namespace).Append('.').Append(type.Name);
        if (type.IsPrimitive || type.IsPointer)
        {
            return;
        }

        if (type.IsEnum)
        {
            text.Append('=').AppendJoin(',', type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name}:{field.GetRawConstantValue()}"));
            return;
        }

        text.Append('{');
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.MetadataToken))
        {
            text.Append(field.Name).Append(':');
            Append(text, field.FieldType);
            text.Append(';');
        }

        text.Append('}');
    }
}
