using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Twin.Plugins.Tests;

/// <summary>Headers of native libraries for chosen systems and processors, and the rest of the file zero.</summary>
internal static class NativeFiles
{
    /// <summary>A processor that is not this one.</summary>
    public static Architecture Other { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Architecture.X64 : Architecture.Arm64;

    /// <summary>Runtime identifier without processor of a system that is not this one.</summary>
    public static string OtherSystem { get; } = OperatingSystem.IsWindows() ? "linux" : "win";

    /// <summary>This system's portable runtime identifier for a processor.</summary>
    public static string Rid(Architecture processor) =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{processor.ToString().ToLowerInvariant()}";

    /// <summary>A library of this system.</summary>
    public static byte[] Own(Architecture processor) => OperatingSystem.IsWindows() ? Pe(processor) : OperatingSystem.IsMacOS() ? MachO(processor) : Elf(processor);

    /// <summary>A library of a system that is not this one, for this processor.</summary>
    public static byte[] Foreign() => OperatingSystem.IsWindows() ? Elf(RuntimeInformation.ProcessArchitecture) : Pe(RuntimeInformation.ProcessArchitecture);

    public static byte[] Elf(Architecture processor)
    {
        byte[] file = new byte[256];
        "\u007FELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), (ushort)(processor == Architecture.Arm64 ? 183 : 62));
        return file;
    }

    public static byte[] Pe(Architecture processor)
    {
        byte[] file = new byte[512];
        "MZ"u8.CopyTo(file);
        file[0x3C] = 0x80;
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x84), (ushort)(processor == Architecture.Arm64 ? 0xAA64 : 0x8664));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x98), 0x20B);
        return file;
    }

    public static byte[] MachO(Architecture processor)
    {
        byte[] file = new byte[256];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0xFEEDFACF);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), processor == Architecture.Arm64 ? 0x0100000Cu : 0x01000007u);
        return file;
    }

    /// <summary>A universal file of macOS.</summary>
    public static byte[] Universal()
    {
        byte[] file = new byte[256];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0xCAFEBABE);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(8), 0x01000007);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(28), 0x0100000C);
        return file;
    }
}
