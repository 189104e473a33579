using System.Runtime.CompilerServices;
using Fixture.Library;

namespace Fixture.Mischief;

/// <summary>Needs another assembly when it is first used, not before.</summary>
internal static class LibraryUse
{
    public static int Number
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Edition.Name.Length;
    }
}
