namespace Twin.Grpc.Access;

/// <summary>What a method asks of its callers.</summary>
/// <param name="Name">The method, such as <c>twin.v1.ControlService/Pause</c>.</param>
/// <param name="Role">The least role that may call it; unspecified for one that is open to everyone.</param>
/// <param name="IsLimited">Whether calls count towards the limits of their client.</param>
internal sealed record MethodAccess(string Name, V1.Role Role, bool IsLimited)
{
    /// <summary>Whether anyone may call it, as health checks do.</summary>
    public bool IsOpen => Role == V1.Role.Unspecified;

    /// <summary>Whether calls leave an entry in the audit.</summary>
    public bool IsAudited => Role > V1.Role.Read;
}
