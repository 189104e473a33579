namespace Twin.Grpc.Transport.Tests.Clients;

/// <summary>Runs scripts of the python folder with Debian's Python and stubs made from our protos.</summary>
internal static class PythonClient
{
    private const string Packages = "python3-grpcio, python3-protobuf, python3-h2, protobuf-compiler and protobuf-compiler-grpc";
    private const string Plugin = "/usr/bin/grpc_python_plugin";
    private const string Protoc = "/usr/bin/protoc";

    // Debian's own: another interpreter on the path does not see Debian's packages.
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<Task<string>> Stubs = new(MakeStubsAsync);

    /// <summary>A sentence that says what is missing and how to get it, or null.</summary>
    public static string? FindMissing()
    {
        string[] missing = [.. new[] { Python, Protoc, Plugin }.Where(path => !File.Exists(path))];
        if (missing.Length > 0)
            return $"This test needs {string.Join(" and ", missing)}: install the Debian packages {Packages}.";
        return ClientProcess.Succeeds(Python, "-c", "import grpc, google.protobuf, h2")
            ? null
            : $"This test needs grpcio, protobuf and h2 for {Python}: install the Debian packages {Packages}.";
    }

    /// <summary>Runs a script with further arguments and returns what it printed.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments) => await ClientProcess.CompleteAsync(
        Python, [Path.Combine(AppContext.BaseDirectory, "python", script), await Stubs.Value, .. arguments]);

    private static async Task<string> MakeStubsAsync()
    {
        string stubs = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "python-stubs")).FullName;
        string[] files = [.. Directory.EnumerateFiles(ClientProcess.Protos, "*.proto", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ClientProcess.Protos, file))];
        await ClientProcess.CompleteAsync(Protoc, [
            "-I", ClientProcess.Protos, "--python_out=" + stubs, "--grpc_out=" + stubs, "--plugin=protoc-gen-grpc=" + Plugin, .. files]);
        return stubs;
    }
}
