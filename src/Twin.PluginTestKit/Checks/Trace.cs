using Twin.PluginTestKit.Bench;

namespace Twin.PluginTestKit.Checks;

/// <summary>The first run of a case: a fingerprint after each step, and two states from which it can go on.</summary>
internal sealed class Trace(int steps)
{
    /// <summary>Fingerprint of the block after each step.</summary>
    public ulong[] Hashes { get; } = new ulong[steps];

    /// <summary>The block after a third of the steps, and how many that were.</summary>
    public (double[] Words, int Step) Early { get; private set; }

    /// <summary>The block after two thirds.</summary>
    public (double[] Words, int Step) Late { get; private set; }

    /// <summary>Takes down a step.</summary>
    public void Take(int step, ComponentBench bench)
    {
        Hashes[step] = bench.Hash();
        int done = step + 1;
        if (done == steps / 3)
        {
            Early = ([.. bench.Words], done);
        }

        if (done == 2 * steps / 3)
        {
            Late = ([.. bench.Words], done);
        }
    }
}
