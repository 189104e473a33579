using Twin.Engine.Compiling;

namespace Twin.Chassis.Packages;

/// <summary>Keeps reduced packages as files of one folder, <c>FINGERPRINT.reduced</c>.</summary>
/// <remarks>
/// A file is written under a name of its own and renamed when it is whole, so that several processes may share the folder. Nothing is ever
/// deleted but files that could not be finished; a file of some hundred kilobytes is built again when it is missing.
/// </remarks>
/// <param name="folder">The folder; made when the first file is written.</param>
public sealed class ReducedPackageFolder(string folder) : IReducedPackageStore
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string FolderVariable = "TWIN_CACHE";

    /// <summary>The folder that <see cref="FolderVariable"/> names, or else one among the user's own cache files.</summary>
    public static ReducedPackageFolder Default { get; } = new(DefaultFolder());

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <inheritdoc/>
    public string Place => Folder;

    /// <inheritdoc/>
    public Stream? TryOpen(string fingerprint)
    {
        try
        {
            return File.OpenRead(PathOf(fingerprint));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string? TrySave(string fingerprint, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string path = PathOf(fingerprint);
        string unfinished = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
        try
        {
            Directory.CreateDirectory(Folder);
            using (FileStream stream = File.Create(unfinished))
            {
                write(stream);
            }

            File.Move(unfinished, path, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(unfinished);
            return $"The reduced package could not be kept in '{path}' ({exception.Message}); it is built again at the next start.";
        }
    }

    private static string DefaultFolder()
    {
        string? named = Environment.GetEnvironmentVariable(FolderVariable);
        if (!string.IsNullOrWhiteSpace(named))
        {
            return named;
        }

        string own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(own.Length > 0 ? own : Path.GetTempPath(), "twin", "packages");
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be written cannot always be deleted either; the name is not one that is ever read.
        }
    }

    private string PathOf(string fingerprint) => Path.Combine(Folder, fingerprint + ".reduced");
}
