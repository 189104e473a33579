using Microsoft.AspNetCore.Http;
using Twin.Grpc.Access;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>Takes a caller's word for who it is: name in <c>x-name</c>, role in <c>x-role</c>.</summary>
public sealed class HeaderAccess : IAccessPolicy
{
    private volatile string? _flaw;

    /// <summary>Lets no caller hold any more what it has shown.</summary>
    public void TakeAway(string flaw) => _flaw = flaw;

    public Caller Identify(HttpContext request)
    {
        string name = request.Request.Headers["x-name"].ToString();
        return RoleText.TryParse(request.Request.Headers["x-role"], out Role role)
            ? new Caller(CallerKind.Token, name.Length > 0 ? name : "someone", role, findFlaw: () => _flaw)
            : new Caller(CallerKind.Address, "127.0.0.1", Role.Unspecified, "A token is needed.");
    }
}
