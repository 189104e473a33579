namespace Twin.Engine.Description;

/// <summary>Named values.</summary>
/// <param name="Entries">Names as written (kebab-case) and their values, in order; names are unique.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record MapParameter(IReadOnlyList<KeyValuePair<string, ParameterNode>> Entries, Origin? Origin = null) : ParameterNode(Origin)
{
    /// <summary>No values.</summary>
    public static MapParameter Empty { get; } = new([]);
}
