namespace Twin.Plugins;

/// <summary>Stable codes of everything that can be wrong with a plugin, <c>TW0200</c> to <c>TW0299</c>.</summary>
public static class PluginProblemCodes
{
    /// <summary>A directory to load from does not exist or cannot be listed.</summary>
    public const string DirectoryMissing = "TW0201";

    /// <summary>A folder among plugin folders has no manifest.</summary>
    public const string NotAPlugin = "TW0202";

    /// <summary>An archive or a bare assembly lies where a plugin folder should be.</summary>
    public const string NotAFolder = "TW0203";

    /// <summary>The folder holds a link.</summary>
    public const string Link = "TW0204";

    /// <summary>The folder or its manifest is larger than the limits allow.</summary>
    public const string TooLarge = "TW0205";

    /// <summary>A file of the plugin cannot be read.</summary>
    public const string Unreadable = "TW0206";

    /// <summary>The folder holds a pipe, a socket or a device.</summary>
    public const string SpecialFile = "TW0207";

    /// <summary>A file or folder has a name that not every system has.</summary>
    public const string BadFileName = "TW0208";

    /// <summary>A file cannot be written into the plugin folder.</summary>
    public const string Unwritable = "TW0209";

    /// <summary>The manifest is not JSON, or not one object.</summary>
    public const string ManifestNotJson = "TW0210";

    /// <summary>The manifest has a key that does not exist.</summary>
    public const string ManifestUnknownKey = "TW0211";

    /// <summary>The manifest lacks a key.</summary>
    public const string ManifestMissingKey = "TW0212";

    /// <summary>A manifest value is of the wrong type, empty or malformed.</summary>
    public const string ManifestBadValue = "TW0213";

    /// <summary>A manifest key is given twice.</summary>
    public const string ManifestDuplicateKey = "TW0214";

    /// <summary>A path in the manifest leads out of the folder.</summary>
    public const string PathOutside = "TW0215";

    /// <summary>A file or folder that the manifest names is not there.</summary>
    public const string FileMissing = "TW0216";

    /// <summary>No assembly is named and the default leaves none or several.</summary>
    public const string AssemblyUndecided = "TW0217";

    /// <summary>A file that should be a native library is none.</summary>
    public const string NotALibrary = "TW0218";

    /// <summary>A file is no .NET assembly, or a damaged one.</summary>
    public const string NotAnAssembly = "TW0220";

    /// <summary>Nothing in the folder references Twin.Contracts.</summary>
    public const string NoContract = "TW0221";

    /// <summary>Built against a newer minor version of the contract than the host has.</summary>
    public const string ContractNewerMinor = "TW0222";

    /// <summary>Built against another major version of the contract.</summary>
    public const string ContractOtherMajor = "TW0223";

    /// <summary>Built for a target framework that the host does not run.</summary>
    public const string TargetFramework = "TW0224";

    /// <summary>References an assembly of the host other than Twin.Contracts.</summary>
    public const string ReferencesHost = "TW0225";

    /// <summary>Built for another processor architecture.</summary>
    public const string Architecture = "TW0226";

    /// <summary>The assembly has a name that is reserved for the host.</summary>
    public const string ReservedName = "TW0227";

    /// <summary>A native library is built for another system or processor.</summary>
    public const string NativeArchitecture = "TW0228";

    /// <summary>There are native libraries, all of them for other systems or processors.</summary>
    public const string NativeMissing = "TW0229";

    /// <summary>The entry type is not in the assembly.</summary>
    public const string EntryMissing = "TW0230";

    /// <summary>The entry type is not public.</summary>
    public const string EntryNotPublic = "TW0231";

    /// <summary>The entry type does not implement IPlugin.</summary>
    public const string EntryNotAPlugin = "TW0232";

    /// <summary>The entry type has no public parameterless constructor, or is abstract or generic.</summary>
    public const string EntryNotCreatable = "TW0233";

    /// <summary>The entry type's constructor threw.</summary>
    public const string ConstructorThrew = "TW0234";

    /// <summary>Register threw.</summary>
    public const string RegisterThrew = "TW0235";

    /// <summary>A dependency is missing or does not fit.</summary>
    public const string Dependency = "TW0236";

    /// <summary>A component kind has a malformed name, or is registered twice by one plugin.</summary>
    public const string BadKind = "TW0237";

    /// <summary>The plugin registered no kind.</summary>
    public const string NoKind = "TW0238";

    /// <summary>The assembly has more than one public type that implements IPlugin.</summary>
    public const string SeveralEntries = "TW0239";

    /// <summary>Two plugins have the same id.</summary>
    public const string DuplicateId = "TW0240";

    /// <summary>Two plugins register the same kind.</summary>
    public const string DuplicateKind = "TW0241";

    /// <summary>An assembly has native code linked into it.</summary>
    public const string MixedCode = "TW0242";

    /// <summary>The plugin could not be copied to the shadow directory.</summary>
    public const string ShadowCopy = "TW0250";

    /// <summary>An unloaded plugin stays in memory because something still refers to it.</summary>
    public const string Leaking = "TW0260";

    /// <summary>Code of an unloaded plugin that is told of the unloading does not return: its thread is lost, and the plugin stays in memory.</summary>
    public const string HungHandler = "TW0261";

    /// <summary>The plugin is not signed, and the host loads signed plugins only.</summary>
    public const string Unsigned = "TW0270";

    /// <summary>The signature file cannot be understood.</summary>
    public const string SignatureMalformed = "TW0271";

    /// <summary>The plugin is signed with a key that the host does not trust.</summary>
    public const string UnknownPublisher = "TW0272";

    /// <summary>The signature was not made with the key that it names, or not over this list of files.</summary>
    public const string SignatureWrong = "TW0273";

    /// <summary>A file differs from what was signed.</summary>
    public const string FileAltered = "TW0274";

    /// <summary>A file was added after the signing.</summary>
    public const string FileAdded = "TW0275";

    /// <summary>A file that was signed is gone.</summary>
    public const string FileGone = "TW0276";
}
