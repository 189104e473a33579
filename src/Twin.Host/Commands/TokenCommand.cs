using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Twin.Grpc.Access;
using Twin.Host.Securing;
using Twin.Host.Setup;
using Twin.V1;
using Command = System.CommandLine.Command;

namespace Twin.Host.Commands;

/// <summary><c>twin token</c>: makes tokens for the access file.</summary>
internal static class TokenCommand
{
    private const int SecretBytes = 32;
    private const int SaltBytes = 8;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Option<string?> name = PackageCommand.Flag("--name", "NAME", "Name of whoever calls with it, for the audit and the limits.");
        Option<string?> role = PackageCommand.Flag("--role", "ROLE", $"What it may do: {RoleText.All}. Each may do what those before it may.");
        Option<string?> expires = PackageCommand.Flag("--expires", "TIME", "When it ends: 2027-01-31, 2027-01-31T12:00:00Z, or hours or days from now such as 12h or 90d [default: never].");
        var create = new Command("new", "Makes a token: prints the token, which is kept nowhere, and then the line that goes into the file of 'run --tokens'.");
        create.Options.Add(name);
        create.Options.Add(role);
        create.Options.Add(expires);
        create.SetAction(parsed => Create(parsed.GetValue(name), parsed.GetValue(role), parsed.GetValue(expires)));
        var command = new Command("token", "Tokens with which clients call a twin that is secured.");
        command.Subcommands.Add(create);
        return command;
    }

    private static int Create(string? name, string? roleText, string? expiresText)
    {
        var problems = new ProblemReport();
        if (name is null || !AccessTable.IsName(name))
        {
            problems.Add("--name", $"'{name}' is missing or not made of letters, digits, '.', '-', '_' and '@', 64 at most.");
        }

        if (!RoleText.TryParse(roleText, out Role role))
        {
            problems.Add("--role", $"'{roleText}' is missing or unknown. Valid: {RoleText.All}.");
        }

        DateTimeOffset? expires = ReadEnd(expiresText, TimeProvider.System.GetUtcNow(), problems);
        if (problems.Any)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        string token = "twin_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        string salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));
        string end = expires is { } time ? string.Create(CultureInfo.InvariantCulture, $" expires={time:yyyy-MM-ddTHH:mm:ssZ}") : string.Empty;
        Console.WriteLine(token);
        Console.WriteLine($"token name={name} role={RoleText.Of(role)} hash=sha256:{salt}:{Convert.ToHexStringLower(AccessEntry.HashOf(salt, token))}{end}");
        return ExitCode.Success;
    }

    private static DateTimeOffset? ReadEnd(string? text, DateTimeOffset now, ProblemReport problems)
    {
        const int longest = 36500;
        if (text is null)
        {
            return null;
        }

        int hours = text.EndsWith('d') ? 24 : text.EndsWith('h') ? 1 : 0;
        DateTimeOffset? end = hours > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= longest
            ? now + TimeSpan.FromHours((double)hours * count)
            : AccessTable.ReadTime(text);
        if (end is null)
        {
            problems.Add("--expires", $"'{text}' is no time such as 2027-01-31, 2027-01-31T12:00:00Z, 12h or 90d.");
        }
        else if (end <= now)
        {
            problems.Add("--expires", $"'{text}' is over already.");
        }

        return end;
    }
}
