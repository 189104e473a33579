namespace Fixture.Library;

public static class Edition
{
    public static string Name => "library 1";
}
