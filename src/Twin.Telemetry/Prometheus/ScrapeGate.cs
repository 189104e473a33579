using System.Net;

namespace Twin.Telemetry.Prometheus;

/// <summary>Bounds the scrapes that are answered at a time: each holds its page in memory until it is taken.</summary>
/// <param name="time">The clock.</param>
/// <param name="patience">How long the sending of one may take.</param>
internal sealed class ScrapeGate(TimeProvider time, TimeSpan patience)
{
    /// <summary>Scrapes at a time.</summary>
    public const int Most = 64;

    /// <summary>Scrapes at a time from one address, so that who does not take his leaves room for others.</summary>
    public const int MostOfOne = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _open = [];
    private int _all;

    /// <summary>How long the sending of a scrape may take.</summary>
    public TimeSpan Patience => patience;

    /// <summary>The clock that it is measured with.</summary>
    public TimeProvider Time => time;

    /// <summary>Scrapes that are answered now.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _all;
            }
        }
    }

    /// <summary>Counts a scrape in; <see cref="Leave"/> counts it out.</summary>
    /// <param name="address">Where it comes from; null where that is not known.</param>
    /// <returns>False where there are too many.</returns>
    public bool TryEnter(IPAddress? address)
    {
        address ??= IPAddress.None;
        lock (_gate)
        {
            int own = _open.GetValueOrDefault(address);
            if (_all >= Most || own >= MostOfOne)
            {
                return false;
            }

            _open[address] = own + 1;
            _all++;
            return true;
        }
    }

    /// <summary>Counts a scrape out.</summary>
    /// <param name="address">As it was counted in.</param>
    public void Leave(IPAddress? address)
    {
        address ??= IPAddress.None;
        lock (_gate)
        {
            _all--;
            if (--_open[address] == 0)
            {
                _open.Remove(address);
            }
        }
    }
}
