namespace Twin.Host; internal static class Program { private static void Main() { } }
