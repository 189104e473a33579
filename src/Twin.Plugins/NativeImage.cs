using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Twin.Plugins;

/// <summary>What the header of a native library says: for which system and processors it was built.</summary>
/// <param name="System">Such as <c>Linux</c>; ELF files that name no system count as Linux.</param>
/// <param name="Machines">The processors, several in a universal file of macOS; named as <see cref="Architecture"/> where that has a name.</param>
/// <remarks>
/// Formats: ELF from the System V ABI, "ELF Header"; PE from Microsoft's "PE Format"; Mach-O and universal files from Apple's mach-o/loader.h and
/// mach-o/fat.h. Only fixed offsets at the front are read, each after its bounds.
/// </remarks>
internal sealed record NativeImage(string System, IReadOnlyList<string> Machines)
{
    public const string Linux = "Linux";
    public const string FreeBsd = "FreeBSD";
    public const string MacOs = "macOS";
    public const string Windows = "Windows";

    // A class file of Java begins like a universal file; the number that counts processors there is a version above this one here.
    private const uint MostProcessors = 20;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="content">The file, or as much of its beginning as there is.</param>
    /// <returns>What it says, or null when it is no ELF, Mach-O or PE file, is cut off, or is a PE file with .NET metadata.</returns>
    public static NativeImage? Read(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\u007FELF"u8))
            return Elf(content);
        if (content.StartsWith("MZ"u8))
            return Pe(content);
        return content.Length < 8 ? null : BinaryPrimitives.ReadUInt32BigEndian(content) switch
        {
            0xCEFAEDFE or 0xCFFAEDFE => new NativeImage(MacOs, [MachO(BinaryPrimitives.ReadUInt32LittleEndian(content[4..]))]),
            0xCAFEBABE => Universal(content, entry: 20),
            0xCAFEBABF => Universal(content, entry: 32),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{System} on {string.Join(" and ", Machines)}";

    private static NativeImage? Elf(ReadOnlySpan<byte> content)
    {
        if (content.Length < 20 || content[5] is not (1 or 2))
            return null;
        ushort machine = content[5] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(content[18..]) : BinaryPrimitives.ReadUInt16BigEndian(content[18..]);
        string name = machine switch
        {
            3 => nameof(Architecture.X86),
            21 => nameof(Architecture.Ppc64le),
            22 => nameof(Architecture.S390x),
            40 => nameof(Architecture.Arm),
            62 => nameof(Architecture.X64),
            183 => nameof(Architecture.Arm64),
            243 => nameof(Architecture.RiscV64),
            258 => nameof(Architecture.LoongArch64),
            _ => $"ELF machine {machine}",
        };
        return new NativeImage(content[7] == 9 ? FreeBsd : Linux, [name]);
    }

    private static NativeImage? Pe(ReadOnlySpan<byte> content)
    {
        const int peOffset = 0x3C;
        const int coffHeader = 24;
        if (content.Length < peOffset + 4)
            return null;
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(content[peOffset..]);
        if (start > content.Length - coffHeader - 2 || !content[(int)start..].StartsWith("PE\0\0"u8))
            return null;

        // The directory of the .NET header is the fifteenth behind the optional header, which is 16 bytes longer in a file of 64 bits.
        ReadOnlySpan<byte> optional = content[((int)start + coffHeader)..];
        int directory = (BinaryPrimitives.ReadUInt16LittleEndian(optional) == 0x20B ? 112 : 96) + (14 * 8);
        if (optional.Length >= directory + 8 && BinaryPrimitives.ReadUInt32LittleEndian(optional[directory..]) != 0)
            return null;
        Machine machine = (Machine)BinaryPrimitives.ReadUInt16LittleEndian(content[((int)start + 4)..]);
        return new NativeImage(Windows, [machine switch
        {
            Machine.Amd64 => nameof(Architecture.X64),
            Machine.I386 => nameof(Architecture.X86),
            Machine.Arm64 => nameof(Architecture.Arm64),
            Machine.ArmThumb2 or Machine.Arm => nameof(Architecture.Arm),
            _ => $"PE machine 0x{(ushort)machine:X4}",
        }]);
    }

    private static NativeImage? Universal(ReadOnlySpan<byte> content, int entry)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        if (count is 0 or > MostProcessors || content.Length < 8 + (count * entry))
            return null;
        string[] machines = new string[count];
        for (int i = 0; i < machines.Length; i++)
            machines[i] = MachO(BinaryPrimitives.ReadUInt32BigEndian(content[(8 + (i * entry))..]));
        return new NativeImage(MacOs, machines);
    }

    private static string MachO(uint processor) => processor switch
    {
        0x01000007 => nameof(Architecture.X64),
        0x0100000C => nameof(Architecture.Arm64),
        7 => nameof(Architecture.X86),
        12 => nameof(Architecture.Arm),
        _ => $"Mach-O processor 0x{processor:X8}",
    };
}
