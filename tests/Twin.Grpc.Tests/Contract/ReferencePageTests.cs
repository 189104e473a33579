using System.Runtime.CompilerServices;
using Google.Protobuf.Reflection;
using Twin.Grpc.Contract;

namespace Twin.Grpc.Tests.Contract;

public sealed class ReferencePageTests
{
    private const string Switch = "TWIN_WRITE_REFERENCE";

    [Fact]
    public void Page_AgainstComments_IsCurrent()
    {
        string page = ReferencePage.Write();
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(PagePath(), page);
        }

        Assert.True(File.ReadAllText(PagePath()) == page, $"proto/REFERENCE.md is not what the comments say; run this test with {Switch}=1 to write it.");
    }

    [Fact]
    public void Contract_EveryPart_HasAComment()
    {
        // A message that only one method takes or gives says what it is by its name.
        string[] bare = [.. ContractDescriptors.Files.Where(file => file.Package == "twin.v1").SelectMany(Parts)
            .Where(part => string.IsNullOrWhiteSpace(part.Declaration?.LeadingComments)).Select(part => part.FullName)
            .Where(name => !name.EndsWith("Request", StringComparison.Ordinal) && !name.EndsWith("Response", StringComparison.Ordinal))];
        Assert.Empty(bare);
    }

    private static IEnumerable<DescriptorBase> Parts(FileDescriptor file) =>
        file.Services.SelectMany(service => service.Methods.Cast<DescriptorBase>().Prepend(service))
            .Concat(file.MessageTypes.SelectMany(Parts))
            .Concat(file.EnumTypes.SelectMany(Parts));

    private static IEnumerable<DescriptorBase> Parts(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Cast<DescriptorBase>().Prepend(message)
            .Concat(message.NestedTypes.Where(nested => !(nested.GetOptions()?.MapEntry ?? false)).SelectMany(Parts))
            .Concat(message.EnumTypes.SelectMany(Parts));

    private static IEnumerable<DescriptorBase> Parts(EnumDescriptor values) => values.Values.Cast<DescriptorBase>().Prepend(values);

    private static string PagePath([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../proto/REFERENCE.md"));
}
