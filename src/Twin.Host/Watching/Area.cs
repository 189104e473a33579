namespace Twin.Host.Watching;

/// <summary>A rectangle of cells.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct Area(int X, int Y, int Width, int Height)
{
    /// <summary>The column after the last.</summary>
    public int Right => X + Width;

    /// <summary>The row after the last.</summary>
    public int Bottom => Y + Height;

    /// <summary>What is left of it without some columns on the left.</summary>
    /// <param name="columns">How many.</param>
    public Area SkipColumns(int columns) => new(X + columns, Y, Math.Max(0, Width - columns), Height);

    /// <summary>What is left of it without some rows at the top.</summary>
    /// <param name="rows">How many.</param>
    public Area SkipRows(int rows) => new(X, Y + rows, Width, Math.Max(0, Height - rows));
}
