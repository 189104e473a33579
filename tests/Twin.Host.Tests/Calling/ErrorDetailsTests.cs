using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Twin.Host.Calling;

namespace Twin.Host.Tests.Calling;

public sealed class ErrorDetailsTests
{
    [Fact]
    public void Lines_ErrorInfo_SaysReasonDomainAndMetadata()
    {
        var info = new ErrorInfo { Type = "OUT_OF_RANGE", Domain = "twin.v1", Metadata = { ["name"] = "fan0/speed", ["maximum"] = "1", ["unit"] = string.Empty } };
        Assert.Equal(["  reason   OUT_OF_RANGE (twin.v1)", "  maximum  1", "  name     fan0/speed"], ErrorDetails.Lines(Any.Pack(info)));
    }

    [Fact]
    public void Lines_OtherTypesOfGoogleRpc_SaysEachThing()
    {
        var wrong = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "page.size", Description = "Too large.\nAt most 1000." }, new BadRequest.Types.FieldViolation { Field = "globs[0]", Description = "Empty." } } };
        Assert.Equal(["  field  page.size: Too large.\n         At most 1000.", "  field  globs[0]: Empty."], ErrorDetails.Lines(Any.Pack(wrong)));
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(2.5)) };
        Assert.Equal(["  retry after  2.5 s"], ErrorDetails.Lines(Any.Pack(retry)));
        var help = new Help { Links = { new Help.Types.Link { Description = "Limits", Url = "https://example.test/limits" } } };
        Assert.Equal(["  help  Limits: https://example.test/limits"], ErrorDetails.Lines(Any.Pack(help)));
        var quota = new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = "client:a", Description = "Too many." } } };
        Assert.Equal(["  quota  client:a: Too many."], ErrorDetails.Lines(Any.Pack(quota)));
        var state = new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = "TOS", Subject = "a", Description = "Not yet." } } };
        Assert.Equal(["  violated  TOS a: Not yet."], ErrorDetails.Lines(Any.Pack(state)));
    }

    [Fact]
    public void Lines_ForeignOrTorn_IsNull()
    {
        Assert.Null(ErrorDetails.Lines(Any.Pack(new Empty())));
        Assert.Null(ErrorDetails.Lines(new Any { TypeUrl = "type.googleapis.com/google.rpc.ErrorInfo", Value = ByteString.CopyFrom(0x0A, 0x7F) }));
    }
}
