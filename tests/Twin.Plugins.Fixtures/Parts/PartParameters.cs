namespace Fixture.Parts;

public sealed record PartParameters
{
    public double Size { get; init; } = 1;
}
