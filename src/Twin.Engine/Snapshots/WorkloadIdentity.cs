using Twin.Engine.Compiling;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Engine.Snapshots;

/// <summary>Tells whether two workloads are the same traffic: by their names, and by what they offer at moments that were chosen once.</summary>
/// <remarks>A workload is a function of time alone, so what it offers is what it is. Two that differ only between the moments are not told apart.</remarks>
public static class WorkloadIdentity
{
    private const int Moments = 256;
    private const ulong Seed = 1;
    private const double LongestS = 100;
    private const double ShortestShare = 1e-6;

    /// <summary>Computes the fingerprint.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="groupOfPort">For each port of the chassis, the index of its group.</param>
    public static ulong Of(Workload workload, ReadOnlySpan<int> groupOfPort)
    {
        ArgumentNullException.ThrowIfNull(workload);
        double[] offered = new double[groupOfPort.Length];
        ulong hash = Hash64.Of(workload.Name);
        for (int i = 0; i < Moments; i++)
        {
            // Short times and long ones alike: periods go from microseconds to minutes.
            double share = (Hash64.Mix(Seed + (ulong)i) >> 11) * Math.Pow(2, -53);
            double seconds = LongestS * Math.Pow(ShortestShare, 1 - share);
            workload.Sample(Duration.FromNanoseconds((long)(seconds * 1e9)), groupOfPort, offered);
            hash = Hash64.Mix(hash ^ Hash64.Of(offered));
        }

        return hash;
    }
}
