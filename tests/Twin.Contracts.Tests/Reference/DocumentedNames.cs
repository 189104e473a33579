using System.Reflection;

namespace Twin.Contracts.Tests.Reference;

/// <summary>Names under which the compiler's documentation file keeps types and members (C# specification, annex D.4.2).</summary>
internal static class DocumentedNames
{
    /// <summary>Name of a type or member.</summary>
    /// <param name="member">The type or member.</param>
    public static string Of(MemberInfo member) => member switch
    {
        Type type => "T:" + Plain(type),
        FieldInfo field => $"F:{Plain(field.DeclaringType!)}.{field.Name}",
        EventInfo happening => $"E:{Plain(happening.DeclaringType!)}.{happening.Name}",
        PropertyInfo property => $"P:{Plain(property.DeclaringType!)}.{property.Name}{Arguments(property.GetIndexParameters())}",
        ConstructorInfo constructor => $"M:{Plain(constructor.DeclaringType!)}.#ctor{Arguments(constructor.GetParameters())}",
        MethodInfo method => $"M:{Plain(method.DeclaringType!)}.{method.Name}{(method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : string.Empty)}{Arguments(method.GetParameters())}"
            + (method.Name is "op_Implicit" or "op_Explicit" ? "~" + Argument(method.ReturnType) : string.Empty),
        _ => throw new ArgumentException($"'{member}' has no name in the documentation.", nameof(member)),
    };

    private static string Arguments(ParameterInfo[] parameters) => parameters.Length == 0 ? string.Empty : $"({string.Join(',', parameters.Select(parameter => Argument(parameter.ParameterType)))})";

    private static string Argument(Type type) => type switch
    {
        { IsByRef: true } => Argument(type.GetElementType()!) + "@",
        { IsArray: true } => Argument(type.GetElementType()!) + "[]",
        { IsGenericMethodParameter: true } => "``" + type.GenericParameterPosition,
        { IsGenericTypeParameter: true } => "`" + type.GenericParameterPosition,
        { IsGenericType: true } => $"{Plain(type)[..Plain(type).LastIndexOf('`')]}{{{string.Join(',', type.GetGenericArguments().Select(Argument))}}}",
        _ => Plain(type),
    };

    private static string Plain(Type type) => type.IsNested
        ? $"{Plain(type.DeclaringType!)}.{type.Name}"
        : $"{type.Namespace}.{type.Name}";
}
