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
    /// <param name="progress">Told, on the calling thread, before a package is reduced, and when one cannot be read or kept.</param>
    /// <returns>The model, or everything that is wrong.</returns>
    /// <remarks>
    /// Components' factories and <c>Describe</c> run on the calling thread; what they throw is a problem of theirs, not an exception here.
    /// Packages are reduced when nothing else is wrong.
    /// </remarks>
    public static CompileResult Compile(
        ChassisDescription description, IReadOnlyDictionary<string, ComponentKind> kinds, IReducedPackageStore? store = null, IProgress<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(kinds);
        return new ChassisCompilation(description, kinds, store, progress).Run(reduces: true);
    }

    /// <summary>Finds everything that is wrong with a chassis, as <see cref="Compile"/> does, and reduces no package.</summary>
    /// <param name="description">What it is made of.</param>
    /// <param name="kinds">The kinds that plugins offer, by name.</param>
    /// <returns>The problems, or what the chassis consists of; never a model.</returns>
    public static CompileResult Check(ChassisDescription description, IReadOnlyDictionary<string, ComponentKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(kinds);
        return new ChassisCompilation(description, kinds, store: null, progress: null).Run(reduces: false);
    }
}
