namespace Fixture.Mischief;

public sealed record MischiefParameters
{
    /// <summary>What it does wrong.</summary>
    public string Deed { get; init; } = "none";

    /// <summary>The step, counted from 1, in which it does so; 0 for never.</summary>
    public int From { get; init; }

    /// <summary>The step from which power, light and level stay as they are; 0 for never.</summary>
    public int HoldFrom { get; init; }

    /// <summary>The step from which the opening stays as it is; 0 for never.</summary>
    public int HoldFlowFrom { get; init; }
}
