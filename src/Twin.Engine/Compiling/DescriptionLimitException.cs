namespace Twin.Engine.Compiling;

/// <summary>Ends a Describe that declares more than a component may; the problem is reported where it is thrown, so that a plugin that catches it is refused all the same.</summary>
internal sealed class DescriptionLimitException(string message) : InvalidOperationException(message);
