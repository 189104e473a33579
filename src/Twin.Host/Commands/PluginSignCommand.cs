using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Twin.Host.Securing;
using Twin.Host.Setup;
using Twin.Plugins;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin sign FOLDER --key FILE</c>: writes <c>plugin.sig.json</c> into a plugin folder.</summary>
internal static class PluginSignCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Argument<string> folder = PluginCommand.Folder;
        Option<string?> key = PackageCommand.Flag("--key", "FILE", "Private key in PEM, as 'twin plugin key new' writes it; the password of an encrypted one is read from TWIN_KEY_PASSWORD.");
        var command = new Command("sign", "Signs a plugin folder: hashes every file of it and writes plugin.sig.json beside plugin.json, over one that is there.");
        command.Arguments.Add(folder);
        command.Options.Add(key);
        command.SetAction(parsed => Sign(parsed.GetValue(folder)!, parsed.GetValue(key)));
        return command;
    }

    private static int Sign(string folder, string? keyFile)
    {
        var problems = new ProblemReport();
        using ECDsa? key = PublisherKeyFile.Read("--key", keyFile, Environment.GetEnvironmentVariable("TWIN_KEY_PASSWORD"), problems);
        if (key is not null && PluginSigner.Sign(folder, key) is var result)
        {
            problems.Add(result.Problems);
            if (result.Manifest is { } manifest)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{manifest.Id} {manifest.Version}: {result.Files} files signed with {result.Key}"));
                return ExitCode.Success;
            }
        }

        problems.Print();
        return ExitCode.BadInput;
    }
}
