namespace Twin.Physics.Flow;

/// <summary>Outcome of a flow solve.</summary>
public enum FlowStatus
{
    /// <summary>Every element's law holds to the tolerance, and flows balance at every junction to rounding.</summary>
    Converged = 0,

    /// <summary>The iteration limit was reached; flows balance, but the laws hold only to the residual given.</summary>
    NotConverged,

    /// <summary>A parameter or a fixed pressure is out of range or not finite; nothing was changed.</summary>
    InvalidParameter,

    /// <summary>The linear system broke down or a result is not finite; flows and pressures are as they were before the call.</summary>
    NotFinite,
}
