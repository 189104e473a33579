using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Twin.Plugins.Tests;

/// <summary>Writes assemblies that no compiler would.</summary>
internal static class CraftedAssembly
{
    /// <summary>The name of the first type.</summary>
    public const string First = "Crafted.T0";

    /// <summary>Writes one whose types are derived each from the next one.</summary>
    /// <param name="file">Where.</param>
    /// <param name="types">How many there are.</param>
    /// <param name="last">The one that the last of them is derived from, by number; null for a type of another assembly.</param>
    public static void WriteChain(string file, int types, int? last) => Write(file, (metadata, contracts) =>
    {
        TypeReferenceHandle elsewhere = metadata.AddTypeReference(contracts, metadata.GetOrAddString("Elsewhere"), metadata.GetOrAddString("Base"));
        for (int i = 0; i < types; i++)
        {
            // Row 1 is the type of the module.
            EntityHandle parent = i + 1 < types ? MetadataTokens.TypeDefinitionHandle(i + 3) : last is { } number ? MetadataTokens.TypeDefinitionHandle(number + 2) : elsewhere;
            Add(metadata, i, parent, firstMethod: 1);
        }
    });

    /// <summary>Writes one whose types are plugins and every second of which claims all methods that there are.</summary>
    /// <param name="file">Where.</param>
    /// <param name="types">How many there are.</param>
    /// <param name="methods">How many methods there are.</param>
    public static void WriteShared(string file, int types, int methods) => Write(file, (metadata, contracts) =>
    {
        TypeReferenceHandle plugin = metadata.AddTypeReference(contracts, metadata.GetOrAddString("Twin.Contracts"), metadata.GetOrAddString("IPlugin"));
        for (int i = 0; i < types; i++)
        {
            Add(metadata, i, default, firstMethod: i % 2 == 0 ? 1 : methods);
            metadata.AddInterfaceImplementation(MetadataTokens.TypeDefinitionHandle(i + 2), plugin);
        }

        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, returns => returns.Void(), _ => { });
        BlobHandle written = metadata.GetOrAddBlob(signature);
        StringHandle name = metadata.GetOrAddString("M");
        for (int i = 0; i < methods; i++)
            metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Abstract, MethodImplAttributes.IL, name, written, -1, MetadataTokens.ParameterHandle(1));
    });

    private static void Add(MetadataBuilder metadata, int number, EntityHandle parent, int firstMethod) => metadata.AddTypeDefinition(
        TypeAttributes.Public, metadata.GetOrAddString("Crafted"), metadata.GetOrAddString("T" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)), parent,
        MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(firstMethod));

    private static void Write(string file, Action<MetadataBuilder, AssemblyReferenceHandle> addTypes)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Crafted.dll"), metadata.GetOrAddGuid(Guid.Empty), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Crafted"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.Sha1);
        AssemblyReferenceHandle contracts = metadata.AddAssemblyReference(
            metadata.GetOrAddString("Twin.Contracts"), typeof(Contracts.IPlugin).Assembly.GetName().Version!, default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        addTypes(metadata, contracts);
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        using FileStream written = File.Create(file);
        image.WriteContentTo(written);
    }
}
