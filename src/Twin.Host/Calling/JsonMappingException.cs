namespace Twin.Host.Calling;

/// <summary>JSON does not fit the message that it should become.</summary>
/// <param name="place">Where in the JSON, such as <c>selection.globs[0]</c>; empty for the whole.</param>
/// <param name="problem">What is wrong there and what would be right.</param>
internal sealed class JsonMappingException(string place, string problem) : Exception(place.Length == 0 ? problem : $"{place}: {problem}");
