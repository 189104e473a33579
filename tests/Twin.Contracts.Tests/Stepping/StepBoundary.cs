using System.Reflection;

namespace Twin.Contracts.Tests.Stepping;

/// <summary>Finds what a type lets through that is neither a number nor a span of numbers, in all that can be reached from it by fields and public members.</summary>
internal sealed class StepBoundary
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private readonly Queue<Type> _views = new();
    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _violations = [];

    /// <summary>Everything reachable that could not cross to another process, empty when nothing is.</summary>
    /// <param name="view">A ref struct to begin with.</param>
    public static IReadOnlyList<string> Violations(Type view) => Look(view)._violations;

    /// <summary>The ref structs that can be reached from one, itself included.</summary>
    /// <param name="view">A ref struct to begin with.</param>
    public static IReadOnlySet<Type> Views(Type view) => Look(view)._seen;

    private static StepBoundary Look(Type view)
    {
        var boundary = new StepBoundary();
        boundary.Reach(view, view.Name);
        while (boundary._views.TryDequeue(out Type? next))
        {
            boundary.LookInto(next);
        }

        return boundary;
    }

    private void LookInto(Type view)
    {
        foreach (FieldInfo field in view.GetFields(Fields))
        {
            Reach(field.FieldType, $"{view.Name}.{field.Name}");
        }

        foreach (MethodInfo method in view.GetMethods(Members))
        {
            Reach(method.ReturnType, $"{view.Name}.{method.Name}: what it gives");
            foreach (ParameterInfo parameter in method.GetParameters())
            {
                Reach(parameter.ParameterType, $"{view.Name}.{method.Name}: {parameter.Name}");
            }
        }
    }

    private void Reach(Type type, string place)
    {
        if (type == typeof(void))
        {
            return;
        }

        if (type.IsByRef)
        {
            Reach(type.GetElementType()!, place);
        }
        else if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Span<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>)))
        {
            RequireNumber(type.GetGenericArguments()[0], place);
        }
        else if (type.IsByRefLike)
        {
            if (_seen.Add(type))
            {
                _views.Enqueue(type);
            }
        }
        else
        {
            RequireNumber(type, place);
        }
    }

    // A number: a primitive, an enumeration, or a struct of those. A type parameter is whatever struct its owner declared; it is made of the words of the block or
    // of one number, on the side where it is asked for.
    private void RequireNumber(Type type, string place)
    {
        if (type.IsPrimitive || type.IsEnum)
        {
            return;
        }

        if (type.IsGenericParameter)
        {
            if (!type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                _violations.Add($"{place}: any type at all");
            }
        }
        else if (!type.IsValueType || type.IsPointer)
        {
            _violations.Add($"{place}: {type.Name}");
        }
        else
        {
            foreach (FieldInfo field in type.GetFields(Fields))
            {
                RequireNumber(field.FieldType, $"{place}.{field.Name}");
            }
        }
    }
}
