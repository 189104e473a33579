namespace Twin.Chassis;

/// <summary>Codes of the problems of chassis files, workloads and package folders. The page README.md beside the source explains each.</summary>
public static class ProblemCodes
{
    /// <summary>The file cannot be read: missing, a folder, no permission, not UTF-8, too large.</summary>
    public const string Unreadable = "TW0101";

    /// <summary>The text is not YAML.</summary>
    public const string Syntax = "TW0102";

    /// <summary>A feature of YAML that these files do without, or a file beyond their bounds.</summary>
    public const string NotSupported = "TW0103";

    /// <summary>A key that means nothing here.</summary>
    public const string UnknownKey = "TW0104";

    /// <summary>A key that was there before.</summary>
    public const string DuplicateKey = "TW0105";

    /// <summary>A required key is missing.</summary>
    public const string MissingKey = "TW0106";

    /// <summary>A key without value, or an empty list or text where there must be something.</summary>
    public const string MissingValue = "TW0107";

    /// <summary>A map, list or text where another of them is needed; a text that is not the number or truth value it must be.</summary>
    public const string WrongType = "TW0108";

    /// <summary>A quantity that cannot be read: no number, no unit, a wrong unit.</summary>
    public const string WrongQuantity = "TW0109";

    /// <summary>A number or quantity outside its range.</summary>
    public const string OutOfRange = "TW0110";

    /// <summary>A word that is not one of those allowed.</summary>
    public const string WrongWord = "TW0111";

    /// <summary>A name, kind or line of text that is malformed.</summary>
    public const string WrongName = "TW0112";

    /// <summary>A reference to elements that is malformed.</summary>
    public const string WrongReference = "TW0113";

    /// <summary>Two things with one name, repetitions expanded.</summary>
    public const string DuplicateName = "TW0114";

    /// <summary>More repetitions or components than a chassis may have.</summary>
    public const string TooMany = "TW0115";

    /// <summary>A name that the file does not define.</summary>
    public const string UnknownName = "TW0116";

    /// <summary>Values that are right alone but not together.</summary>
    public const string Contradiction = "TW0117";

    /// <summary>A compact workload text that cannot be read.</summary>
    public const string WrongWorkloadText = "TW0121";

    /// <summary>A trace whose header is wrong.</summary>
    public const string WrongTraceHeader = "TW0122";

    /// <summary>A trace with a wrong row.</summary>
    public const string WrongTraceRow = "TW0123";

    /// <summary>A count of problems that are not listed.</summary>
    public const string MoreProblems = "TW0199";

    /// <summary>A package folder that is not there, or is no folder.</summary>
    public const string NoFolder = "TW0601";

    /// <summary>A table of a package whose header is wrong, or that is empty.</summary>
    public const string WrongTableHeader = "TW0602";

    /// <summary>A row of a table with too few or too many fields, or quotes that do not match.</summary>
    public const string WrongTableRow = "TW0603";

    /// <summary>A field of a table that is empty or cannot be read.</summary>
    public const string WrongField = "TW0604";

    /// <summary>A number of a package outside its range.</summary>
    public const string PackageValue = "TW0605";

    /// <summary>A name of a package that is malformed or taken.</summary>
    public const string PackageName = "TW0606";

    /// <summary>A layer, material or block that the package does not define.</summary>
    public const string UnknownPart = "TW0607";

    /// <summary>A layer that cannot hold what is put into it.</summary>
    public const string WrongLayer = "TW0608";

    /// <summary>Something that lies outside the package, or partly so.</summary>
    public const string OutsidePackage = "TW0609";

    /// <summary>Two blocks or two zones in one place.</summary>
    public const string Overlap = "TW0610";

    /// <summary>A package without layer or block.</summary>
    public const string MissingPart = "TW0611";

    /// <summary>A package that no path of heat leads out of.</summary>
    public const string Floating = "TW0612";
}
