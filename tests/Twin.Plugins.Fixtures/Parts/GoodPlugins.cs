using System.Globalization;
using System.Resources;
using System.Runtime.InteropServices;
using System.Text;
using Fixture.Library;
using Twin.Contracts;

namespace Fixture.Parts;

public class GoodPlugin : IPlugin
{
    public virtual void Register(IComponentRegistry registry)
    {
        registry.Add<PartParameters>("fixture.part", parameters => new Part("size " + parameters.Size.ToString(CultureInfo.InvariantCulture)), "A part.");
        registry.Add<PartParameters>("fixture.another", _ => new Part("another"), "Another part.");
    }
}

/// <summary>Implements IPlugin through its base type only.</summary>
public sealed class DerivedPlugin : GoodPlugin
{
}

/// <summary>Says through its kind's description which library it was given.</summary>
public sealed class LibraryPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) =>
        registry.Add<PartParameters>("fixture." + Edition.Name.Replace(' ', '-'), _ => new Part("library"), Edition.Name);
}

/// <summary>Looks for an assembly that may be there or not, as numeric libraries do for their native parts.</summary>
public sealed class ProbingPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) =>
        registry.Add<PartParameters>("fixture.probing", _ => new Part("probing"), Type.GetType("Fixture.Optional.Provider, Fixture.Optional") is null ? "without" : "with");
}

public sealed class LocalizedPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        ResourceManager texts = new("Fixture.Parts.Texts", typeof(LocalizedPlugin).Assembly);
        registry.Add<PartParameters>("fixture.localized", _ => new Part("localized"),
            texts.GetString("Greeting", CultureInfo.GetCultureInfo("de")) + " " + texts.GetString("Greeting", CultureInfo.InvariantCulture));
    }
}

/// <summary>Calls a native library that the test puts into the folder.</summary>
public sealed unsafe partial class NativePlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        byte[] text = Encoding.ASCII.GetBytes("123456789");
        fixed (byte* start = text)
        {
            uint checksum = Crc32(0, start, text.Length);
            registry.Add<PartParameters>("fixture.native", _ => new Part("native"), checksum.ToString("x8", CultureInfo.InvariantCulture));
        }
    }

    [DllImport("fixturenative", EntryPoint = "CompressionNative_Crc32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern uint Crc32(uint start, byte* bytes, int count);
}
