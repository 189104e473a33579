using System.IO.MemoryMappedFiles;

namespace Twin.OutOfProcess.Proof;

/// <summary>A file in the memory of two processes: for each component a call in plain numbers, and behind it its words of the state block.</summary>
/// <remarks>Layout of a component's words: the numbers of <see cref="Call"/>, then inputs, posts, outputs and raw, one behind the other as in the state block.</remarks>
internal sealed unsafe class SharedState : IDisposable
{
    /// <summary>Words of one component, the call included; more than any shipped part has.</summary>
    public const int WordsOfComponent = 1 << 15;

    private const int CallWords = 8;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly double* _first;

    /// <summary>Maps a file, which is made when it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="components">Components in it.</param>
    public SharedState(string path, int components)
    {
        long bytes = (long)components * WordsOfComponent * sizeof(double);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, bytes);
        _view = _file.CreateViewAccessor(0, bytes);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _first = (double*)(pointer + _view.PointerOffset);
    }

    /// <summary>What is called, and how its words are cut: numbers, nothing else.</summary>
    public readonly record struct Call(int Behavior, long ElapsedNanoseconds, bool IsSettling, ulong Seed, int Inputs, int Posts, int Outputs, int Raw);

    /// <summary>Writes a call.</summary>
    /// <param name="component">Place of the component.</param>
    /// <param name="call">The call.</param>
    public void Write(int component, Call call)
    {
        long[] numbers = [call.Behavior, call.ElapsedNanoseconds, call.IsSettling ? 1 : 0, unchecked((long)call.Seed), call.Inputs, call.Posts, call.Outputs, call.Raw];
        if (CallWords + call.Inputs + call.Posts + call.Outputs + call.Raw > WordsOfComponent)
        {
            throw new InvalidOperationException($"The words of component {component} do not fit.");
        }

        numbers.CopyTo(new Span<long>(_first + (component * WordsOfComponent), CallWords));
    }

    /// <summary>Reads a call.</summary>
    /// <param name="component">Place of the component.</param>
    public Call Read(int component)
    {
        var numbers = new ReadOnlySpan<long>(_first + (component * WordsOfComponent), CallWords);
        return new Call((int)numbers[0], numbers[1], numbers[2] == 1, unchecked((ulong)numbers[3]), (int)numbers[4], (int)numbers[5], (int)numbers[6], (int)numbers[7]);
    }

    /// <summary>Inputs of a component.</summary>
    public Span<double> Inputs(int component, Call call) => Words(component, 0, call.Inputs);

    /// <summary>Posts of a component.</summary>
    public Span<double> Posts(int component, Call call) => Words(component, call.Inputs, call.Posts);

    /// <summary>Outputs of a component.</summary>
    public Span<double> Outputs(int component, Call call) => Words(component, call.Inputs + call.Posts, call.Outputs);

    /// <summary>State of a component's own.</summary>
    public Span<double> Raw(int component, Call call) => Words(component, call.Inputs + call.Posts + call.Outputs, call.Raw);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private Span<double> Words(int component, int offset, int count) => new(_first + (component * WordsOfComponent) + CallWords + offset, count);
}
