using System.Runtime.CompilerServices;
using Twin.Contracts;

namespace Twin.Shipped.Tests.OutOfProcess;

/// <summary>The spans and numbers of a <see cref="StepContext"/>: all that it is made of, and so all that has to cross.</summary>
internal static class ContextWords
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_inputs")]
    public static extern ref ReadOnlySpan<double> Inputs(ref StepContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_posts")]
    public static extern ref Span<double> Posts(ref StepContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_outputs")]
    public static extern ref Span<double> Outputs(ref StepContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_raw")]
    public static extern ref Span<double> Raw(ref StepContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_seed")]
    public static extern ref ulong Seed(ref StepContext context);
}
