using System.Collections;
using System.Text;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call: an ordered list in which a key may occur more than once.</summary>
/// <remarks>Keys are lower case. A key that ends in <c>-bin</c> carries bytes, any other printable ASCII text.</remarks>
public sealed class Metadata : IList<Metadata.Entry>
{
    /// <summary>Ending of the keys whose values are bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>Metadata without entries that cannot be changed.</summary>
    public static readonly Metadata Empty = new Metadata().Freeze();

    internal const string CompressionRequestAlgorithmKey = "grpc-internal-encoding-request";

    private readonly List<Entry> _entries = [];
    private bool _readOnly;

    /// <summary>Makes empty metadata.</summary>
    public Metadata() { }

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Whether a change is refused with <see cref="InvalidOperationException"/>.</summary>
    public bool IsReadOnly => _readOnly;

    /// <summary>The entry at a position.</summary>
    public Entry this[int index]
    {
        get => _entries[index];
        set
        {
            CheckWritable(value);
            _entries[index] = value;
        }
    }

    /// <summary>Last entry with a key, or null.</summary>
    public Entry? Get(string key)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
            if (string.Equals(_entries[i].Key, key, StringComparison.OrdinalIgnoreCase))
                return _entries[i];
        return null;
    }

    /// <summary>Text of the last entry with a key, or null.</summary>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>Bytes of the last entry with a key, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>All entries with a key, in order.</summary>
    public IEnumerable<Entry> GetAll(string key) =>
        _entries.Where(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds text under a key.</summary>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds bytes under a key that ends in <c>-bin</c>.</summary>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <inheritdoc/>
    public void Add(Entry item)
    {
        CheckWritable(item);
        _entries.Add(item);
    }

    /// <inheritdoc/>
    public void Insert(int index, Entry item)
    {
        CheckWritable(item);
        _entries.Insert(index, item);
    }

    /// <inheritdoc/>
    public int IndexOf(Entry item) => _entries.IndexOf(item);

    /// <inheritdoc/>
    public bool Contains(Entry item) => _entries.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public bool Remove(Entry item)
    {
        CheckWritable();
        return _entries.Remove(item);
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        CheckWritable();
        _entries.RemoveAt(index);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        CheckWritable();
        _entries.Clear();
    }

    /// <inheritdoc/>
    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Metadata Freeze()
    {
        _readOnly = true;
        return this;
    }

    private void CheckWritable(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        CheckWritable();
    }

    private void CheckWritable()
    {
        if (_readOnly)
            throw new InvalidOperationException("This metadata is read-only.");
    }

    /// <summary>One key with its text or bytes; does not change.</summary>
    public class Entry
    {
        private readonly string? _value;
        private readonly byte[]? _valueBytes;

        /// <summary>Makes an entry of bytes.</summary>
        /// <param name="key">Must end in <c>-bin</c>; stored in lower case.</param>
        /// <param name="valueBytes">Copied.</param>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalize(key);
            if (!IsBinary)
                throw new ArgumentException($"The key '{key}' of a binary entry must end in {BinaryHeaderSuffix}.", nameof(key));
            ArgumentNullException.ThrowIfNull(valueBytes);
            _valueBytes = [.. valueBytes];
        }

        /// <summary>Makes an entry of text.</summary>
        /// <param name="key">Must not end in <c>-bin</c>; stored in lower case.</param>
        /// <param name="value">Printable ASCII.</param>
        public Entry(string key, string value)
        {
            Key = Normalize(key);
            if (IsBinary)
                throw new ArgumentException($"The key '{key}' of a text entry must not end in {BinaryHeaderSuffix}.", nameof(key));
            ArgumentNullException.ThrowIfNull(value);
            _value = value;
        }

        // Received entries: the key was checked by the HTTP layer and the bytes belong to no one else.
        private Entry(string key, string? value, byte[]? valueBytes)
        {
            Key = key;
            _value = value;
            _valueBytes = valueBytes;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>The value as bytes: a copy, or the ASCII bytes of a text.</summary>
        public byte[] ValueBytes => _valueBytes is null ? Encoding.ASCII.GetBytes(_value!) : [.. _valueBytes];

        /// <summary>The value as text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => _value ?? throw new InvalidOperationException($"The entry '{Key}' is binary; read ValueBytes.");

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        internal ReadOnlySpan<byte> Bytes => _valueBytes;

        /// <inheritdoc/>
        public override string ToString() =>
            _valueBytes is null ? $"[Entry: key={Key}, value={_value}]" : $"[Entry: key={Key}, valueBytes={_valueBytes.Length} bytes]";

        internal static Entry Received(string key, string value) => new(key, value, null);

        internal static Entry Received(string key, byte[] value) => new(key, null, value);

        private static string Normalize(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            bool lower = true;
            foreach (char c in key)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                    throw new ArgumentException($"The key '{key}' may hold only letters, digits, '_', '-' and '.'.", nameof(key));
                lower &= !char.IsAsciiLetterUpper(c);
            }

            return lower ? key : key.ToLowerInvariant();
        }
    }
}
