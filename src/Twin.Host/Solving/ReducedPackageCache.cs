using Twin.Host.Setup;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Solving;

/// <summary>Reduced packages as files of one folder, <c>FINGERPRINT.reduced</c>: a package that is reduced once need not be again.</summary>
/// <param name="folder">The folder.</param>
internal sealed class ReducedPackageCache(string folder)
{
    /// <summary>Makes the folder, so that a wrong one is known before anything is computed.</summary>
    /// <param name="problems">Receives that it cannot be made.</param>
    public void Make(ProblemReport problems)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add("--cache", $"'{folder}' cannot be made: {exception.Message}");
        }
    }

    /// <summary>Reads a package.</summary>
    /// <param name="fingerprint">What it is made of.</param>
    /// <param name="reason">Why what is there cannot be used; null when nothing is there.</param>
    /// <returns>Null when it has to be built.</returns>
    public ReducedPackage? Find(string fingerprint, out string? reason)
    {
        string file = FileOf(fingerprint);
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (ReducedPackage.TryLoad(stream, fingerprint, out ReducedPackage? reduced, out string wrong))
            {
                reason = null;
                return reduced;
            }

            reason = $"{file} is not used: {wrong}";
        }
        catch (FileNotFoundException)
        {
            reason = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = $"{file} cannot be read: {exception.Message}";
        }

        return null;
    }

    /// <summary>Keeps a package, whole or not at all.</summary>
    /// <param name="reduced">The package.</param>
    /// <returns>The file, or null when it could not be written; then the error stream says why.</returns>
    public string? Keep(ReducedPackage reduced)
    {
        string path = FileOf(reduced.Fingerprint);
        var problems = new ProblemReport();
        using OutputFile? file = OutputFile.Open("--cache", path, problems);
        if (file is null)
        {
            problems.Print();
            return null;
        }

        reduced.Save(file.Stream);
        file.Keep();
        return path;
    }

    private string FileOf(string fingerprint) => Path.Combine(folder, fingerprint + ".reduced");
}
