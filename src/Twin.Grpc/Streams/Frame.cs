using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>A frame that the ring still held a moment ago.</summary>
/// <param name="Number">Its number in order of publication.</param>
/// <param name="Header">Which moment it shows.</param>
internal readonly record struct Frame(long Number, FrameHeader Header);
