using System.Reflection;

namespace Twin.Contracts.Tests;

/// <summary>What the host hands to a plugin is numbers, names and handles: nothing through which a plugin gets at files, the network, threads or services of the host.</summary>
public sealed class ReachTests
{
    // What a signature may be made of: numbers, texts, spans and lists of these, and the contract's own types.
    private static readonly string[] Allowed =
    [
        "System.Void", "System.Boolean", "System.Byte", "System.Char", "System.Int32", "System.Int64", "System.UInt64", "System.Double", "System.String", "System.Object", "System.Enum", "System.ValueType",
        "System.Attribute", "System.Version", "System.Type", "System.Span`1", "System.ReadOnlySpan`1", "System.Nullable`1", "System.Func`2", "System.IComparable", "System.IComparable`1", "System.IEquatable`1",
        "System.IFormattable", "System.ISpanFormattable", "System.IFormatProvider", "System.TimeSpan", "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.KeyValuePair`2",
    ];

    [Fact]
    public void PublicSurface_Signatures_HoldNothingOfTheHost() =>
        Assert.Equal(string.Empty, string.Join('\n', Strange(typeof(IPlugin).Assembly.GetExportedTypes().Where(type => !type.IsEnum))));

    [Theory]
    [InlineData(typeof(TakesAStream))]
    [InlineData(typeof(GivesAPath))]
    [InlineData(typeof(HasServices))]
    [InlineData(typeof(StartsWork))]
    [InlineData(typeof(CallsBack))]
    public void PublicSurface_TypeThatReachesOut_WouldBeFound(Type type) => Assert.NotEmpty(Strange([type]));

    private static List<string> Strange(IEnumerable<Type> types)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        List<string> found = [];
        foreach (Type type in types)
        {
            void Look(MemberInfo member, IEnumerable<Type?> used) => found.AddRange(used.OfType<Type>().SelectMany(Parts).Where(part => !IsAllowed(part)).Select(part => $"{type.FullName}.{member.Name}: {part.FullName}"));
            Look(type, [type.BaseType, .. type.GetInterfaces()]);
            foreach (MethodBase method in type.GetMembers(declared).OfType<MethodBase>().Where(IsVisible))
            {
                // How a value writes itself as text is every value's, and the compiler's for a record.
                if (method.Name is "PrintMembers" or "TryFormat")
                    continue;
                Look(method, [(method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)]);
            }

            foreach (FieldInfo field in type.GetFields(declared).Where(field => field.IsPublic || field.IsFamily))
                Look(field, [field.FieldType]);
        }

        return found;
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // The parts of arrays, references and constructed types.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        if (type.IsGenericParameter)
            return [];
        return type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }

    private static bool IsAllowed(Type type) =>
        type.Assembly == typeof(IPlugin).Assembly || Allowed.Contains($"{type.Namespace}.{type.Name}")
        || (type.Namespace == "System.Numerics" && type.Name.StartsWith('I'));

#pragma warning disable CA1822, CA1034 // Members are looked at, not called.
    public sealed class TakesAStream
    {
        public void Log(Stream target) => ArgumentNullException.ThrowIfNull(target);
    }

    public sealed class GivesAPath
    {
        public FileInfo? Settings => null;
    }

    public sealed class HasServices
    {
        public IServiceProvider? Services => null;
    }

    public sealed class StartsWork
    {
        public IReadOnlyList<Task> Work => [];
    }

    public sealed class CallsBack
    {
        public void Subscribe(Action<CancellationToken> handler) => ArgumentNullException.ThrowIfNull(handler);
    }
#pragma warning restore CA1822, CA1034
}
