using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Twin.Plugins;

/// <summary>What the metadata of one assembly says, without loading it.</summary>
/// <param name="Name">Simple name.</param>
/// <param name="References">Simple name and version of every assembly it references.</param>
/// <param name="TargetFramework">Such as <c>.NETCoreApp,Version=v10.0</c>, or null when it does not say.</param>
/// <param name="Machine">Processor as the file's header gives it.</param>
/// <param name="IsPortable">Whether it is intermediate code that runs on every processor.</param>
/// <param name="IsMixed">Whether native code was linked into it, which no load context but the process's own takes.</param>
/// <param name="Entry">The entry type looked for, or null when it is not there.</param>
/// <param name="Candidates">Other public creatable top-level types that implement IPlugin.</param>
internal sealed record AssemblyFacts(
    string Name,
    IReadOnlyList<(string Name, Version Version)> References,
    string? TargetFramework,
    Machine Machine,
    bool IsPortable,
    bool IsMixed,
    EntryFacts? Entry,
    IReadOnlyList<string> Candidates)
{
    /// <summary>Reads the metadata of an assembly.</summary>
    /// <param name="file">The file.</param>
    /// <param name="looksForEntries">Whether to look at its types.</param>
    /// <param name="entry">Full name of the entry type to look for, or null when it is not known.</param>
    /// <returns>The facts, or null when the file is not a .NET assembly, such as a native library.</returns>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    public static AssemblyFacts? Read(PluginFile file, bool looksForEntries, string? entry)
    {
        try
        {
            using MemoryStream stream = new(file.Content, writable: false);
            using PEReader image = new(stream);
            if (!image.HasMetadata)
                return null;
            MetadataReader reader = image.GetMetadataReader();
            if (!reader.IsAssembly)
                return null;
            AssemblyDefinition assembly = reader.GetAssemblyDefinition();
            List<(string, Version)> references = new(reader.AssemblyReferences.Count);
            foreach (AssemblyReferenceHandle handle in reader.AssemblyReferences)
            {
                AssemblyReference reference = reader.GetAssemblyReference(handle);
                references.Add((reader.GetString(reference.Name), reference.Version));
            }

            CorFlags flags = image.PEHeaders.CorHeader!.Flags;
            Machine machine = image.PEHeaders.CoffHeader.Machine;
            List<string> candidates = [];

            // Precompiled code is native too, but lies beside the intermediate code and has a header of its own; ECMA-335 II.25.3.3.
            bool isMixed = !flags.HasFlag(CorFlags.ILOnly) && image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size == 0;
            return new AssemblyFacts(reader.GetString(assembly.Name), references, Framework(reader, assembly), machine,
                machine == Machine.I386 && flags.HasFlag(CorFlags.ILOnly) && !flags.HasFlag(CorFlags.Requires32Bit),
                isMixed, !looksForEntries ? null : EntryFacts.Find(reader, entry, candidates), candidates);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A damaged file makes the reader throw more than it documents.
            throw new BadImageFormatException(exception.Message, file.Path, exception);
        }
    }

    private static string? Framework(MetadataReader reader, AssemblyDefinition assembly)
    {
        foreach (CustomAttributeHandle handle in assembly.GetCustomAttributes())
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)parent).Name, "TargetFrameworkAttribute"))
            {
                // Blob of a custom attribute: prolog 1 in two bytes, then the text; ECMA-335 II.23.3.
                BlobReader blob = reader.GetBlobReader(attribute.Value);
                return blob.ReadUInt16() == 1 ? blob.ReadSerializedString() : null;
            }
        }

        return null;
    }
}
