using System.Runtime.InteropServices;

namespace Twin.Plugins;

/// <summary>System and processor that this process runs on, in the words of native libraries and of runtime identifiers.</summary>
internal static class HostPlatform
{
    private static readonly string Processor = RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The system as <see cref="NativeImage.System"/> has it.</summary>
    public static string System { get; } =
        OperatingSystem.IsWindows() ? NativeImage.Windows : OperatingSystem.IsMacOS() ? NativeImage.MacOs : OperatingSystem.IsFreeBSD() ? NativeImage.FreeBsd : NativeImage.Linux;

    /// <summary>The portable runtime identifier, such as <c>linux-x64</c>.</summary>
    public static string Rid { get; } = $"{Word}-{Processor.ToLowerInvariant()}";

    /// <summary>Runtime identifiers whose native parts run here, the most specific first.</summary>
    /// <remarks>A shortened form of the graph in .NET's documentation ("RID catalog"): this build's own, the portable ones of the system, then <c>unix</c> and <c>any</c>.</remarks>
    public static IReadOnlyList<string> Rids { get; } = MakeRids();

    private static string Word => System switch
    {
        NativeImage.Windows => "win",
        NativeImage.MacOs => "osx",
        NativeImage.FreeBsd => "freebsd",
        _ => "linux",
    };

    /// <summary>Tells whether a native library was built for this system and processor.</summary>
    public static bool Runs(NativeImage image) => image.System == System && image.Machines.Contains(Processor);

    /// <summary>Such as <c>Linux on X64</c>.</summary>
    public static string Text => $"{System} on {Processor}";

    private static string[] MakeRids()
    {
        string processor = Processor.ToLowerInvariant();
        List<string> rids = [RuntimeInformation.RuntimeIdentifier, Rid, Word];
        if (System != NativeImage.Windows)
            rids.AddRange([$"unix-{processor}", "unix"]);
        rids.Add("any");
        return [.. rids.Distinct(StringComparer.Ordinal)];
    }
}
