using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>An alarm that is raised and not cleared.</summary>
/// <param name="Raised">The event that raised it.</param>
/// <param name="Acknowledgement">Who has seen it; null while nobody has.</param>
internal readonly record struct ActiveAlarm(EventRecord Raised, V1.Acknowledgement? Acknowledgement);
