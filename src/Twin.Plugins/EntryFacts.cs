using System.Reflection;
using System.Reflection.Metadata;

namespace Twin.Plugins;

/// <summary>What the metadata says about the entry type.</summary>
/// <param name="IsPublic">Whether other assemblies see it.</param>
/// <param name="IsConcrete">Whether it is a class, not abstract and not generic.</param>
/// <param name="HasConstructor">Whether it has a public constructor without parameters.</param>
/// <param name="IsPlugin">Whether it implements IPlugin, itself or through a base type; null when a base type lies in another assembly.</param>
internal sealed record EntryFacts(bool IsPublic, bool IsConcrete, bool HasConstructor, bool? IsPlugin)
{
    /// <summary>Other entries that are named at most: a crafted file could have any number of them, each with a name as long as the file.</summary>
    private const int MostCandidates = 20;

    private bool CanBeEntry => this is { IsPublic: true, IsConcrete: true, HasConstructor: true, IsPlugin: true };

    /// <summary>Looks for a top-level type.</summary>
    /// <param name="reader">Metadata to look in.</param>
    /// <param name="entry">Full name, or null to look for the others only.</param>
    /// <param name="candidates">Receives other types that could be an entry: public, creatable, implementing IPlugin. The first twenty of them.</param>
    /// <returns>The facts, or null if the type is not there.</returns>
    /// <exception cref="BadImageFormatException">A method belongs to several types.</exception>
    /// <remarks>Takes time in proportion to the tables of the file, whatever they say.</remarks>
    public static EntryFacts? Find(MetadataReader reader, string? entry, List<string> candidates)
    {
        EntryFacts? found = null;
        int dot = entry?.LastIndexOf('.') ?? -1;
        (string wantedSpace, string? wantedName) = dot < 0 ? (string.Empty, entry) : (entry![..dot], entry[(dot + 1)..]);
        int unseenMethods = reader.MethodDefinitions.Count;
        var ancestry = new Ancestry(reader);
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (type.IsNested)
                continue;
            bool wanted = wantedName is not null && reader.StringComparer.Equals(type.Name, wantedName) && reader.StringComparer.Equals(type.Namespace, wantedSpace);
            if (!wanted && candidates.Count == MostCandidates)
                continue;
            bool? isPlugin = ancestry.ImplementsPlugin(handle);
            if (!wanted && isPlugin != true)
                continue;
            EntryFacts facts = new(
                (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public,
                (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Interface)) == 0 && type.GetGenericParameters().Count == 0,
                HasPublicDefaultConstructor(reader, type, ref unseenMethods),
                isPlugin);
            if (wanted)
                found = facts;
            else if (facts.CanBeEntry)
                candidates.Add(type.Namespace.IsNil ? reader.GetString(type.Name) : reader.GetString(type.Namespace) + "." + reader.GetString(type.Name));
        }

        return found;
    }

    private static bool HasPublicDefaultConstructor(MetadataReader reader, TypeDefinition type, ref int unseenMethods)
    {
        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            if (unseenMethods-- == 0)
                throw new BadImageFormatException("A method belongs to several types.");
            if (IsPublicDefaultConstructor(reader, reader.GetMethodDefinition(method)))
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
