using Twin.Contracts;

namespace Vendor.Part.Tests;

/// <summary>Tests of your own need no host: the contract is interfaces, and what a test needs of them it writes itself.</summary>
public sealed class PluginTests
{
    [Fact]
    public void Register_Plugin_OffersItsPart()
    {
        var registry = new KindNames();
        new FanPlugin().Register(registry);
        Assert.Equal(["PART-KIND"], registry.Kinds);
    }

    [Fact]
    public void FanParameters_Defaults_LeaveRoomBelowTheGreatestPower()
    {
        var datasheet = new FanParameters();

        // Most hydraulic power: at 1/sqrt(3) of the free delivery, 2/3 of the shut-off pressure is left.
        double hydraulic = datasheet.FreeDelivery.Si / Math.Sqrt(3) * (datasheet.ShutOff.Pascals * 2 / 3);
        double shaft = datasheet.Churn.Watts + (hydraulic / datasheet.RotorEfficiency);
        Assert.InRange(datasheet.Electronics.Watts + (shaft / datasheet.MotorEfficiency), 0, datasheet.MaximumPower.Watts);
    }

    private sealed class KindNames : IComponentRegistry
    {
        public List<string> Kinds { get; } = [];

        public void Add<TParameters>(string kind, Func<TParameters, IComponent> factory, string description)
            where TParameters : class => Kinds.Add(kind);
    }
}
