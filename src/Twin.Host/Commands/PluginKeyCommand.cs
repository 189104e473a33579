using System.CommandLine;
using System.Security.Cryptography;
using Twin.Host.Securing;
using Twin.Host.Setup;
using Twin.Plugins;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin key</c>: makes the key with which a publisher signs plugins.</summary>
internal static class PluginKeyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Option<string?> output = PackageCommand.Flag("--out", "DIR", "Folder for the two files; made if it is missing.");
        Option<string?> name = PackageCommand.Flag("--name", "NAME", "Begin of their names: NAME.key is the private key, NAME.pem the public one [default: publisher].");
        var create = new Command("new", "Makes a key (ECDSA on P-256) and prints its two files and its fingerprint; the private one is readable by you alone. Nothing is written over.");
        create.Options.Add(output);
        create.Options.Add(name);
        create.SetAction(parsed => Create(parsed.GetValue(output), parsed.GetValue(name) ?? "publisher"));
        var command = new Command("key", "Keys with which publishers sign plugins.");
        command.Subcommands.Add(create);
        return command;
    }

    private static int Create(string? folder, string name)
    {
        var problems = new ProblemReport();
        if (string.IsNullOrEmpty(folder))
        {
            problems.Add("--out", "The folder for the two files is missing.");
        }

        if (!AccessTable.IsName(name) || name.StartsWith('.'))
        {
            problems.Add("--name", $"'{name}' is not made of letters, digits, '.', '-', '_' and '@', 64 at most, or begins with '.'.");
        }

        using ECDsa key = PluginSigner.NewKey();
        (string Private, string Public)? files = problems.Any ? null : PublisherKeyFile.Write(folder!, name, key, problems);
        if (files is not { } written)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        Console.WriteLine($"{written.Private}: private key, keep it where plugins are built");
        Console.WriteLine($"{written.Public}: public key, for the folder of 'run --plugin-keys' of each host");
        Console.WriteLine(PluginSigner.IdOf(key));
        return ExitCode.Success;
    }
}
