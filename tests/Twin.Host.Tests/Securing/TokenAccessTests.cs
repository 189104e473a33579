using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Twin.Grpc.Access;
using Twin.Host.Securing;
using Twin.Host.Setup;
using Twin.V1;

namespace Twin.Host.Tests.Securing;

/// <summary>The access file and the callers it knows.</summary>
public sealed class TokenAccessTests : IDisposable
{
    private const string Secret = "twin_0123456789abcdef";

    private readonly TestCertificates _files = new();
    private readonly SettableClock _clock = new();
    private readonly ListLogger<TokenAccess> _log = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Parse_ManyMistakes_AreAllSaidWithTheirLines()
    {
        var problems = new ProblemReport();
        Assert.Null(AccessTable.Parse("tokens", $"""
            # comment
            token name=a role=reader hash=sha256:s:{new string('0', 64)}
            token name=b role=read hash={Secret}
            robot name=c role=read
            token name=d role=read hash=sha256:s:{new string('0', 64)} expires=soon
            token name=d/e role=read hash=sha256:s:{new string('0', 64)} salt=1
            certificate name=f role=admin
            certificate name=g role=admin fingerprint=00:11
            certificate name=h role=admin subject="x"
            token {Secret}
            token name=i role=read hash=sha256:s:{new string('0', 64)}
            token name=i role=read hash=sha256:s:{new string('1', 64)}
            """, [], problems));
        string[] lines = [.. problems.Lines];
        Assert.Equal(
            ["tokens:2", "tokens:3", "tokens:4", "tokens:5", "tokens:6", "tokens:6", "tokens:7", "tokens:8", "tokens:9", "tokens:10", "tokens:12"],
            lines.Select(line => string.Join(':', line.Split(':')[..2])));
        Assert.Contains("the role 'reader' is missing or unknown. Valid: read, control, admin.", lines[0], StringComparison.Ordinal);
        Assert.Contains("'twin token new' writes the line", lines[1], StringComparison.Ordinal);
        Assert.Contains("the line begins with no kind of entry. Valid: token, certificate.", lines[2], StringComparison.Ordinal);
        Assert.Contains("expires='soon' is no time", lines[3], StringComparison.Ordinal);
        Assert.Contains("stands on an earlier line", lines[10], StringComparison.Ordinal);
        // A token that was put where its hash belongs is not repeated in messages.
        Assert.DoesNotContain(lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_NothingInIt_IsRefused()
    {
        var problems = new ProblemReport();
        Assert.Null(AccessTable.Parse("tokens", "# nobody\n", [], problems));
        Assert.Contains("nobody could call", Assert.Single(problems.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_Token_HasItsRoleUntilItExpires()
    {
        TokenAccess access = Access(Line("plotter", "read", Secret, $"expires={_clock.Now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}") + Line("ops", "admin", "other"));
        Caller caller = access.Identify(Request("Bearer " + Secret));
        Assert.Equal((CallerKind.Token, "plotter", Role.Read, null, null), (caller.Kind, caller.Name, caller.Role, caller.Refusal, caller.FindFlaw()));
        Assert.Equal(Role.Admin, access.Identify(Request("bearer other")).Role);
        _clock.Now = _clock.Now.AddHours(2);
        Assert.StartsWith("'plotter' has expired: it was valid until ", caller.FindFlaw(), StringComparison.Ordinal);
        Caller late = access.Identify(Request("Bearer " + Secret));
        Assert.Equal((CallerKind.Address, "192.0.2.7", Role.Unspecified), (late.Kind, late.Name, late.Role));
        Assert.StartsWith("'plotter' has expired", late.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "A token is needed: 'authorization: Bearer TOKEN' in the metadata of a call, or the header of a page.")]
    [InlineData("Bearer wrong", "The token is not known here.")]
    [InlineData("Bearer ", "The token is not known here.")]
    [InlineData("Basic b3BzOng=", "The authorization is not one 'Bearer TOKEN'.")]
    public void Identify_NoneOrWrong_IsNobody(string? header, string refusal)
    {
        Caller caller = Access(Line("plotter", "read", Secret)).Identify(Request(header));
        Assert.Equal((Role.Unspecified, refusal), (caller.Role, caller.Refusal));
    }

    [Fact]
    public void Identify_HeaderThatIsLongerThanTokensAre_IsNobodyWithoutBeingHashed()
    {
        string longest = new('a', 1024);
        TokenAccess access = Access(Line("longest", "read", longest) + Line("longer", "admin", longest + "a"));
        Assert.Equal("longest", access.Identify(Request("Bearer " + longest)).Name);
        Assert.Equal("The token is not known here.", access.Identify(Request("Bearer " + longest + "a")).Refusal);
    }

    [Fact]
    public void Identify_Certificate_HasTheRoleOfItsSubjectOrFingerprint()
    {
        using var bench = X509Certificate2.CreateFromPem(File.ReadAllText(_files.Client("bench", "CN=bench, O=Example").Certificate));
        using var ops = X509Certificate2.CreateFromPem(File.ReadAllText(_files.Client("ops", "CN=ops").Certificate));
        using var other = X509Certificate2.CreateFromPem(File.ReadAllText(_files.Client("other", "CN=other").Certificate));
        TokenAccess access = Access(
            "certificate name=bench role=control subject=\"CN=bench,O=Example\"\n"
            + $"certificate name=ops role=admin fingerprint={string.Join(':', ops.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256).Select(one => one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)))}\n"
            + Line("plotter", "read", Secret));
        Caller caller = access.Identify(Request(null, bench));
        Assert.Equal((CallerKind.Certificate, "bench", Role.Control), (caller.Kind, caller.Name, caller.Role));
        Assert.Equal(("ops", Role.Admin), (access.Identify(Request(null, ops)).Name, access.Identify(Request(null, ops)).Role));
        Assert.Equal(("CN=other", Role.Unspecified), (access.Identify(Request(null, other)).Name, access.Identify(Request(null, other)).Role));
        // A token that is shown decides, right or wrong.
        Assert.Equal(Role.Read, access.Identify(Request("Bearer " + Secret, ops)).Role);
        Assert.Equal(Role.Unspecified, access.Identify(Request("Bearer wrong", ops)).Role);
        _clock.Now = _clock.Now.AddDays(2);
        Assert.StartsWith("'bench' has expired", caller.FindFlaw(), StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_WithoutFile_AllowsAllOrAllWithACertificate()
    {
        using var bench = X509Certificate2.CreateFromPem(File.ReadAllText(_files.Client("bench", "CN=bench").Certificate));
        var open = new TokenAccess(null, null, requiresCertificate: false, _clock, _log);
        Assert.Equal((Role.Admin, "192.0.2.7"), (open.Identify(Request(null)).Role, open.Identify(Request(null)).Name));
        var guarded = new TokenAccess(null, null, requiresCertificate: true, _clock, _log);
        Assert.Equal("A client certificate is needed.", guarded.Identify(Request(null)).Refusal);
        Assert.Equal((Role.Admin, "CN=bench"), (guarded.Identify(Request(null, bench)).Role, guarded.Identify(Request(null, bench)).Name));
    }

    [Fact]
    public void Reload_ChangedFile_GoodIsTakenBadIsKeptOut()
    {
        TokenAccess access = Access(Line("plotter", "control", Secret) + Line("ops", "admin", "other"));
        using var watch = new FileWatch([access], TimeProvider.System, new ListLogger<FileWatch>());
        watch.Look();
        Assert.Empty(_log.Lines);
        Caller before = access.Identify(Request("Bearer " + Secret));

        _files.Write("tokens", "token name=broken\n");
        watch.Look();
        Assert.Equal(Role.Control, access.Identify(Request("Bearer " + Secret)).Role);
        Assert.Null(before.FindFlaw());
        Assert.Contains("is kept out, and what it held before stays.", _log.Lines[0].Text, StringComparison.Ordinal);

        int said = _log.Lines.Count;
        _files.Write("tokens", "# order does not matter\n" + Line("ops", "admin", "other") + Line("plotter", "control", Secret));
        watch.Look();
        Assert.Null(before.FindFlaw());
        Assert.EndsWith("is taken: 2 entries.", _log.Lines[said].Text, StringComparison.Ordinal);

        _files.Write("tokens", Line("ops", "admin", "other") + Line("plotter", "control", Secret, $"expires={_clock.Now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}"));
        watch.Look();
        Assert.Equal("'plotter' has been taken away or may do less now.", before.FindFlaw());
        before = access.Identify(Request("Bearer " + Secret));
        Assert.Null(before.FindFlaw());

        _files.Write("tokens", Line("ops", "admin", "other"));
        watch.Look();
        Assert.Equal("The token is not known here.", access.Identify(Request("Bearer " + Secret)).Refusal);
        Assert.Equal("'plotter' has been taken away or may do less now.", before.FindFlaw());
    }

    private static string Line(string name, string role, string token, string more = "") =>
        $"token name={name} role={role} hash=sha256:{name}:{Convert.ToHexStringLower(AccessEntry.HashOf(name, token))} {more}\n";

    private TokenAccess Access(string text)
    {
        var problems = new ProblemReport();
        string path = _files.Write("tokens", text);
        AccessTable? table = AccessTable.Read(path, problems);
        Assert.Empty(problems.Lines);
        return new TokenAccess(path, table, requiresCertificate: false, _clock, _log);
    }

    private static DefaultHttpContext Request(string? authorization, X509Certificate2? certificate = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        context.Connection.ClientCertificate = certificate;
        if (authorization is not null)
        {
            context.Request.Headers.Authorization = authorization;
        }

        return context;
    }
}
