namespace Twin.Contracts;

/// <summary>Receives the component kinds of one plugin.</summary>
public interface IComponentRegistry
{
    /// <summary>Registers a component kind with the record that holds its datasheet values.</summary>
    /// <typeparam name="TParameters">
    /// A class or record with a public parameterless constructor. Its public settable properties are the parameters: quantities of
    /// <c>Twin.Units</c>, <see cref="double"/>, <see cref="int"/>, <see cref="bool"/>, <see cref="string"/>, enumerations, nested records of
    /// these and <see cref="IReadOnlyList{T}"/> of any of them. A property marked <c>required</c> must be in the chassis file, any other
    /// keeps the value the constructor gave it. <see cref="ParameterAttribute"/> gives text, range and source, <see cref="SpreadAttribute"/> the
    /// spread between parts.
    /// </typeparam>
    /// <param name="kind">Name used in chassis files, unique among all loaded plugins: <c>vendor.part</c> in lower case.</param>
    /// <param name="factory">Makes one component from validated values. Called once for each component of a chassis, possibly many times.</param>
    /// <param name="description">One line for people.</param>
    /// <exception cref="ArgumentException">The kind is malformed or registered already.</exception>
    void Add<TParameters>(string kind, Func<TParameters, IComponent> factory, string description)
        where TParameters : class;
}
