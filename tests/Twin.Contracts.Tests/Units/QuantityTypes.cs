using System.Reflection;
using Twin.Units;

namespace Twin.Contracts.Tests.Units;

/// <summary>All quantities of the assembly, found by their interface.</summary>
internal static class QuantityTypes
{
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(Dimension).Assembly.GetExportedTypes().Where(IsQuantity).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static Dimension DimensionOf(Type quantity) =>
        (Dimension)quantity.GetProperty("Dimension", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>The named factories: static, FromX, one number, giving the quantity; FromSi is the interface's.</summary>
    public static IEnumerable<MethodInfo> NamedFactories(Type quantity) =>
        quantity.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name.StartsWith("From", StringComparison.Ordinal) && method.Name != "FromSi" && method.ReturnType == quantity);

    private static bool IsQuantity(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuantity<>));
}
