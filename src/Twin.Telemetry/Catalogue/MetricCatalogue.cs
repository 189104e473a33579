using System.Diagnostics.CodeAnalysis;

namespace Twin.Telemetry.Catalogue;

/// <summary>Every metric of the twin: the one table from which instruments, exposition and documents are made.</summary>
/// <remarks>
/// <c>hw.*</c> follows the OpenTelemetry hardware conventions, version 1.44.0 (all of them still in development there); what they do not have is named
/// <c>chassis.*</c>. Units are base units: light in watts, so that a dark lane is 0 and not minus infinity.
/// </remarks>
public static class MetricCatalogue
{
    /// <summary>Schema of the conventions that the <c>hw.*</c> names follow.</summary>
    public const string SchemaUrl = "https://opentelemetry.io/schemas/1.44.0";

    /// <summary>Metrics of the hardware and of the model, in the order of the exposition.</summary>
    public static IReadOnlyList<MetricDefinition> Metrics { get; } =
    [
        Counter("hw.host.energy", "J", "hw_host_energy_joules_total", "Energy taken in by the whole chassis; never part of hw.energy."),
        Gauge("hw.host.power", "W", "hw_host_power_watts", "Power taken in by the whole chassis at its inlet; never part of hw.power."),
        Gauge("hw.host.ambient_temperature", "Cel", "hw_host_ambient_temperature_celsius", "Temperature of the air or coolant supplied to the chassis."),
        Gauge("hw.host.heating_margin", "Cel", "hw_host_heating_margin_celsius", "Smallest distance of any temperature to its limit."),
        States("hw.status", "hw.state", "hw_status", "State of a component: exactly one state is 1."),
        Gauge("hw.temperature", "Cel", "hw_temperature_celsius", "Temperature of a component at the location given."),
        Gauge("hw.temperature.limit", "Cel", "hw_temperature_limit_celsius", "Limit of a temperature."),
        Gauge("hw.power", "W", "hw_power_watts", "Electrical power drawn by a component."),
        Counter("hw.energy", "J", "hw_energy_joules_total", "Electrical energy drawn by a component."),
        Counter("hw.errors", "{error}", "hw_errors_total", "Errors a component met, by type."),
        Gauge("hw.voltage", "V", "hw_voltage_volts", "Voltage of a rail or supply."),
        Gauge("hw.voltage.nominal", "V", "hw_voltage_nominal_volts", "Voltage a rail is set to."),
        Gauge("hw.voltage.limit", "V", "hw_voltage_limit_volts", "Limit of a voltage."),
        Gauge("chassis.current", "A", "chassis_current_amperes", "Current of a rail or supply."),
        Gauge("chassis.asic.utilization", "1", "chassis_asic_utilization_ratio", "Part of a block's capacity that traffic uses."),
        Gauge("chassis.asic.throughput", "By/s", "chassis_asic_throughput_bytes_per_second", "Traffic through the switch ASIC."),
        Gauge("chassis.asic.frequency", "Hz", "chassis_asic_frequency_hertz", "Clock of the switch ASIC."),
        Gauge("chassis.asic.throttle.ratio", "1", "chassis_asic_throttle_ratio", "How far the ASIC is throttled, 0 for not at all."),
        Gauge("chassis.energy_per_bit", "J", "chassis_energy_per_bit_joules", "Power over throughput: energy for each bit carried."),
        Gauge("chassis.optical_engine.temperature.gradient", "Cel", "chassis_optical_engine_temperature_gradient_celsius", "Hottest less coldest point inside an optical engine."),
        Gauge("chassis.optical_engine.ring.heater.power", "W", "chassis_optical_engine_ring_heater_power_watts", "Power of the heater that holds a lane's ring on its wavelength."),
        States("chassis.optical_engine.state", "chassis.state", "chassis_optical_engine_state", "State of an optical engine: exactly one state is 1."),
        Gauge("chassis.optical_engine.els.input_power", "W", "chassis_optical_engine_els_input_power_watts", "Light that arrives at an engine from its external laser.") with { IndexAttribute = "fiber" },
        Gauge("chassis.laser.output_power", "W", "chassis_laser_output_power_watts", "Light that a laser emits.") with { IndexAttribute = "laser" },
        Gauge("chassis.laser.bias_current", "A", "chassis_laser_bias_current_amperes", "Bias current of a laser.") with { IndexAttribute = "laser" },
        Gauge("chassis.laser.voltage", "V", "chassis_laser_voltage_volts", "Forward voltage of a laser.") with { IndexAttribute = "laser" },
        Gauge("chassis.laser.wavelength", "m", "chassis_laser_wavelength_meters", "Wavelength of a laser in vacuum.") with { IndexAttribute = "laser" },
        Gauge("chassis.laser.frequency_error", "Hz", "chassis_laser_frequency_error_hertz", "Frequency of a laser less its nominal frequency.") with { IndexAttribute = "laser" },
        Gauge("chassis.laser.tec.current", "A", "chassis_laser_tec_current_amperes", "Current of the thermoelectric cooler of a laser module."),
        Gauge("chassis.laser.wall_plug_efficiency", "1", "chassis_laser_wall_plug_efficiency_ratio", "Light emitted over electrical power drawn.") with { IndexAttribute = "laser" },
        Gauge("chassis.laser.age", "1", "chassis_laser_age_ratio", "Part of a laser's life that is used up.") with { IndexAttribute = "laser" },
        States("chassis.laser.lane.state", "chassis.state", "chassis_laser_lane_state", "State of one laser of a module: exactly one state is 1.") with { IndexAttribute = "laser" },
        UpDownCounter("chassis.module.present", "1", "chassis_module_present", "1 where a module is in its cage."),
        States("chassis.module.state", "chassis.state", "chassis_module_state", "Module state machine: exactly one state is 1."),
        Gauge("chassis.module.supply_voltage", "V", "chassis_module_supply_voltage_volts", "Supply voltage at a module."),
        Gauge("chassis.lane.optical.power", "W", "chassis_lane_optical_power_watts", "Mean light of a lane, transmitted or received."),
        Gauge("chassis.lane.optical.bias_current", "A", "chassis_lane_optical_bias_current_amperes", "Bias current of a lane's own laser."),
        Gauge("chassis.lane.optical.oma", "W", "chassis_lane_optical_oma_watts", "Outer optical modulation amplitude of a lane."),
        Gauge("chassis.lane.optical.extinction_ratio", "dB", "chassis_lane_optical_extinction_ratio_decibels", "Outer extinction ratio of a lane."),
        Gauge("chassis.lane.optical.tdecq", "dB", "chassis_lane_optical_tdecq_decibels", "Transmitter and dispersion eye closure quaternary of a lane."),
        Gauge("chassis.lane.optical.snr", "dB", "chassis_lane_optical_snr_decibels", "Signal-to-noise ratio of a lane at the slicer."),
        Gauge("chassis.lane.optical.level_transition", "dB", "chassis_lane_optical_level_transition_decibels", "Level transition parameter of a lane."),
        Gauge("chassis.lane.optical.insertion_loss", "dB", "chassis_lane_optical_insertion_loss_decibels", "Loss of a lane's light path."),
        Gauge("chassis.lane.prefec.ber", "1", "chassis_lane_prefec_ber_ratio", "Bit error ratio of a lane before error correction."),
        Counter("chassis.lane.prefec.errors", "{bit}", "chassis_lane_prefec_errors_total", "Bits of a lane that error correction put right."),
        Counter("chassis.lane.fec.codewords", "{codeword}", "chassis_lane_fec_codewords_total", "Codewords of a port by number of symbols corrected, or uncorrectable."),
        Gauge("chassis.port.postfec.ber", "1", "chassis_port_postfec_ber_ratio", "Bit error ratio of a port after error correction."),
        Gauge("chassis.lane.serdes.loss", "dB", "chassis_lane_serdes_loss_decibels", "Loss of a lane's electrical channel at the Nyquist frequency."),
        Gauge("chassis.lane.serdes.snr", "dB", "chassis_lane_serdes_snr_decibels", "Signal-to-noise ratio of an electrical receiver."),
        Gauge("chassis.lane.serdes.eye_height", "V", "chassis_lane_serdes_eye_height_volts", "Eye height at an electrical receiver."),
        Gauge("chassis.lane.serdes.com", "dB", "chassis_lane_serdes_com_decibels", "Channel operating margin of an electrical lane."),
        UpDownCounter("chassis.lane.flag", "1", "chassis_lane_flag", "1 while a flag of a lane is set; a flag that was never set has no series.") with { IsSparse = true },
        States("chassis.lane.state", "chassis.state", "chassis_lane_state", "Number of lanes of an engine in each data path state.") with { CountsLanes = true },
        Gauge("hw.fan.speed", "rpm", "hw_fan_speed_rpm", "Speed of a fan."),
        Gauge("hw.fan.speed_ratio", "1", "hw_fan_speed_ratio", "Speed of a fan over its highest speed."),
        Gauge("hw.fan.speed.limit", "rpm", "hw_fan_speed_limit_rpm", "Limit of a fan's speed."),
        Gauge("chassis.air.flow", "m3/s", "chassis_air_flow_cubic_meters_per_second", "Air that passes."),
        Gauge("chassis.air.pressure", "Pa", "chassis_air_pressure_pascals", "Pressure that a fan adds or an obstacle takes."),
        UpDownCounter("hw.power_supply.usage", "W", "hw_power_supply_usage_watts", "Power that a supply gives out."),
        Gauge("hw.power_supply.utilization", "1", "hw_power_supply_utilization_ratio", "Power that a supply gives out over its rated power."),
        UpDownCounter("hw.power_supply.limit", "W", "hw_power_supply_limit_watts", "Limit of a supply's power."),
        Gauge("chassis.power_supply.efficiency", "1", "chassis_power_supply_efficiency_ratio", "Power out of a supply over power into it."),
        Gauge("chassis.coolant.flow", "m3/s", "chassis_coolant_flow_cubic_meters_per_second", "Coolant that passes."),
        Gauge("chassis.coolant.pressure", "Pa", "chassis_coolant_pressure_pascals", "Coolant pressure at the location given."),
        Gauge("chassis.pump.speed", "rpm", "chassis_pump_speed_rpm", "Speed of a pump."),
        UpDownCounter("chassis.leak.detected", "1", "chassis_leak_detected", "1 while a leak sensor reports a leak."),
        Gauge("chassis.heat.removed", "W", "chassis_heat_removed_watts", "Heat carried off by a cold plate or heat sink."),
        Gauge("chassis.thermal.loop_gain", "1", "chassis_thermal_loop_gain_ratio", "Gain of the loop of leakage and temperature; at 1 temperatures run away."),
        Counter("hw.network.io", "By", "hw_network_io_bytes_total", "Bytes carried by a port."),
        Counter("hw.network.packets", "{packet}", "hw_network_packets_total", "Packets carried by a port."),
        UpDownCounter("hw.network.up", "1", "hw_network_up", "1 while a port carries traffic, degraded or not."),
        UpDownCounter("hw.network.bandwidth.limit", "By/s", "hw_network_bandwidth_limit_bytes_per_second", "Payload rate of a port."),
        Gauge("hw.network.bandwidth.utilization", "1", "hw_network_bandwidth_utilization_ratio", "Part of a port's payload rate that is used."),
        new("chassis.twin.step.duration", MetricKind.Histogram, "s", "chassis_twin_step_duration_seconds", "Wall time of a step of the model."),
        Gauge("chassis.twin.realtime.ratio", "1", "chassis_twin_realtime_ratio", "Simulated seconds for each second of wall time."),
        new("chassis.twin.plugin.duration", MetricKind.Histogram, "s", "chassis_twin_plugin_duration_seconds", "Wall time of a plugin's part of a step."),
        Gauge("chassis.twin.residual", "W", "chassis_twin_residual_watts", "Power that an energy balance does not account for."),
    ];

    /// <summary>Metrics about the run itself: which moment a scrape shows and how the run keeps up with the clock. First in the exposition.</summary>
    public static IReadOnlyList<MetricDefinition> RunMetrics { get; } =
    [
        Gauge("chassis.twin.epoch", "{epoch}", "chassis_twin_epoch", "Counts restores, forks and reloads: steps of different epochs do not compare."),
        Gauge("chassis.twin.step", "{step}", "chassis_twin_step", "Step that every value of this scrape belongs to."),
        Gauge("chassis.twin.simulation_time", "s", "chassis_twin_simulation_time_seconds", "Simulated time of that step since the start of the run."),
        Counter("chassis.twin.missed_deadlines", "{step}", "chassis_twin_missed_deadlines_total", "Steps that finished after the deadline of the next."),
        Counter("chassis.twin.skipped_time", "s", "chassis_twin_skipped_time_seconds_total", "Wall time given up because the run could not catch up."),
        Gauge("chassis.twin.signals.unexported", "{signal}", "chassis_twin_signals_unexported", "Signals that name a metric but are not exported, such as duplicates."),
    ];

    /// <summary>Metrics about sending by OTLP, for each kind of telemetry; only where something is sent.</summary>
    public static IReadOnlyList<MetricDefinition> ExportMetrics { get; } =
    [
        Counter("chassis.twin.export.items", "{item}", "chassis_twin_export_items_total", "Data points, spans and log records that an OTLP receiver took."),
        Counter("chassis.twin.export.retries", "{request}", "chassis_twin_export_retries_total", "OTLP requests that failed and were kept to be tried again."),
        Counter("chassis.twin.export.dropped", "{item}", "chassis_twin_export_dropped_total", "Data points, spans and log records that were lost on the way to an OTLP receiver, by reason."),
        Gauge("chassis.twin.export.spool.size", "By", "chassis_twin_export_spool_size_bytes", "Disk space taken by OTLP requests that wait to be delivered."),
    ];

    private static readonly Dictionary<string, MetricDefinition> ByName =
        Metrics.Concat(RunMetrics).Concat(ExportMetrics).ToDictionary(metric => metric.Name, StringComparer.Ordinal);

    /// <summary>Finds a metric by its OpenTelemetry name.</summary>
    /// <param name="name">The name; case counts.</param>
    /// <param name="metric">Out: the metric.</param>
    /// <returns>False when the catalogue has no such metric.</returns>
    public static bool TryFind(string name, [NotNullWhen(true)] out MetricDefinition? metric) => ByName.TryGetValue(name, out metric);

    private static MetricDefinition Gauge(string name, string unit, string prometheusName, string description) =>
        new(name, MetricKind.Gauge, unit, prometheusName, description);

    private static MetricDefinition Counter(string name, string unit, string prometheusName, string description) =>
        new(name, MetricKind.Counter, unit, prometheusName, description);

    private static MetricDefinition UpDownCounter(string name, string unit, string prometheusName, string description) =>
        new(name, MetricKind.UpDownCounter, unit, prometheusName, description);

    private static MetricDefinition States(string name, string stateAttribute, string prometheusName, string description) =>
        new(name, MetricKind.UpDownCounter, "1", prometheusName, description) { StateAttribute = stateAttribute };
}
