using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry.Tests;

public sealed class NegotiationTests
{
    // What Prometheus 2.42 sends.
    private const string Prometheus = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    [Theory]
    [InlineData(Prometheus, ExpositionFormat.OpenMetrics)]
    [InlineData("", ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData("text/plain", ExpositionFormat.Text)]
    [InlineData("text/*", ExpositionFormat.Text)]
    [InlineData("text/plain; version=0.0.4; charset=utf-8", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/OpenMetrics-Text; VERSION=\"1.0.0\"", ExpositionFormat.OpenMetrics)]
    [InlineData("application/*", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text, */*", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; q=0.4, text/plain; q=0.6", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; q=0.6, text/plain; q=0.4", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; q=0, */*", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; version=0.0.1, text/plain; q=0.1", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; version=2.0.0, */*; q=0.1", ExpositionFormat.Text)]
    [InlineData("text/plain; version=0.0.3, application/openmetrics-text; q=0.1", ExpositionFormat.OpenMetrics)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ExpositionFormat.Text)]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3", ExpositionFormat.Text)]
    [InlineData("not a media range", ExpositionFormat.Text)]
    [InlineData("text/html", null)]
    [InlineData("application/openmetrics-text; version=9", null)]
    [InlineData("text/plain; q=0", null)]
    [InlineData("*/*; q=0", null)]
    public void Format_OfAnAcceptHeader_IsThatOfTheHighestQuality(string accept, ExpositionFormat? expected) => Assert.Equal(expected, Negotiation.Format(accept));

    [Theory]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("deflate, br", false)]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.5, identity", false)]
    [InlineData("identity;q=0.5, gzip", true)]
    [InlineData("*", true)]
    [InlineData("br, *;q=0.1", true)]
    [InlineData("gzip, *;q=0", true)]
    [InlineData("identity", false)]
    [InlineData("identity;q=0", null)]
    [InlineData("*;q=0", null)]
    [InlineData("br, identity;q=0", null)]
    public void Gzip_OfAnAcceptEncodingHeader_IsChosenWhereItIsWelcome(string acceptEncoding, bool? expected) => Assert.Equal(expected, Negotiation.Gzip(acceptEncoding));
}
