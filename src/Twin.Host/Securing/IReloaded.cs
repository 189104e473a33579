namespace Twin.Host.Securing;

/// <summary>Something made of files, that is made anew when they change.</summary>
internal interface IReloaded
{
    /// <summary>The files.</summary>
    IEnumerable<string> Files { get; }

    /// <summary><see cref="FileWatch.FingerprintOf"/> of the files, from before they were read for what is in use now.</summary>
    byte[] Fingerprint { get; }

    /// <summary>Reads the files again. What is good is taken; of what is not, the old stays and the log says why. Does not throw.</summary>
    void Reload();
}
