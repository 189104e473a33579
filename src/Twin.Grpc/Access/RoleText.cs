namespace Twin.Grpc.Access;

/// <summary>Roles as people write them: <c>read</c>, <c>control</c>, <c>admin</c>.</summary>
public static class RoleText
{
    /// <summary>All of them, for messages.</summary>
    public const string All = "read, control, admin";

    /// <summary>Writes a role.</summary>
    /// <param name="role">The role.</param>
    public static string Of(V1.Role role) => role switch
    {
        V1.Role.Read => "read",
        V1.Role.Control => "control",
        V1.Role.Admin => "admin",
        _ => "none",
    };

    /// <summary>Reads a role.</summary>
    /// <param name="text">The text.</param>
    /// <param name="role">The role; unspecified when it is none.</param>
    public static bool TryParse(string? text, out V1.Role role)
    {
        role = text switch
        {
            "read" => V1.Role.Read,
            "control" => V1.Role.Control,
            "admin" => V1.Role.Admin,
            _ => V1.Role.Unspecified,
        };
        return role != V1.Role.Unspecified;
    }
}
