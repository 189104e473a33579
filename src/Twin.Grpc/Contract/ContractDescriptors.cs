using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Twin.Grpc.Contract;

/// <summary>The files of the wire contract with their comments, which the generated code leaves out.</summary>
public static class ContractDescriptors
{
    private const string Resource = "contract.binpb";
    private static readonly Lazy<IReadOnlyList<FileDescriptor>> Read = new(Build);

    /// <summary>Gets all files below <c>proto</c> and what they import, imports first.</summary>
    public static IReadOnlyList<FileDescriptor> Files => Read.Value;

    /// <summary>The service of a name, or null when the contract has none.</summary>
    /// <param name="fullName">Its full name, such as <c>twin.v1.SignalService</c>.</param>
    public static ServiceDescriptor? FindService(string fullName) =>
        Files.SelectMany(file => file.Services).FirstOrDefault(service => service.FullName == fullName);

    private static IReadOnlyList<FileDescriptor> Build()
    {
        using Stream stream = typeof(ContractDescriptors).Assembly.GetManifestResourceStream(Resource)!;
        FileDescriptorSet set = FileDescriptorSet.Parser.ParseFrom(stream);
        return FileDescriptor.BuildFromByteStrings(set.File.Select(file => file.ToByteString()));
    }
}
