using System.Globalization;
using System.Net;
using System.Text;
using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Host.Hosting;

/// <summary>What <c>twin run</c> says at its start: what runs and where to look.</summary>
internal static class Greeting
{
    /// <summary>Writes it.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="grpc">Where gRPC listens.</param>
    /// <param name="http">Where HTTP listens.</param>
    public static string Of(ITwin twin, IPEndPoint grpc, IPEndPoint http)
    {
        CompiledChassis chassis = twin.Chassis;
        PacingStatus pacing = twin.Pacing;
        string speed = double.IsInfinity(pacing.RequestedSpeed) ? "as fast as it can" : pacing.RequestedSpeed.ToString("0.###", CultureInfo.InvariantCulture) + "x";
        var text = new StringBuilder();
        Line($"{chassis.Model}: {chassis.Title}");
        Line($"  {chassis.Components.Count} components, {chassis.Ports.Count} ports, {chassis.Signals.Count} signals; workload {pacing.Workload}; speed {speed}");
        Line($"  gRPC     {grpc}");
        Line($"  metrics  http://{http}/metrics");
        Line($"  health   http://{http}/healthz");
        Line($"Try:");
        Line($"  curl -s http://{http}/metrics | grep ^hw_temperature");
        Line($"  twin call list --address {grpc}");
        if (chassis.Actuators.Count > 0)
        {
            KnobInfo knob = chassis.Actuators[0];
            string value = knob.Dimension.Format(knob.Maximum);
            Line($"  twin call OverrideActuator --address {grpc} --data '{{\"path\":\"{knob.Path}\",\"value\":{{\"text\":\"{value}\"}}}}'");
        }

        text.Append("Ctrl-C ends it.");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(FormattableString.Invariant(line));
    }
}
