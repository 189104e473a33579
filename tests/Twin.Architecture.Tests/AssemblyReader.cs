using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Twin.Architecture.Tests;

/// <summary>Reads what a built assembly says of itself, without loading it.</summary>
internal static class AssemblyReader
{
    private static readonly HashSet<string> BaseLibrary = AssembliesOf(typeof(object).Assembly.Location);

    private static readonly HashSet<string> WebFramework = AssembliesOf(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location);

    /// <summary>Names of the assemblies that an assembly references.</summary>
    /// <param name="path">Its file.</param>
    public static IReadOnlyList<string> References(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    /// <summary>References that a rule does not allow, each with the reason.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">The rule.</param>
    public static IReadOnlyList<string> Violations(string path, ReferenceRule rule)
    {
        List<string> violations = [];
        foreach (string name in References(path))
        {
            if (Repository.OwnAssemblies.Contains(name))
            {
                if (!rule.Own.Contains(name))
                {
                    violations.Add($"{name}: of ours, may not be referenced");
                }
            }
            else if (WebFramework.Contains(name) && !BaseLibrary.Contains(name))
            {
                if (!rule.WebFramework)
                {
                    violations.Add($"{name}: ASP.NET Core, may not be referenced");
                }
            }
            else if (!BaseLibrary.Contains(name) && rule.Packages is { } packages && !packages.Any(package => name == package || name.StartsWith(package + ".", StringComparison.Ordinal)))
            {
                violations.Add($"{name}: a package that is not allowed");
            }
        }

        return violations;
    }

    /// <summary>Static fields that can be changed: not readonly, or readonly collections whose content is not.</summary>
    /// <param name="path">The file.</param>
    /// <remarks>
    /// What the compiler makes for itself (cached delegates, literals) is left out, and so are private readonly arrays: tables of numbers, which
    /// only their own type could write.
    /// </remarks>
    public static IReadOnlyList<string> MutableStaticFields(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> found = [];
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            string type = NameOf(metadata, handle);
            if (type.Contains('<', StringComparison.Ordinal))
            {
                continue;
            }

            foreach (FieldDefinitionHandle fieldHandle in metadata.GetTypeDefinition(handle).GetFields())
            {
                FieldDefinition field = metadata.GetFieldDefinition(fieldHandle);
                if (!field.Attributes.HasFlag(FieldAttributes.Static) || field.Attributes.HasFlag(FieldAttributes.Literal))
                {
                    continue;
                }

                string name = $"{type}.{metadata.GetString(field.Name)}";
                string kind = field.DecodeSignature(new TypeNames(metadata), null);
                bool isPrivate = (field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Private;
                if (!field.Attributes.HasFlag(FieldAttributes.InitOnly))
                {
                    found.Add($"{name}: {kind} is not readonly");
                }
                else if (TypeNames.IsCollection(kind) || (TypeNames.IsArray(kind) && !isPrivate))
                {
                    found.Add($"{name}: the content of {kind} can be changed");
                }
            }
        }

        return found;
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        string name = metadata.GetString(type.Name);
        return outer.IsNil ? $"{metadata.GetString(type.Namespace)}.{name}" : $"{NameOf(metadata, outer)}+{name}";
    }

    private static HashSet<string> AssembliesOf(string assembly) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(assembly)!, "*.dll").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>Types of fields as text, enough to tell arrays and collections apart from what cannot change.</summary>
    private sealed class TypeNames(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
    {
        private static readonly ImmutableArray<string> Collections =
        [
            "System.Collections.Generic.List`1", "System.Collections.Generic.Dictionary`2", "System.Collections.Generic.HashSet`1", "System.Collections.Generic.Queue`1",
            "System.Collections.Generic.Stack`1", "System.Collections.Generic.SortedDictionary`2", "System.Collections.Generic.SortedSet`1", "System.Collections.Concurrent.",
            "System.Text.StringBuilder", "System.Random",
        ];

        public static bool IsArray(string kind) => kind.EndsWith("[]", StringComparison.Ordinal);

        public static bool IsCollection(string kind) => Collections.Any(collection => kind.StartsWith(collection, StringComparison.Ordinal));

        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

        public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NameOf(reader, handle);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            TypeReference reference = reader.GetTypeReference(handle);
            return $"{reader.GetString(reference.Namespace)}.{reader.GetString(reference.Name)}";
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            metadata.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
