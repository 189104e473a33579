namespace Twin.Chassis.Tests;

internal static class FullFile
{
    public const string Name = "full.yaml";

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, Name);

    public static string Text { get; } = File.ReadAllText(Path);
}
