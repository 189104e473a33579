namespace Twin.Host.Securing;

/// <summary>On an endpoint: a page that everyone may see.</summary>
internal sealed class OpenPage;
