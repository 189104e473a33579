namespace Twin.Host.Watching;

/// <summary>A line of the tree of components.</summary>
/// <param name="Family">The components of one kind.</param>
/// <param name="Member">One of them; null for the line of all.</param>
internal sealed record TreeRow(ComponentFamily Family, WatchedComponent? Member)
{
    /// <summary>The lines to be shown.</summary>
    /// <param name="outline">The chassis.</param>
    /// <param name="open">Stems of the families whose members are shown.</param>
    public static IReadOnlyList<TreeRow> Of(ChassisOutline? outline, IReadOnlySet<string> open) =>
    [
        .. (outline?.Groups ?? []).SelectMany(family => family.Members.Count == 1
            ? [new TreeRow(family, family.Members[0])]
            : new[] { new TreeRow(family, null) }.Concat(open.Contains(family.Stem) ? family.Members.Select(member => new TreeRow(family, member)) : [])),
    ];
}
