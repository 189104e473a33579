namespace Grpc.Core;

/// <summary>Wishes for one message that is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More will follow at once: the message may wait for company before it is sent.</summary>
    BufferHint = 0x1,

    /// <summary>Do not compress this message.</summary>
    NoCompress = 0x2,
}
