namespace Twin.Shipped.Tests;

/// <summary>Tests that share one catalogue of plugins; they run one after the other, since simulations of one model must not be stepped at the same time.</summary>
[CollectionDefinition(Name)]
public sealed class ShippedCollection : ICollectionFixture<ShippedChassis>
{
    public const string Name = "shipped chassis";
}
