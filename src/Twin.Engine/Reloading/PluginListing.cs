using Twin.Engine.Compiling;
using Twin.Engine.Description;

namespace Twin.Engine.Reloading;

/// <summary>A plugin of a running twin. Refers to nothing of it.</summary>
/// <param name="Build">Its id, version and content.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="ContractVersion">The contract that it was built against, such as <c>1.4</c>.</param>
/// <param name="Folder">Full path of the folder from which it was read.</param>
/// <param name="Kinds">Kinds of components that it offers, in order of name.</param>
/// <param name="Components">Paths of the components of the running chassis that it models.</param>
/// <param name="State">Whether it is used.</param>
/// <param name="Problems">What was wrong when it was last to be exchanged; empty when that went well or was never tried. For one that is given up, what keeps it in memory.</param>
public sealed record PluginListing(
    PluginBuild Build,
    string Vendor,
    string ContractVersion,
    string Folder,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Components,
    PluginState State,
    IReadOnlyList<Problem> Problems);
