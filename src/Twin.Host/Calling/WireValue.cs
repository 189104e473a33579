using Google.Protobuf;

namespace Twin.Host.Calling;

/// <summary>One value as it stands in the bytes of a message.</summary>
/// <param name="Type">How it is written; a group has the type of its start.</param>
/// <param name="Number">Its bits, if it is a number.</param>
/// <param name="Bytes">Its content, if it has a length or is a group.</param>
internal readonly record struct WireValue(WireFormat.WireType Type, ulong Number, ReadOnlyMemory<byte> Bytes);
