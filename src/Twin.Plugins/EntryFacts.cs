using System.Reflection;
using System.Reflection.Metadata;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>What the metadata says about the entry type.</summary>
/// <param name="IsPublic">Whether other assemblies see it.</param>
/// <param name="IsConcrete">Whether it is a class, not abstract and not generic.</param>
/// <param name="HasConstructor">Whether it has a public constructor without parameters.</param>
/// <param name="IsPlugin">Whether it implements IPlugin, itself or through a base type; null when a base type lies in another assembly.</param>
internal sealed record EntryFacts(bool IsPublic, bool IsConcrete, bool HasConstructor, bool? IsPlugin)
{
    private bool CanBeEntry => this is { IsPublic: true, IsConcrete: true, HasConstructor: true, IsPlugin: true };

    /// <summary>Looks for a top-level type.</summary>
    /// <param name="reader">Metadata to look in.</param>
    /// <param name="entry">Full name, or null to look for the others only.</param>
    /// <param name="candidates">Receives the other types that could be an entry: public, creatable, implementing IPlugin.</param>
    /// <returns>The facts, or null if the type is not there.</returns>
    public static EntryFacts? Find(MetadataReader reader, string? entry, List<string> candidates)
    {
        EntryFacts? found = null;
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (type.IsNested)
                continue;
            string name = reader.GetString(type.Name);
            if (!type.Namespace.IsNil)
                name = reader.GetString(type.Namespace) + "." + name;
            bool wanted = name == entry;
            bool? isPlugin = ImplementsPlugin(reader, handle);
            if (!wanted && isPlugin != true)
                continue;
            EntryFacts facts = new(
                (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public,
                (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Interface)) == 0 && type.GetGenericParameters().Count == 0,
                type.GetMethods().Any(method => IsPublicDefaultConstructor(reader, reader.GetMethodDefinition(method))),
                isPlugin);
            if (wanted)
                found = facts;
            else if (facts.CanBeEntry)
                candidates.Add(name);
        }

        return found;
    }

    private static bool? ImplementsPlugin(MetadataReader reader, TypeDefinitionHandle handle)
    {
        // A damaged file can have a type that is its own ancestor.
        for (int depth = 0; depth <= reader.TypeDefinitions.Count; depth++)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (NamesPlugin(reader, type))
                return true;
            switch (type.BaseType.Kind)
            {
                case HandleKind.TypeDefinition when !type.BaseType.IsNil:
                    handle = (TypeDefinitionHandle)type.BaseType;
                    continue;
                case HandleKind.TypeReference when !type.BaseType.IsNil:
                    TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)type.BaseType);
                    bool isRoot = reader.StringComparer.Equals(reference.Namespace, "System")
                        && (reader.StringComparer.Equals(reference.Name, "Object") || reader.StringComparer.Equals(reference.Name, "ValueType")
                            || reader.StringComparer.Equals(reference.Name, "Enum") || reader.StringComparer.Equals(reference.Name, "MulticastDelegate"));
                    return isRoot ? false : null;
                default:
                    // None at all for an interface; a constructed generic type otherwise, whose arguments say nothing of interest.
                    return type.BaseType.IsNil ? false : null;
            }
        }

        return null;
    }

    private static bool NamesPlugin(MetadataReader reader, TypeDefinition type)
    {
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            EntityHandle implemented = reader.GetInterfaceImplementation(handle).Interface;
            if (implemented.Kind != HandleKind.TypeReference)
                continue;
            TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)implemented);
            if (reader.StringComparer.Equals(reference.Name, nameof(IPlugin))
                && reader.StringComparer.Equals(reference.Namespace, typeof(IPlugin).Namespace!))
                return true;
        }

        return false;
    }

    private static bool IsPublicDefaultConstructor(MetadataReader reader, MethodDefinition method)
    {
        if ((method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public
            || (method.Attributes & MethodAttributes.Static) != 0
            || !reader.StringComparer.Equals(method.Name, ".ctor"))
            return false;

        // Signature: calling convention, then the number of parameters; ECMA-335 II.23.2.1.
        BlobReader signature = reader.GetBlobReader(method.Signature);
        return !signature.ReadSignatureHeader().IsGeneric && signature.ReadCompressedInteger() == 0;
    }
}
