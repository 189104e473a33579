using System.IO.Compression;
using System.Net;

namespace Twin.Telemetry.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task Get_Metrics_AnswersWithTextOrSaysThatItIsTooEarly()
    {
        await using MetricsServer server = await MetricsServer.StartAsync();

        using HttpResponseMessage early = await server.SendAsync(HttpMethod.Get);
        server.Twin.Publish();
        using HttpResponseMessage response = await server.SendAsync(HttpMethod.Get);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
        Assert.Equal(12.5, Exposition.Parse(await response.Content.ReadAsStringAsync()).Of("hw_power_watts").Single().Value);
    }

    [Fact]
    public async Task Get_WithAcceptOfOpenMetrics_AnswersWithOpenMetrics()
    {
        await using MetricsServer server = await MetricsServer.StartAsync();
        server.Twin.Publish();

        using HttpResponseMessage response = await server.SendAsync(HttpMethod.Get, ("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"));

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(12.5, OpenMetricsPage.Parse(await response.Content.ReadAsStringAsync()).Samples.Single(sample => sample.Key.StartsWith("hw_power_watts{", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task Get_WithGzip_IsTheSameTextCompressed()
    {
        await using MetricsServer server = await MetricsServer.StartAsync();
        server.Twin.Publish();

        using HttpResponseMessage plain = await server.SendAsync(HttpMethod.Get);
        using HttpResponseMessage response = await server.SendAsync(HttpMethod.Get, ("Accept-Encoding", "gzip"));

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Accept", "text/html")]
    [InlineData("Accept", "application/json, text/plain;version=1.0.0")]
    [InlineData("Accept-Encoding", "br, identity;q=0")]
    public async Task Get_WhatThereIsNot_Answers406WithWhatThereIs(string header, string value)
    {
        await using MetricsServer server = await MetricsServer.StartAsync();
        server.Twin.Publish();

        using HttpResponseMessage response = await server.SendAsync(HttpMethod.Get, (header, value));

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.StartsWith("There is ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_Metrics_AnswersWithTheHeadersAlone()
    {
        await using MetricsServer server = await MetricsServer.StartAsync();
        using HttpResponseMessage early = await server.SendAsync(HttpMethod.Head);
        server.Twin.Publish();

        using HttpResponseMessage get = await server.SendAsync(HttpMethod.Get);
        using HttpResponseMessage head = await server.SendAsync(HttpMethod.Head);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task OtherMethod_OnMetrics_Answers405WithWhatIsAllowed(string method)
    {
        await using MetricsServer server = await MetricsServer.StartAsync();
        server.Twin.Publish();

        using HttpResponseMessage response = await server.SendAsync(new HttpMethod(method));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
    }
}
