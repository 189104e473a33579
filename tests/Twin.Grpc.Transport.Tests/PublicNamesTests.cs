using System.Reflection;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Twin.Contracts.Tests;

namespace Twin.Grpc.Transport.Tests;

/// <summary>The transport can be swapped for the official packages as long as it offers nothing that they do not have.</summary>
/// <remarks>They do not restore everywhere, so that this cannot be compiled against them. What stands in for it: the stubs that the official generator
/// emits for every proto of the repository are compiled against the transport as they are, and its public surface is a listing that was compared
/// with the sources of those packages, so that a name of our own is seen in review.</remarks>
public sealed class PublicNamesTests
{
    private const string Switch = "TWIN_ACCEPT_PUBLIC_API";

    [Fact]
    public void Transport_PublicSurface_IsTheListedOne()
    {
        string file = ListingFile();
        List<string> built = PublicSurface.Of(typeof(Status).Assembly, type => type.Namespace is not ("Grpc.Health.V1" or "Grpc.Reflection.V1"));
        if (Environment.GetEnvironmentVariable(Switch) == "1")
            File.WriteAllText(file, string.Join('\n', built) + "\n");
        string[] listed = File.ReadAllLines(file);
        Assert.True(
            listed.SequenceEqual(built, StringComparer.Ordinal),
            $"The public surface of the transport is not the one in {file}.\n"
            + string.Concat(listed.Except(built).Select(line => $"- {line}\n")) + string.Concat(built.Except(listed).Select(line => $"+ {line}\n"))
            + $"If the official packages have what was added, set {Switch}=1, run this test again and commit the file.");
    }

    [Fact]
    public void Transport_Namespaces_AreThoseOfTheOfficialPackages()
    {
        string[] official =
        [
            "Grpc.AspNetCore.Server", "Grpc.Core", "Grpc.Core.Interceptors", "Grpc.Health.V1", "Grpc.HealthCheck", "Grpc.Net.Client", "Grpc.Net.Compression",
            "Grpc.Reflection", "Grpc.Reflection.V1", "Microsoft.AspNetCore.Builder", "Microsoft.Extensions.DependencyInjection",
        ];
        Assert.Equal(official, typeof(Status).Assembly.GetExportedTypes().Select(type => type.Namespace!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Transport_Internals_AreSeenByNobody() => Assert.Empty(typeof(Status).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>());

    private static string ListingFile([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "PublicApi.txt");
}
