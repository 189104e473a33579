namespace Twin.Engine.Description;

/// <summary>Names one or more elements of components: <c>asic0.tx</c>, <c>oe*.host-rx[0..31]</c>, <c>cage{00..15}.air</c>, or a zone by its bare name.</summary>
/// <param name="Text">
/// Component pattern, a dot, element name, and for bundles an optional range of lanes. In the pattern <c>*</c> stands for any text, <c>?</c> for any
/// character, <c>{a..b}</c> for each number from a to b in the width of a. Several patterns may be given, separated by commas. Matches count in
/// the order of patterns and, within one, of the component names.
/// </param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ElementReference(string Text, Origin? Origin = null)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
