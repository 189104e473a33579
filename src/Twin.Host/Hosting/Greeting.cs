using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Host.Securing;

namespace Twin.Host.Hosting;

/// <summary>What <c>twin run</c> says at its start: what runs and where to look.</summary>
internal static class Greeting
{
    /// <summary>Writes it.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="grpcAddress">Where gRPC listens.</param>
    /// <param name="httpAddress">Where HTTP listens.</param>
    /// <param name="security">How both are secured.</param>
    public static string Of(ITwin twin, IPEndPoint grpcAddress, IPEndPoint httpAddress, SecuritySettings security)
    {
        string grpc = security.Tls.IsOn ? $"https://{Name(grpcAddress)}" : Name(grpcAddress);
        string http = security.Tls.IsOn ? $"https://{Name(httpAddress)}" : $"http://{Name(httpAddress)}";
        string call = (security.Tls.IsOn ? $"https://{Near(grpcAddress)}" : Near(grpcAddress)) + Flags("--token-file FILE");
        string curl = "curl -s" + Flags("-H 'Authorization: Bearer TOKEN'");
        string page = (security.Tls.IsOn ? "https://" : "http://") + Near(httpAddress);
        CompiledChassis chassis = twin.Chassis;
        PacingStatus pacing = twin.Pacing;
        string speed = double.IsInfinity(pacing.RequestedSpeed) ? "as fast as it can" : pacing.RequestedSpeed.ToString("0.###", CultureInfo.InvariantCulture) + "x";
        var text = new StringBuilder();
        Line($"{chassis.Model}: {chassis.Title}");
        Line($"  {chassis.Components.Count} components, {chassis.Ports.Count} ports, {chassis.Signals.Count} signals; workload {pacing.Workload}; speed {speed}");
        Line($"  gRPC     {grpc}");
        Line($"  metrics  {http}/metrics");
        Line($"  health   {http}/healthz");
        Line($"Try:");
        Line($"  {curl} {page}/metrics | grep ^hw_temperature");
        Line($"  twin call list --address {call}");
        if (chassis.Actuators.Count > 0)
        {
            KnobInfo knob = chassis.Actuators[0];
            string value = knob.Dimension.Format(knob.Maximum);
            Line($"  twin call OverrideActuator --address {call} --data '{{\"path\":\"{knob.Path}\",\"value\":{{\"text\":\"{value}\"}}}}'");
        }

        text.Append("Ctrl-C ends it.");
        return text.ToString();

        string Name(IPEndPoint address) => security.Tls.HostName is { } host ? FormattableString.Invariant($"{host}:{address.Port}") : address.ToString();

        // Every address of the machine is none to call: the nearest of them is.
        string Near(IPEndPoint address) => IPAddress.Any.Equals(address.Address) || IPAddress.IPv6Any.Equals(address.Address)
            ? Name(new IPEndPoint(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, address.Port))
            : Name(address);

        // What a caller has to show to be let in; curl and twin call have the same names for it.
        string Flags(string token) => string.Concat(
            security.Tls.IsOn ? " --cacert FILE" : string.Empty,
            security.RequiresClientCertificate ? " --cert FILE --key FILE" : string.Empty,
            security.TokenPath is null ? string.Empty : " " + token);

        void Line(FormattableString line) => text.AppendLine(FormattableString.Invariant(line));
    }
}
