namespace Twin.Contracts.Proof;

/// <summary>Every part that the contract must be able to describe, as component kinds <c>proof.*</c>.</summary>
public sealed class ProofPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<SwitchAsicParameters>("proof.switch-asic", p => new SwitchAsic(p), "Switch ASIC of 512 lanes and 13 power blocks");
        registry.Add<OpticalEngineParameters>("proof.optical-engine", p => new OpticalEngine(p), "Engine of 64 direct-drive lanes with rings on shared heaters");
        registry.Add<LaserModuleParameters>("proof.laser-module", p => new LaserModule(p), "Eight lasers on a thermoelectric cooler");
        registry.Add<PluggableModuleParameters>("proof.pluggable-module", p => new PluggableModule(p), "OSFP module of eight lanes with a retiming processor");
        registry.Add<ModuleCageParameters>("proof.module-cage", p => new ModuleCage(p), "Cage with a riding heat sink in an air stream");
        registry.Add<LinearModuleParameters>("proof.linear-module", p => new LinearModule(p, retimesTransmit: false), "Linear module of eight lanes");
        registry.Add<LinearModuleParameters>("proof.half-retimed-module", p => new LinearModule(p, retimesTransmit: true), "Module of eight lanes with a retimer on its transmit side");
        registry.Add<FanTrayParameters>("proof.fan-tray", p => new FanTray(p), "Fans in parallel, each of which can fail");
        registry.Add<ColdPlateParameters>("proof.cold-plate", p => new ColdPlate(p), "Cold plate with pump and leak sensor");
        registry.Add<PowerSupplyParameters>("proof.power-supply", p => new PowerSupply(p), "Supply from the mains that shares its bus with others");
        registry.Add<VoltageRegulatorParameters>("proof.voltage-regulator", p => new VoltageRegulator(p), "Regulator from one rail to another");
        registry.Add<WavelengthLockParameters>("proof.wavelength-lock", p => new WavelengthLock(p), "Controller that holds rings on their lasers");
        registry.Add<SpareLaserSwitchParameters>("proof.spare-laser-switch", p => new SpareLaserSwitch(p), "Switch that puts a spare laser in the place of a dead one");
        registry.Add<ComputePackageParameters>("proof.compute-package", p => new ComputePackage(p), "Compute die and optical die with 64 NRZ lanes");
    }
}
