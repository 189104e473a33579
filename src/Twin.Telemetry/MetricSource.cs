namespace Twin.Telemetry;

/// <summary>A quantity of the host's own services that a metric of the run shows, such as open streams. Registered in the container, any number of them.</summary>
/// <param name="Metric">Name of the metric, one of <see cref="Catalogue.MetricCatalogue.RunMetrics"/> that services feed.</param>
/// <param name="Read">Gives the value of now; from any thread, without waiting. It should not allocate.</param>
/// <param name="Attributes">Attributes that tell it from other sources of the metric.</param>
public sealed record MetricSource(string Metric, Func<double> Read, params KeyValuePair<string, string>[] Attributes);
