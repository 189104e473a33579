namespace Twin.Shipped.Tests.OneTruth;

/// <summary>One data point of OTLP, or a bucket, sum or count of a histogram under the name that Prometheus has for it.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind">Kind as the message says it: gauge, counter (monotonic sum), updowncounter, histogram.</param>
/// <param name="Labels">Attributes in ordinal order, names with underscores.</param>
/// <param name="Suffix">Suffix of a histogram's parts, else empty.</param>
/// <param name="StartNs">When it began to count, in nanoseconds of Unix time.</param>
/// <param name="Value">The value.</param>
internal sealed record OtlpPoint(string Metric, string Unit, string Kind, string Labels, string Suffix, ulong StartNs, double Value);
