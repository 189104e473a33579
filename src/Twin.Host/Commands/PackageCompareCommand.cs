using System.CommandLine;

namespace Twin.Host.Commands;

internal static class PackageCompareCommand
{
    public static Command Build() => new("compare", "x");
}
