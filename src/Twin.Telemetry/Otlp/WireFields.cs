namespace Twin.Telemetry.Otlp;

/// <summary>Walks the fields of one protobuf message without knowing its type.</summary>
/// <remarks>Protobuf encoding, "Message Structure": a field is its number and wire type in one varint, then its value.</remarks>
internal ref struct WireFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private const int TypeBits = 3;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Number of the field just read.</summary>
    public int Number { get; private set; }

    /// <summary>The field just read: number, length and value as they stand in the message.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Where the value of that field begins in the message; of a text, of bytes or of a message its content.</summary>
    public int Start { get; private set; }

    /// <summary>Content of a text, of bytes or of a message; empty for a number.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Value of a varint; 0 for any other type.</summary>
    public ulong Value { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The message is broken.</exception>
    public bool Read()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        int start = _position;
        ulong tag = ReadVarint();
        Number = (int)(tag >> TypeBits);
        Content = default;
        Value = 0;
        switch ((int)(tag & ((1 << TypeBits) - 1)))
        {
            case Varint:
                Start = _position;
                Value = ReadVarint();
                break;
            case Fixed64:
                Start = _position;
                Take(sizeof(ulong));
                break;
            case Delimited:
                ulong length = ReadVarint();
                Start = _position;
                Content = Take(length);
                break;
            case Fixed32:
                Start = _position;
                Take(sizeof(uint));
                break;
            default:
                throw Broken();
        }

        Whole = _message[start.._position];
        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_message.Length - _position))
        {
            throw Broken();
        }

        ReadOnlySpan<byte> taken = _message.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private ulong ReadVarint()
    {
        const int payloadBits = 7;
        const int longest = 64;
        ulong value = 0;
        for (int shift = 0; shift < longest; shift += payloadBits)
        {
            if (_position == _message.Length)
            {
                throw Broken();
            }

            byte next = _message[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    private readonly InvalidDataException Broken() => new($"The message of {_message.Length} bytes is broken at byte {_position}.");
}
