using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Rates of the stages. Each is a whole multiple of the base step.</summary>
/// <param name="BaseStep">The base step, greater than zero.</param>
/// <param name="Link">Period of the link stage.</param>
/// <param name="Flow">Period of the flow stage.</param>
/// <param name="Control">Period of the control stage.</param>
public sealed record ScheduleDescription(Duration BaseStep, Duration Link, Duration Flow, Duration Control)
{
    /// <summary>1 ms, link every 10 ms, flow and control every 100 ms.</summary>
    public static ScheduleDescription Default { get; } = new(
        Duration.FromMilliseconds(1), Duration.FromMilliseconds(10), Duration.FromMilliseconds(100), Duration.FromMilliseconds(100));
}
