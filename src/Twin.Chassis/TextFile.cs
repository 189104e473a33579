using System.Text;
using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>Reads text files within bounds.</summary>
internal static class TextFile
{
    /// <summary>Reads a file as UTF-8.</summary>
    /// <returns>Null when it reported a problem.</returns>
    public static string? Read(string path, int mostBytes, string problemPath, Origin? origin, ProblemList problems)
    {
        try
        {
            // Directory.Exists first: opening a folder says only that access is denied.
            if (Directory.Exists(path))
            {
                problems.Add(ProblemCodes.Unreadable, problemPath, $"'{path}' is a folder.", "Give the path of a file.", origin);
                return null;
            }
            using FileStream stream = File.OpenRead(path);
            // Not the length: a pipe or a device has none, and may never end.
            byte[] bytes = new byte[Math.Min(64 * 1024, mostBytes + 1)];
            int count = 0;
            while (stream.Read(bytes, count, bytes.Length - count) is > 0 and int read)
            {
                count += read;
                if (count > mostBytes)
                {
                    problems.Add(ProblemCodes.Unreadable, problemPath, $"'{path}' is larger than {mostBytes / (1024 * 1024)} MiB.", null, origin);
                    return null;
                }
                if (count == bytes.Length)
                    Array.Resize(ref bytes, Math.Min(bytes.Length * 2, mostBytes + 1));
            }
            int mark = bytes.AsSpan(0, count).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, mark, count - mark);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(ProblemCodes.Unreadable, problemPath, $"'{path}' is not UTF-8 text.", "Save it as UTF-8.", origin);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(ProblemCodes.Unreadable, problemPath, $"There is no file '{path}'.", $"Looked for {Path.GetFullPath(path)}.", origin);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(ProblemCodes.Unreadable, problemPath, $"'{path}' cannot be read: {Quote.Line(exception.Message)}", null, origin);
        }
        return null;
    }
}
