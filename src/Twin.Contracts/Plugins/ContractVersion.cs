namespace Twin.Contracts;

/// <summary>Version of the contract: the assembly version of Twin.Contracts, of which major and minor count.</summary>
/// <param name="Major">Changes when existing plugins must be rebuilt. While it is 0 the contract may still change between minors.</param>
/// <param name="Minor">Grows when abilities are added.</param>
public readonly record struct ContractVersion(int Major, int Minor)
{
    /// <summary>The version of this assembly.</summary>
    public static ContractVersion Current { get; } = From(typeof(ContractVersion).Assembly.GetName().Version!);

    /// <summary>Takes major and minor from an assembly version.</summary>
    /// <param name="version">The version of Twin.Contracts that an assembly references.</param>
    /// <returns>The contract version.</returns>
    public static ContractVersion From(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new ContractVersion(version.Major, version.Minor);
    }

    /// <summary>Tells whether a host of this version runs a plugin that was built against another one.</summary>
    /// <param name="plugin">The version the plugin was built against.</param>
    /// <returns><see langword="true"/> for the same major and an equal or older minor.</returns>
    public bool Accepts(ContractVersion plugin) => plugin.Major == Major && plugin.Minor <= Minor;

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}";
}
