using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Engine.Snapshots;

/// <summary>The numbers of a moment, with the chassis that they are of.</summary>
/// <param name="Moment">Which moment.</param>
/// <param name="Position">Where in its run it is.</param>
/// <param name="Chassis">The chassis that the numbers are of; perhaps one that differs from the running one without a difference in layout.</param>
/// <param name="Words">The state block.</param>
internal sealed record MomentState(Moment Moment, FrameHeader Position, ChassisIdentity Chassis, double[] Words);
