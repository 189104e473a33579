using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Twin.Tests.Plugins;

/// <summary>A plugin has one entry. Fixtures share an assembly to build quickly, and leave one of theirs in each copy.</summary>
internal static class SingleEntry
{
    /// <summary>Makes every other type that an assembly could be entered by internal.</summary>
    /// <param name="assembly">The assembly, which is written over.</param>
    /// <param name="entry">Full name of the entry that stays.</param>
    public static void Keep(string assembly, string entry)
    {
        byte[] image = File.ReadAllBytes(assembly);
        using (PEReader pe = new(new MemoryStream(image)))
        {
            MetadataReader reader = pe.GetMetadataReader();
            foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
            {
                TypeDefinition type = reader.GetTypeDefinition(handle);
                string name = reader.GetString(type.Namespace) + "." + reader.GetString(type.Name);
                if (type.IsNested || name == entry || !name.EndsWith("Plugin", StringComparison.Ordinal))
                    continue;

                // A row of the TypeDef table begins with 32 bits of flags, the lowest three of which are the visibility: 0 is internal; ECMA-335 II.22.37 and II.23.1.15.
                int offset = pe.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.TypeDef)
                    + (MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.TypeDef);
                image[offset] &= 0xF8;
            }
        }

        File.WriteAllBytes(assembly, image);
    }
}
