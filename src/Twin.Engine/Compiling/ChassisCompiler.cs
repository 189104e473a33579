using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <summary>Turns a chassis description into a compiled chassis: binds parameters, lets every component describe itself, joins them, lays out the state block.</summary>
/// <remarks>
/// Every problem is gathered before anything is returned. Compiling is a function of description, kinds and seed: the same input gives the
/// same structure and the same initial words.
/// </remarks>
public static class ChassisCompiler
{
    /// <summary>Compiles a chassis.</summary>
    /// <param name="description">What it is made of.</param>
    /// <param name="kinds">The kinds that plugins offer, by name.</param>
    /// <param name="store">Where reduced packages are kept; null builds them anew, which takes seconds for each.</param>
    /// <returns>The model, or everything that is wrong.</returns>
    /// <remarks>Components' factories and <c>Describe</c> run on the calling thread; what they throw is a problem of theirs, not an exception here.</remarks>
    public static CompileResult Compile(ChassisDescription description, IReadOnlyDictionary<string, ComponentKind> kinds, IReducedPackageStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(kinds);
        return new ChassisCompilation(description, kinds, store).Run();
    }
}
