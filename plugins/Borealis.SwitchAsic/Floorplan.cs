using Twin.Contracts;
using Twin.Units;

namespace Borealis.SwitchAsic;

/// <summary>Where the 13 power blocks lie and which share each has in core and SerDes power.</summary>
/// <remarks>
/// Rectangles are drawn on a square of 27 x 27 and stretched to the die. Shares follow the nominal powers of the thermal reference case
/// (blocks.csv, 279 W core and 171 W SerDes). Lanes are dealt clockwise from the north-west corner, an eighth to each SerDes block, and each pipe serves the two
/// SerDes blocks at its corner.
/// </remarks>
internal static class Floorplan
{
    /// <summary>Packet pipes.</summary>
    internal const int Pipes = 4;

    /// <summary>SerDes blocks, each with an eighth of the lanes.</summary>
    internal const int SerdesBlocks = 8;

    /// <summary>Buffer and pipes: the blocks on the core rail, buffer first.</summary>
    internal const int CoreBlocks = 1 + Pipes;

    private const double Edge = 27;

    /// <summary>All blocks: the core blocks, then the SerDes blocks in lane order.</summary>
    internal static ReadOnlySpan<FloorplanBlock> Blocks => Plan;

    private static readonly FloorplanBlock[] Plan =
    [
        new("mmu", 4.5, 12, 18, 3, 54 / 279.0),
        new("pipe0", 4.5, 4.5, 9, 7.5, 55 / 279.0),
        new("pipe1", 13.5, 4.5, 9, 7.5, 62 / 279.0),
        new("pipe2", 4.5, 15, 9, 7.5, 50 / 279.0),
        new("pipe3", 13.5, 15, 9, 7.5, 58 / 279.0),
        new("serdes-n0", 0, 22.5, 13.5, 4.5, 1.0 / SerdesBlocks),
        new("serdes-n1", 13.5, 22.5, 13.5, 4.5, 1.0 / SerdesBlocks),
        new("serdes-e1", 22.5, 13.5, 4.5, 9, 1.0 / SerdesBlocks),
        new("serdes-e0", 22.5, 4.5, 4.5, 9, 1.0 / SerdesBlocks),
        new("serdes-s1", 13.5, 0, 13.5, 4.5, 1.0 / SerdesBlocks),
        new("serdes-s0", 0, 0, 13.5, 4.5, 1.0 / SerdesBlocks),
        new("serdes-w0", 0, 4.5, 4.5, 9, 1.0 / SerdesBlocks),
        new("serdes-w1", 0, 13.5, 4.5, 9, 1.0 / SerdesBlocks),
    ];

    /// <summary>The pipe that serves each SerDes block, in lane order.</summary>
    internal static ReadOnlySpan<byte> PipeOfSerdesBlock => [2, 3, 3, 1, 1, 0, 0, 2];

    /// <summary>Stretches a block to a die.</summary>
    /// <param name="block">The block.</param>
    /// <param name="width">Extent of the die along x.</param>
    /// <param name="height">Extent of the die along y.</param>
    internal static DieRectangle Place(in FloorplanBlock block, Length width, Length height) => new(
        width * (block.X / Edge), height * (block.Y / Edge), width * (block.Width / Edge), height * (block.Height / Edge));
}
