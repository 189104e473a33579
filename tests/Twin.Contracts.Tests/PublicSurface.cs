using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Twin.Contracts.Tests;

/// <summary>Lists what an assembly offers to others, one line for each type and member, in an order that does not depend on the build.</summary>
/// <remarks>Members that the compiler makes for a record follow from the word <c>record</c> and are left out; so are nullable annotations.</remarks>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(double)] = "double",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(void)] = "void",
        [typeof(char)] = "char",
    };

    public static List<string> Of(Assembly assembly, Func<Type, bool>? isListed = null)
    {
        List<string> lines = [];
        foreach (Type type in assembly.GetExportedTypes().Where(isListed ?? (_ => true)).OrderBy(Name, StringComparer.Ordinal))
        {
            lines.Add(Header(type));
            lines.AddRange(Members(type).Select(member => "  " + member.Text).Order(StringComparer.Ordinal));
        }

        return lines;
    }

    /// <summary>The line of a type.</summary>
    public static string Header(Type type)
    {
        IEnumerable<Type> inherited = type.GetInterfaces();
        IEnumerable<Type> others = inherited.SelectMany(i => i.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        string[] bases = type.IsEnum ? [Name(Enum.GetUnderlyingType(type))] :
        [
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [Name(parent)] : Array.Empty<string>(),
            .. inherited.Except(others).Select(Name).Order(StringComparer.Ordinal),
        ];
        return $"{Kind(type)} {Name(type)}{(bases.Length == 0 ? string.Empty : " : " + string.Join(", ", bases))}{Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type)
    {
        bool isRecord = type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        string record = isRecord ? "record " : string.Empty;
        return type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (IsReadOnly(type) ? "readonly " : string.Empty) + (type.IsByRefLike ? "ref " : string.Empty) + record + "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract " + record + "class",
            { IsSealed: true } => "sealed " + record + "class",
            _ => record + "class",
        };
    }

    /// <summary>What a type offers, each with its line.</summary>
    public static IEnumerable<(MemberInfo Member, string Text)> Members(Type type)
    {
        foreach (FieldInfo field in type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
        {
            if (type.IsEnum && field.IsStatic)
            {
                yield return (field, field.Name + " = " + Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
            }
            else if (!type.IsEnum)
            {
                yield return (field, (field.IsLiteral ? "const " : field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty)
                    + $"{Name(field.FieldType)} {field.Name}{(field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : string.Empty)}");
            }
        }

        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            if (!constructor.IsDefined(typeof(CompilerGeneratedAttribute)))
            {
                yield return (constructor, $"{Access(constructor)}new({Parameters(constructor.GetParameters())})");
            }
        }

        foreach (PropertyInfo property in type.GetProperties(Declared))
        {
            MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
            if (accessors.Length == 0 || property.Name == "EqualityContract")
            {
                continue;
            }

            ParameterInfo[] indices = property.GetIndexParameters();
            string name = indices.Length == 0 ? property.Name : $"this[{Parameters(indices)}]";
            string verbs = string.Join(" ", accessors.Select(Verb).OrderBy(verb => verb, StringComparer.Ordinal));
            string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
            yield return (property, $"{Modifiers(type, accessors[0])}{required}{ByRef(property.PropertyType)} {name} {{ {verbs} }}");
        }

        foreach (MethodInfo method in type.GetMethods(Declared).Where(IsVisible))
        {
            bool isAccessor = method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);
            if (!isAccessor && !method.IsDefined(typeof(CompilerGeneratedAttribute)))
            {
                Type[] arguments = method.GetGenericArguments();
                string generic = arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments.Select(a => a.Name))}>";
                yield return (method, $"{Modifiers(type, method)}{ByRef(method.ReturnType)} {method.Name}{generic}({Parameters(method.GetParameters())}){Constraints(arguments)}");
            }
        }

        foreach (EventInfo happening in type.GetEvents(Declared).Where(e => e.AddMethod is { } add && IsVisible(add)))
        {
            yield return (happening, $"{Modifiers(type, happening.AddMethod!)}event {Name(happening.EventHandlerType!)} {happening.Name}");
        }
    }

    private static string Parameters(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        string direction = !parameter.ParameterType.IsByRef ? string.Empty : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string extra = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsDefined(typeof(ScopedRefAttribute)) ? "scoped " : string.Empty;
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return $"{extra}{direction}{Name(type)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : string.Empty)}";
    }));

    private static string Constraints(Type[] arguments)
    {
        StringBuilder text = new();
        foreach (Type argument in arguments.Where(a => a.IsGenericParameter))
        {
            GenericParameterAttributes flags = argument.GenericParameterAttributes;
            bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            bool isUnmanaged = argument.CustomAttributes.Any(a => a.AttributeType.Name == "IsUnmanagedAttribute");
            string[] parts =
            [
                .. isUnmanaged ? ["unmanaged"] : isStruct ? ["struct"] : Array.Empty<string>(),
                .. flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
                .. argument.GetGenericParameterConstraints().Where(t => t != typeof(ValueType)).Select(Name).Order(StringComparer.Ordinal),
                .. flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
            ];
            text.Append(parts.Length == 0 ? string.Empty : $" where {argument.Name} : {string.Join(", ", parts)}");
        }

        return text.ToString();
    }

    private static string Modifiers(Type type, MethodInfo method) =>
        (type.IsInterface && !method.IsStatic ? string.Empty : Access(method)) + (method.IsStatic ? "static " : string.Empty)
        + (method.IsAbstract ? (type.IsInterface && !method.IsStatic ? string.Empty : "abstract ")
            : method.GetBaseDefinition() != method ? "override " : method.IsVirtual && !method.IsFinal && !method.IsStatic ? "virtual " : string.Empty);

    private static string Access(MethodBase method) => method.IsPublic ? string.Empty : "protected ";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsReadOnly(Type type) => type.CustomAttributes.Any(a => a.AttributeType.Name == "IsReadOnlyAttribute");

    private static string Verb(MethodInfo accessor) => Access(accessor) + (
        accessor.ReturnType != typeof(void) ? "get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;");

    private static string ByRef(Type type) => type.IsByRef ? "ref " + Name(type.GetElementType()!) : Name(type);

    /// <summary>Name of a type as the lines have it.</summary>
    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
