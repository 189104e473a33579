using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Entry point: registers fans, pumps, heat sinks, cages, cold plates, lids, exchangers, leak sensors and their controllers.</summary>
public sealed class CoolingPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<FanParameters>("etesian.fan", parameters => new Fan(parameters), "Axial fan with its motor, replaceable while running.");
        registry.Add<PumpParameters>("etesian.pump", parameters => new Pump(parameters), "Coolant pump with its motor.");
        registry.Add<HeatSinkParameters>("etesian.heat-sink", parameters => new HeatSink(parameters), "Air heat sink with straight fins.");
        registry.Add<CageParameters>("etesian.cage", parameters => new Cage(parameters), "Module cage with a riding heat sink in the air stream.");
        registry.Add<DuctParameters>("etesian.duct", parameters => new Duct(parameters), "Stretch of air path along boards and frames, which it cools.");
        registry.Add<ColdPlateParameters>("etesian.cold-plate", parameters => new ColdPlate(parameters), "Micro-channel cold plate.");
        registry.Add<MicrofluidicLidParameters>("etesian.microfluidic-lid", parameters => new MicrofluidicLid(parameters), "Lid with laminar micro-channels over the dies.");
        registry.Add<VapourChamberParameters>("etesian.vapour-chamber", parameters => new VapourChamber(parameters), "Vapour chamber between a source and a heat sink.");
        registry.Add<RadiatorParameters>("etesian.radiator", parameters => new FluidExchanger(parameters.ToData()), "Finned-tube exchanger from a coolant loop to air, cross-flow.");
        registry.Add<PlateExchangerParameters>("etesian.plate-exchanger", parameters => new FluidExchanger(parameters.ToData()), "Plate exchanger from a coolant loop to facility water, counter-flow.");
        registry.Add<LeakSensorParameters>("etesian.leak-sensor", parameters => new LeakSensor(parameters), "Leak detection rope.");
        registry.Add<FanControlParameters>(
            "etesian.fan-control", parameters => new SpeedController(parameters.ToSettings()), "Fan controller: the hottest of four kinds of parts sets the speed.");
        registry.Add<PumpControlParameters>(
            "etesian.pump-control", parameters => new SpeedController(parameters.ToSettings()), "Pump controller: the hottest of three kinds of parts sets the speed.");
    }
}
