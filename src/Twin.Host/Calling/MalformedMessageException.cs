namespace Twin.Host.Calling;

/// <summary>Bytes are no message of the type that was expected.</summary>
/// <param name="message">What was found, without a full stop.</param>
internal sealed class MalformedMessageException(string message) : Exception(message);
