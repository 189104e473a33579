namespace Twin.Plugins;

/// <summary>Compares a plugin folder with what its publisher signed.</summary>
internal static class SignatureCheck
{
    private const string NotAsSigned = "Put the folder there again as the publisher delivered it, or have it signed again.";

    /// <summary>Checks a folder.</summary>
    /// <param name="folder">The folder as it was read: what is hashed here is what is loaded.</param>
    /// <param name="trusted">The keys, one of which must have signed it; null when a folder may be unsigned. One that is signed has to be as it was signed in any case.</param>
    /// <param name="problems">Receives every problem.</param>
    public static void Check(PluginFolder folder, IReadOnlyList<PublisherKey>? trusted, PluginProblemList problems)
    {
        string path = folder.FullPath(PluginSignature.FileName);
        if (folder.Find(PluginSignature.FileName) is not { } file)
        {
            if (trusted is not null && !folder.IsRefused(PluginSignature.FileName))
            {
                problems.Add(PluginProblemCodes.Unsigned, $"The plugin is not signed: it has no {PluginSignature.FileName}, and this host loads signed plugins only.",
                    "Have its publisher sign it: twin plugin sign FOLDER --key KEY.pem.");
            }

            return;
        }

        if (PluginSignature.Read(file.Content, path, problems) is not { } signature)
            return;
        if (trusted is not null)
        {
            // What the folder holds is compared below in any case: who tampered with one often did with the other.
            if (trusted.FirstOrDefault(key => key.Id == signature.Key) is not { } publisher)
            {
                problems.Add(PluginProblemCodes.UnknownPublisher, $"The plugin is signed with the key {signature.Key}, which is none of the {trusted.Count} that this host trusts.",
                    "If you trust its publisher, put that public key among the host's.", path);
            }
            else if (!publisher.Verifies(signature.SignedText(), signature.Signature))
            {
                problems.Add(PluginProblemCodes.SignatureWrong, $"The signature is not one of the key '{publisher.Name}' over the list of files beside it.", NotAsSigned, path);
            }
        }

        foreach (PluginFile there in folder.Files.Where(there => there.Path != PluginSignature.FileName))
        {
            if (!signature.Files.TryGetValue(there.Path, out string? signed))
            {
                problems.Add(PluginProblemCodes.FileAdded, $"'{there.Path}' is not among the {signature.Files.Count} files that were signed.", "Take it out of the folder, or have the folder signed again.", folder.FullPath(there.Path));
            }
            else if (PluginSignature.HashOf(there) is var hash && hash != signed)
            {
                problems.Add(PluginProblemCodes.FileAltered, $"'{there.Path}' is not as it was signed: its SHA-256 is {hash}, signed was {signed}.", NotAsSigned, folder.FullPath(there.Path));
            }
        }

        foreach (string missing in signature.Files.Keys.Where(name => folder.Find(name) is null && !folder.IsRefused(name)))
            problems.Add(PluginProblemCodes.FileGone, $"'{missing}' was signed and is not in the folder.", NotAsSigned, path);
    }
}
