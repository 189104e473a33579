using Twin.Host.Commands;

namespace Twin.Host;

/// <summary>Entry point of the executable <c>twin</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandTree.InvokeAsync(args);
}
