namespace Twin.Physics.LinearAlgebra;

/// <summary>Outcome of a matrix factorisation.</summary>
public enum SolveStatus
{
    /// <summary>The factors are usable.</summary>
    Success = 0,

    /// <summary>A pivot is zero, or so small that its reciprocal overflows: the matrix is singular, or needs a row exchange.</summary>
    ZeroPivot,

    /// <summary>A pivot is not a finite number: a value of the matrix was not, or the elimination overflowed.</summary>
    NotFinite,
}
