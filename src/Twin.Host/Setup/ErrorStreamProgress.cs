namespace Twin.Host.Setup;

/// <summary>Says on the error stream what takes time, at once.</summary>
internal sealed class ErrorStreamProgress : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => Console.Error.WriteLine(value);
}
