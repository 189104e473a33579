namespace Twin.Contracts;

/// <summary>One part of a chassis: it describes itself once, then its behaviours are called step by step.</summary>
/// <remarks>
/// <para>
/// A component keeps datasheet values and handles in fields and no number that changes: every such number lives in the state block of the
/// chassis and is reached through handles, so that a snapshot is a copy and a fork needs nothing from the component. One instance may serve
/// several states, one after the other, never at the same time.
/// </para>
/// <para>
/// Call order: the factory, then <see cref="Describe"/> once; then, for each state, <see cref="IResetBehavior.Reset"/> if implemented, and in
/// each step the behaviours in the order power, light, link, flow, control, each at its own rate. After an exception, a non-finite output or an
/// overrun verdict no behaviour is called until the component is reset; its last good outputs are held meanwhile.
/// </para>
/// </remarks>
public interface IComponent
{
    /// <summary>Declares everything the component is made of and receives the handles to reach it in a step.</summary>
    /// <param name="builder">Valid during the call only.</param>
    /// <remarks>Pure: the same parameters give the same description, no file, clock or thread is touched. An exception refuses the chassis and names the component.</remarks>
    void Describe(IComponentBuilder builder);
}
