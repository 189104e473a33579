using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Engine.Snapshots;

/// <summary>A what-if run: a state of its own beside the live run, which goes on only when it is run ahead.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What people wrote about it.</param>
/// <param name="Parent">What it was made of.</param>
/// <param name="Origin">The position of its parent at which it was made.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="MadeAt">Wall time at which it was made.</param>
/// <param name="Commands">The commands that it was given, each with the step before which it was applied.</param>
public sealed record ForkInfo(
    string Name, string Description, Moment Parent, FrameHeader Origin, FrameHeader Position, DateTimeOffset MadeAt, IReadOnlyList<LoggedCommand> Commands);
