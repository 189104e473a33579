namespace Twin.Telemetry.Otlp;

/// <summary>Why telemetry did not reach its receiver.</summary>
public enum DropReason
{
    /// <summary>The spool was full: the oldest went.</summary>
    Overflow,

    /// <summary>The receiver refused a request with a status that must not be tried again.</summary>
    Refused,

    /// <summary>The receiver took a request and rejected a part of it.</summary>
    Rejected,

    /// <summary>A file of the spool was broken and is put aside.</summary>
    Unreadable,

    /// <summary>The spool could not be written.</summary>
    Unwritable,
}
