namespace Twin.Plugins;

/// <summary>Which assembly names belong to the host.</summary>
internal static class HostNames
{
    /// <summary>The one assembly that host and plugins share.</summary>
    public const string Contracts = "Twin.Contracts";

    /// <summary>Tells whether a plugin may neither have nor reference an assembly of this name.</summary>
    public static bool IsReserved(string name) =>
        !IsContracts(name)
        && (name.StartsWith("Twin.", StringComparison.OrdinalIgnoreCase) || name.Equals("Twin", StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells whether a name is that of the shared assembly.</summary>
    public static bool IsContracts(string name) => name.Equals(Contracts, StringComparison.OrdinalIgnoreCase);
}
