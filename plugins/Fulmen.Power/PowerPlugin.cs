using Twin.Contracts;

namespace Fulmen.Power;

/// <summary>Entry point: registers power supplies and voltage regulators.</summary>
public sealed class PowerPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<PowerSupplyParameters>(
            "fulmen.psu", parameters => new PowerSupply(parameters), "Redundant power supply: mains in, one bus out, replaceable while running.");
        registry.Add<RegulatorParameters>(
            "fulmen.regulator", parameters => new Regulator(parameters), "Voltage regulator: bus in, one load rail out.");
    }
}
