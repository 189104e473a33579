using Twin.Host.Setup;

namespace Twin.Host.Solving;

/// <summary>A file that is there whole or not at all: written under another name beside it, and renamed at the end.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _isWrittenThrough;
    private readonly FileStream _stream;
    private bool _isKept;

    private OutputFile(string path, string temporary, bool isWrittenThrough, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        _isWrittenThrough = isWrittenThrough;
        _stream = stream;
    }

    /// <summary>Where to write to.</summary>
    public Stream Stream => _stream;

    /// <summary>Opens a file before anything is computed for it.</summary>
    /// <param name="flag">The flag that named it, for messages.</param>
    /// <param name="path">Its path; null for none.</param>
    /// <param name="problems">Receives that it cannot be written.</param>
    public static OutputFile? Open(string flag, string? path, ProblemReport problems)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            if (Directory.Exists(path))
            {
                problems.Add(flag, $"'{path}' is a folder; give the path of a file.");
                return null;
            }

            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            {
                problems.Add(flag, $"'{path}' cannot be written: there is no folder '{folder}'.");
                return null;
            }

            // A link leads to the file that is meant. What is there but empty may be a device or a pipe, which must be written to and not replaced.
            string target = File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo { Exists: true } linked ? linked.FullName : path;
            bool isWrittenThrough = File.Exists(target) && new FileInfo(target).Length == 0;
            string temporary = isWrittenThrough ? Path.GetTempFileName() : $"{target}.{Environment.ProcessId}.part";
            return new OutputFile(target, temporary, isWrittenThrough, new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(flag, $"'{path}' cannot be written: {exception.Message}");
            return null;
        }
    }

    /// <summary>Puts what was written in its place, over what was there.</summary>
    public void Keep()
    {
        if (_isWrittenThrough)
        {
            // Nothing can be lost of what is empty.
            _stream.Position = 0;
            using var target = new FileStream(_path, FileMode.Open, FileAccess.Write);
            _stream.CopyTo(target);
            return;
        }

        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _isKept = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        if (!_isKept)
        {
            File.Delete(_temporary);
        }
    }
}
