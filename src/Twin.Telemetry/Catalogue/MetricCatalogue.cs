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
        Counter("hw.host.energy", "J", "hw_host_energy_joules_total", "Energy taken in by the whole chassis; never part of hw.energy.") with { FedBy = "signal `inlet-energy` of the chassis" },
        Gauge("hw.host.power", "W", "hw_host_power_watts", "Power taken in by the whole chassis at its inlet; never part of hw.power.") with { FedBy = "signal `inlet-power` of the chassis" },
        Gauge("hw.host.ambient_temperature", "Cel", "hw_host_ambient_temperature_celsius", "Temperature of the air or coolant supplied to the chassis.") with { FedBy = "signal `inlet-temperature` of the first stream" },
        Gauge("hw.host.heating_margin", "Cel", "hw_host_heating_margin_celsius", "Smallest distance of any temperature to its limit.") with { FedBy = "signal `heating-margin` of the chassis" },
        States("hw.status", "hw.state", "hw_status", "State of a component: exactly one state is 1.") with { FedBy = "signal `health` of every component" },
        Gauge("hw.temperature", "Cel", "hw_temperature_celsius", "Temperature of a component at the location given.") with { Attributes = ["hw.sensor_location"], FedBy = "signals `temperature` of nodes and blocks; a sensor reading, where there is one, in place of the model" },
        Gauge("hw.temperature.limit", "Cel", "hw_temperature_limit_celsius", "Limit of a temperature.") with { Attributes = ["hw.sensor_location", "hw.limit_type"], FedBy = "limits of the points and alarms on a temperature that is exported and belongs to no lane" },
        Gauge("hw.power", "W", "hw_power_watts", "Electrical power drawn by a component.") with { FedBy = "signal `power` of every component" },
        Counter("hw.energy", "J", "hw_energy_joules_total", "Electrical energy drawn by a component.") with { FedBy = "signal `energy` of every component" },
        Counter("hw.errors", "{error}", "hw_errors_total", "Errors a component met, by type.") with { Attributes = ["error.type"], FedBy = "signal `uncorrectable-codewords` of every port" },
        Gauge("hw.voltage", "V", "hw_voltage_volts", "Voltage of a rail or supply.") with { Attributes = ["hw.sensor_location"], FedBy = "signals `voltage` of rails (location `loads`) and of every load" },
        Gauge("hw.voltage.nominal", "V", "hw_voltage_nominal_volts", "Voltage a rail is set to.") with { Attributes = ["hw.sensor_location"], Gap = "the structure of a chassis does not say what a rail is set to" },
        Gauge("hw.voltage.limit", "V", "hw_voltage_limit_volts", "Limit of a voltage.") with { Attributes = ["hw.sensor_location", "hw.limit_type"], Gap = "no shipped part raises an alarm on a voltage; one that does is exported" },
        Gauge("chassis.current", "A", "chassis_current_amperes", "Current of a rail or supply.") with { Attributes = ["hw.sensor_location"], FedBy = "signal `output-current` of regulators" },
        Gauge("chassis.asic.utilization", "1", "chassis_asic_utilization_ratio", "Part of a block's capacity that traffic uses.") with { Attributes = ["chassis.block"], FedBy = "signals of the ASIC, one for each pipe" },
        Gauge("chassis.asic.throughput", "By/s", "chassis_asic_throughput_bytes_per_second", "Traffic through the switch ASIC.") with { Attributes = ["direction"], FedBy = "signal of the ASIC" },
        Gauge("chassis.asic.frequency", "Hz", "chassis_asic_frequency_hertz", "Clock of the switch ASIC.") with { FedBy = "signal of the ASIC" },
        Gauge("chassis.asic.throttle.ratio", "1", "chassis_asic_throttle_ratio", "How far the ASIC is throttled, 0 for not at all.") with { FedBy = "signal of the ASIC" },
        Gauge("chassis.energy_per_bit", "J", "chassis_energy_per_bit_joules", "Power over throughput: energy for each bit carried.") with { FedBy = "signal `energy-per-bit` of the chassis" },
        Gauge("chassis.optical_engine.temperature.gradient", "Cel", "chassis_optical_engine_temperature_gradient_celsius", "Hottest less coldest point inside an optical engine.") with { FedBy = "signal of every engine" },
        Gauge("chassis.optical_engine.ring.heater.power", "W", "chassis_optical_engine_ring_heater_power_watts", "Power of the heater that holds a lane's ring on its wavelength.") with { FedBy = "signals of engines with rings, one for each lane" },
        States("chassis.optical_engine.state", "chassis.state", "chassis_optical_engine_state", "State of an optical engine: exactly one state is 1.") with { FedBy = "signal `state` of every engine" },
        Gauge("chassis.optical_engine.els.input_power", "W", "chassis_optical_engine_els_input_power_watts", "Light that arrives at an engine from its external laser.") with { IndexAttribute = "fiber", FedBy = "signals `power` of every light input" },
        Gauge("chassis.laser.output_power", "W", "chassis_laser_output_power_watts", "Light that a laser emits.") with { IndexAttribute = "laser", FedBy = "signals of laser modules, one for each laser" },
        Gauge("chassis.laser.bias_current", "A", "chassis_laser_bias_current_amperes", "Bias current of a laser.") with { IndexAttribute = "laser", FedBy = "signals of laser modules, one for each laser" },
        Gauge("chassis.laser.voltage", "V", "chassis_laser_voltage_volts", "Forward voltage of a laser.") with { IndexAttribute = "laser", FedBy = "signals of laser modules, one for each laser" },
        Gauge("chassis.laser.wavelength", "m", "chassis_laser_wavelength_meters", "Wavelength of a laser in vacuum.") with { IndexAttribute = "laser", FedBy = "signals of laser modules, one for each laser" },
        Gauge("chassis.laser.frequency_error", "Hz", "chassis_laser_frequency_error_hertz", "Frequency of a laser less its nominal frequency.") with { IndexAttribute = "laser", Gap = "lasers state wavelength, none has a grid to be off from" },
        Gauge("chassis.laser.tec.current", "A", "chassis_laser_tec_current_amperes", "Current of the thermoelectric cooler of a laser module.") with { Gap = "laser modules of the shipped chassis have no cooler; the shipped part has one as an option and is then exported" },
        Gauge("chassis.laser.wall_plug_efficiency", "1", "chassis_laser_wall_plug_efficiency_ratio", "Light emitted over electrical power drawn.") with { IndexAttribute = "laser", FedBy = "signals of laser modules, one for each laser" },
        Gauge("chassis.laser.age", "1", "chassis_laser_age_ratio", "Part of a laser's life that is used up.") with { IndexAttribute = "laser", FedBy = "signals of laser modules, one for each laser" },
        States("chassis.laser.lane.state", "chassis.state", "chassis_laser_lane_state", "State of one laser of a module: exactly one state is 1.") with { IndexAttribute = "laser", Gap = "laser modules state one health for all lasers" },
        UpDownCounter("chassis.module.present", "1", "chassis_module_present", "1 where a module is in its cage.") with { Gap = "`hw.status` has the states `absent` and `inserting` for every part that can be pulled" },
        States("chassis.module.state", "chassis.state", "chassis_module_state", "Module state machine: exactly one state is 1.") with { FedBy = "signal `state` of every pluggable module" },
        Gauge("chassis.module.supply_voltage", "V", "chassis_module_supply_voltage_volts", "Supply voltage at a module.") with { FedBy = "signal `supply-voltage` of every pluggable module" },
        Gauge("chassis.lane.optical.power", "W", "chassis_lane_optical_power_watts", "Mean light of a lane, transmitted or received.") with { Attributes = ["direction"], FedBy = "signals `power` of optical transmitters and receivers" },
        Gauge("chassis.lane.optical.bias_current", "A", "chassis_lane_optical_bias_current_amperes", "Bias current of a lane's own laser.") with { FedBy = "signals of modules with a laser for each lane" },
        Gauge("chassis.lane.optical.oma", "W", "chassis_lane_optical_oma_watts", "Outer optical modulation amplitude of a lane.") with { FedBy = "signals `oma` of optical transmitters" },
        Gauge("chassis.lane.optical.extinction_ratio", "dB", "chassis_lane_optical_extinction_ratio_decibels", "Outer extinction ratio of a lane.") with { Gap = "transmitters publish power and amplitude, from which it follows" },
        Gauge("chassis.lane.optical.tdecq", "dB", "chassis_lane_optical_tdecq_decibels", "Transmitter and dispersion eye closure quaternary of a lane.") with { Gap = "no shipped part computes it" },
        Gauge("chassis.lane.optical.snr", "dB", "chassis_lane_optical_snr_decibels", "Signal-to-noise ratio of a lane at the slicer.") with { Attributes = ["side"], FedBy = "signals `snr` of optical receivers that decide" },
        Gauge("chassis.lane.optical.level_transition", "dB", "chassis_lane_optical_level_transition_decibels", "Level transition parameter of a lane.") with { Gap = "no shipped part computes it" },
        Gauge("chassis.lane.optical.insertion_loss", "dB", "chassis_lane_optical_insertion_loss_decibels", "Loss of a lane's light path.") with { Gap = "losses are parameters of the light paths and publish no signal" },
        Gauge("chassis.lane.prefec.ber", "1", "chassis_lane_prefec_ber_ratio", "Bit error ratio of a lane before error correction.") with { Attributes = ["side"], FedBy = "signals `error-ratio` of receivers that decide" },
        Counter("chassis.lane.prefec.errors", "{bit}", "chassis_lane_prefec_errors_total", "Bits of a lane that error correction put right.") with { Gap = "errors are ratios in the model, bits are not drawn" },
        Counter("chassis.lane.fec.codewords", "{codeword}", "chassis_lane_fec_codewords_total", "Codewords of a port by number of symbols corrected, or uncorrectable.") with { Attributes = ["outcome"], Gap = "ports count codewords and uncorrectable ones, not the number of symbols corrected in each" },
        Gauge("chassis.port.postfec.ber", "1", "chassis_port_postfec_ber_ratio", "Bit error ratio of a port after error correction.") with { FedBy = "signal `post-error-ratio` of every port" },
        Gauge("chassis.lane.serdes.loss", "dB", "chassis_lane_serdes_loss_decibels", "Loss of a lane's electrical channel at the Nyquist frequency.") with { Gap = "a constant of the channel, which publishes no signal" },
        Gauge("chassis.lane.serdes.snr", "dB", "chassis_lane_serdes_snr_decibels", "Signal-to-noise ratio of an electrical receiver.") with { Attributes = ["side"], FedBy = "signals `snr` of electrical receivers that decide" },
        Gauge("chassis.lane.serdes.eye_height", "V", "chassis_lane_serdes_eye_height_volts", "Eye height at an electrical receiver.") with { Gap = "receivers publish signal-to-noise ratio and margin" },
        Gauge("chassis.lane.serdes.com", "dB", "chassis_lane_serdes_com_decibels", "Channel operating margin of an electrical lane.") with { Gap = "receivers publish signal-to-noise ratio and margin" },
        UpDownCounter("chassis.lane.flag", "1", "chassis_lane_flag", "1 while a flag of a lane is set; a flag that was never set has no series.") with { IsSparse = true, Attributes = ["flag"], Gap = "no shipped part declares flags of lanes; parts of others may" },
        States("chassis.lane.state", "chassis.state", "chassis_lane_state", "Number of lanes of an engine in each data path state.") with { CountsLanes = true, Gap = "engines state one data path state for all lanes" },
        Gauge("hw.fan.speed", "rpm", "hw_fan_speed_rpm", "Speed of a fan.") with { Attributes = ["hw.sensor_location"], FedBy = "signal of every fan" },
        Gauge("hw.fan.speed_ratio", "1", "hw_fan_speed_ratio", "Speed of a fan over its highest speed.") with { Attributes = ["hw.sensor_location"], FedBy = "signal of every fan" },
        Gauge("hw.fan.speed.limit", "rpm", "hw_fan_speed_limit_rpm", "Limit of a fan's speed.") with { Attributes = ["hw.limit_type"], FedBy = "alarms on a fan's speed, and as `max` the highest speed that its signal can have" },
        Gauge("chassis.air.flow", "m3/s", "chassis_air_flow_cubic_meters_per_second", "Air that passes.") with { FedBy = "signal `flow` of everything that air passes" },
        Gauge("chassis.air.pressure", "Pa", "chassis_air_pressure_pascals", "Pressure that a fan adds or an obstacle takes.") with { Attributes = ["hw.sensor_location"], FedBy = "signal `pressure-drop` of everything that air passes; negative over a fan at work" },
        UpDownCounter("hw.power_supply.usage", "W", "hw_power_supply_usage_watts", "Power that a supply gives out.") with { FedBy = "signal `output-power` of every supply" },
        Gauge("hw.power_supply.utilization", "1", "hw_power_supply_utilization_ratio", "Power that a supply gives out over its rated power.") with { FedBy = "signal `utilization` of every supply" },
        UpDownCounter("hw.power_supply.limit", "W", "hw_power_supply_limit_watts", "Limit of a supply's power.") with { Attributes = ["hw.limit_type"], FedBy = "alarms on a supply's output, and as `max` the highest power that its signal can have" },
        Gauge("chassis.power_supply.efficiency", "1", "chassis_power_supply_efficiency_ratio", "Power out of a supply over power into it.") with { FedBy = "signal `efficiency` of every supply" },
        Gauge("chassis.coolant.flow", "m3/s", "chassis_coolant_flow_cubic_meters_per_second", "Coolant that passes.") with { FedBy = "signal `flow` of everything that coolant passes" },
        Gauge("chassis.coolant.pressure", "Pa", "chassis_coolant_pressure_pascals", "Coolant pressure at the location given.") with { Attributes = ["hw.sensor_location"], FedBy = "signal `pressure-drop` of everything that coolant passes; negative over a pump at work" },
        Gauge("chassis.pump.speed", "rpm", "chassis_pump_speed_rpm", "Speed of a pump.") with { FedBy = "signal of every pump" },
        UpDownCounter("chassis.leak.detected", "1", "chassis_leak_detected", "1 while a leak sensor reports a leak.") with { Attributes = ["severity"], FedBy = "signal `state` of every leak sensor" },
        Gauge("chassis.heat.removed", "W", "chassis_heat_removed_watts", "Heat carried off by a cold plate or heat sink.") with { FedBy = "signal `heat-removed` of cold plates, heat sinks and exchangers" },
        Gauge("chassis.thermal.loop_gain", "1", "chassis_thermal_loop_gain_ratio", "Gain of the loop of leakage and temperature; at 1 temperatures run away.") with { FedBy = "signal `loop-gain` of the chassis" },
        Counter("hw.network.io", "By", "hw_network_io_bytes_total", "Bytes carried by a port.") with { Attributes = ["network.io.direction"], FedBy = "signal `bytes` of every port" },
        Counter("hw.network.packets", "{packet}", "hw_network_packets_total", "Packets carried by a port.") with { Attributes = ["network.io.direction"], Gap = "traffic is a rate of bytes, packets are not told apart" },
        UpDownCounter("hw.network.up", "1", "hw_network_up", "1 while a port carries traffic, degraded or not.") with { FedBy = "signal `state` of every port" },
        UpDownCounter("hw.network.bandwidth.limit", "By/s", "hw_network_bandwidth_limit_bytes_per_second", "Payload rate of a port.") with { FedBy = "payload rate of every port" },
        Gauge("hw.network.bandwidth.utilization", "1", "hw_network_bandwidth_utilization_ratio", "Part of a port's payload rate that is used.") with { FedBy = "signal `utilization` of every port" },
        new("chassis.twin.step.duration", MetricKind.Histogram, "s", "chassis_twin_step_duration_seconds", "Wall time of a step of the model.") { Attributes = ["phase"], FedBy = "durations that the stepping thread counts" },
        Gauge("chassis.twin.realtime.ratio", "1", "chassis_twin_realtime_ratio", "Simulated seconds for each second of wall time.") with { FedBy = "pacing of the run" },
        new("chassis.twin.plugin.duration", MetricKind.Histogram, "s", "chassis_twin_plugin_duration_seconds", "Wall time of a plugin's part of a step.") { Attributes = ["plugin", "phase"], Gap = "time is taken for each stage and for the longest component only" },
        Gauge("chassis.twin.residual", "W", "chassis_twin_residual_watts", "Power that an energy balance does not account for.") with { Attributes = ["domain"], FedBy = "signals `box-imbalance` and `worst-imbalance` of the chassis" },
    ];

    /// <summary>Metrics about the run itself: which moment a scrape shows, how the run keeps up with the clock, what is out of order. First in the exposition.</summary>
    public static IReadOnlyList<MetricDefinition> RunMetrics { get; } =
    [
        Gauge("chassis.twin.epoch", "{epoch}", "chassis_twin_epoch", "Counts restores, forks and reloads: steps of different epochs do not compare.") with { FedBy = "header of the frame" },
        Gauge("chassis.twin.step", "{step}", "chassis_twin_step", "Step that every value of this scrape belongs to.") with { FedBy = "header of the frame" },
        Gauge("chassis.twin.simulation_time", "s", "chassis_twin_simulation_time_seconds", "Simulated time of that step since the start of the run.") with { FedBy = "header of the frame" },
        UpDownCounter("chassis.twin.paused", "1", "chassis_twin_paused", "1 while simulated time stands.") with { FedBy = "pacing of the run" },
        Counter("chassis.twin.missed_deadlines", "{step}", "chassis_twin_missed_deadlines_total", "Steps that finished after the deadline of the next.") with { FedBy = "pacing of the run" },
        Counter("chassis.twin.skipped_time", "s", "chassis_twin_skipped_time_seconds_total", "Wall time given up because the run could not catch up.") with { FedBy = "pacing of the run" },
        Gauge("chassis.twin.components.quarantined", "{component}", "chassis_twin_components_quarantined", "Components that failed and are not called any more.") with { FedBy = "signal `quarantined-components` of the chassis" },
        Gauge("chassis.twin.alarms.active", "{alarm}", "chassis_twin_alarms_active", "Alarms that are raised; quarantined components count apart.") with { FedBy = "signal `active-alarms` of the chassis" },
        Counter("chassis.twin.events", "{event}", "chassis_twin_events_total", "Events so far; an alarm counts when it comes and when it goes.") with { Attributes = ["severity"], FedBy = "log of events" },
        UpDownCounter("chassis.twin.streams", "{stream}", "chassis_twin_streams", "Streams of signals and events that clients hold open.") with { FedBy = "services of the host" },
        UpDownCounter("chassis.twin.subscriptions", "{subscription}", "chassis_twin_subscriptions", "Streams that are being served, by what they carry.") with { Attributes = ["kind"], FedBy = "services of the host" },
        Gauge("chassis.twin.signals.unexported", "{signal}", "chassis_twin_signals_unexported", "Signals that name a metric but are not exported, such as duplicates.") with { FedBy = "comparison of the chassis with this catalogue" },
        Counter("chassis.twin.export.items", "{item}", "chassis_twin_export_items_total", "Data points, spans and log records that an OTLP receiver took.") with { Attributes = ["signal"], FedBy = "sending by OTLP, where it is on" },
        Counter("chassis.twin.export.retries", "{request}", "chassis_twin_export_retries_total", "OTLP requests that failed and were kept to be tried again.") with { Attributes = ["signal"], FedBy = "sending by OTLP, where it is on" },
        Counter("chassis.twin.export.dropped", "{item}", "chassis_twin_export_dropped_total", "Data points, spans and log records that were lost on the way to an OTLP receiver, by reason.") with { Attributes = ["signal", "reason"], FedBy = "sending by OTLP, where it is on" },
        Gauge("chassis.twin.export.spool.size", "By", "chassis_twin_export_spool_size_bytes", "Disk space taken by OTLP requests that wait to be delivered.") with { Attributes = ["signal"], FedBy = "sending by OTLP, where it is on" },
    ];

    private static readonly Dictionary<string, MetricDefinition> ByName =
        Metrics.Concat(RunMetrics).ToDictionary(metric => metric.Name, StringComparer.Ordinal);

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
