namespace Twin.Benchmarks; internal static class Program { private static void Main() { } }
