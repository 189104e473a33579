using System.Security.Cryptography;

namespace Twin.Host.Securing;

/// <summary>Looks once a second whether files have changed, and has read anew what is made of them.</summary>
/// <remarks>
/// By content: notifications of file systems miss files that are put in place by moving a link, as orchestrators do, and files on network shares.
/// A file that is written while it is read is read again when it is complete.
/// </remarks>
/// <param name="subjects">What is made of files.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what went wrong unforeseen.</param>
internal sealed partial class FileWatch(IEnumerable<IReloaded> subjects, TimeProvider time, ILogger<FileWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly (IReloaded Subject, byte[] Seen)[] _subjects = [.. subjects.Select(subject => (subject, subject.Fingerprint))];

    /// <summary>Looks now. What fails is logged and leaves what was in use; a twin does not end because a file cannot be read anew.</summary>
    public void Look()
    {
        for (int i = 0; i < _subjects.Length; i++)
        {
            Look(ref _subjects[i]);
        }
    }

    private void Look(ref (IReloaded Subject, byte[] Seen) watched)
    {
        try
        {
            byte[] now = FingerprintOf(watched.Subject.Files);
            if (!now.AsSpan().SequenceEqual(watched.Seen))
            {
                // Before it is read: what cannot be is tried again when it has changed again.
                watched.Seen = now;
                watched.Subject.Reload();
            }
        }
#pragma warning disable CA1031 // Whatever it is: the alternative is the end of the run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(string.Join(", ", watched.Subject.Files), exception.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_subjects.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The twin stops.
        }
    }

    /// <summary>SHA-256 of the contents of files, those that cannot be read included.</summary>
    /// <param name="files">Their paths.</param>
    public static byte[] FingerprintOf(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            try
            {
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(exception.GetType().Name));
            }
        }

        return hash.GetHashAndReset();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Files} cannot be read anew, and what was in use stays: {Problem}")]
    private partial void LogFailed(string files, string problem);
}
