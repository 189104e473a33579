namespace Twin.PluginTestKit;

/// <summary>A plugin does not keep to the contract; the message is the whole report.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="report">What was found.</param>
    public ConformanceException(ConformanceReport report)
        : base(report?.ToString()) => Report = report ?? throw new ArgumentNullException(nameof(report));

    /// <summary>What was found.</summary>
    public ConformanceReport Report { get; }
}
