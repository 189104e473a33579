using System.Reflection;
using System.Reflection.Metadata;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>What the metadata says about the entry type.</summary>
/// <param name="IsPublic">Whether other assemblies see it.</param>
/// <param name="IsConcrete">Whether it is a class, not abstract and not generic.</param>
/// <param name="HasConstructor">Whether it has a public constructor without parameters.</param>
internal sealed record EntryFacts(bool IsPublic, bool IsConcrete, bool HasConstructor)
{
    /// <summary>Looks for a top-level type.</summary>
    /// <param name="reader">Metadata to look in.</param>
    /// <param name="entry">Full name.</param>
    /// <param name="candidates">Receives the types that could be meant: public, creatable, naming IPlugin themselves.</param>
    /// <returns>The facts, or null if the type is not there.</returns>
    public static EntryFacts? Find(MetadataReader reader, string entry, List<string> candidates)
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
            if (!wanted && !NamesPlugin(reader, type))
                continue;
            EntryFacts facts = new(
                (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public,
                (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Interface)) == 0 && type.GetGenericParameters().Count == 0,
                type.GetMethods().Any(method => IsPublicDefaultConstructor(reader, reader.GetMethodDefinition(method))));
            if (wanted)
                found = facts;
            else if (facts is { IsPublic: true, IsConcrete: true, HasConstructor: true })
                candidates.Add(name);
        }

        return found;
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
