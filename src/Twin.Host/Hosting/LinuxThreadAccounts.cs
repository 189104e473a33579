using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;
using Twin.Engine.Running;

namespace Twin.Host.Hosting;

/// <summary>Accounts of threads as the Linux kernel keeps them: <c>schedstat</c> and <c>stat</c> of a thread in <c>/proc</c>.</summary>
/// <remarks>
/// proc(5). Times of <c>schedstat</c> are in nanoseconds and move with the ticks of the scheduler, 1 to 10 ms apart. A thread that has used up the quota of its control group is runnable and gets no time on a processor.
/// </remarks>
internal sealed class LinuxThreadAccounts : IThreadAccounts
{
    private const string Self = "/proc/thread-self";

    private LinuxThreadAccounts()
    {
    }

    /// <summary>The accounts of this system; null when it has none.</summary>
    public static IThreadAccounts? Open() => OperatingSystem.IsLinux() && File.Exists(Self + "/schedstat") ? new LinuxThreadAccounts() : null;

    /// <inheritdoc/>
    public Func<ThreadAccount?> OfThisThread()
    {
        // A link to what belongs to the thread that asks; followed here, it can be read from any other.
        string folder = Directory.ResolveLinkTarget(Self, returnFinalTarget: false)!.FullName;
        return new Account(File.OpenHandle(folder + "/schedstat"), File.OpenHandle(folder + "/stat")).Read;
    }

    // The handles are closed with the account, by their finalizers: whoever reads it does not know when the last one does.
    private sealed class Account(SafeFileHandle times, SafeFileHandle state)
    {
        // Enough for the fields up to the one that is read: the name of a thread has at most 15 bytes.
        private const int StateBytes = 64;
        private const int TimesBytes = 128;

        public ThreadAccount? Read()
        {
            Span<byte> buffer = stackalloc byte[TimesBytes];
            try
            {
                ReadOnlySpan<byte> line = buffer[..RandomAccess.Read(times, buffer, 0)];
                if (!TryTake(ref line, out long processorNs) || !TryTake(ref line, out long readyNs))
                {
                    return null;
                }

                ReadOnlySpan<byte> text = buffer[..RandomAccess.Read(state, buffer[..StateBytes], 0)];

                // "4853 (name) S ...", where the name may hold anything.
                int end = text.LastIndexOf((byte)')');
                return end < 0 || end + 2 >= text.Length ? null : new ThreadAccount(Time(processorNs), Time(readyNs), Condition(text[end + 2]));
            }
            catch (IOException)
            {
                // The thread has ended.
                return null;
            }
        }

        private static bool TryTake(ref ReadOnlySpan<byte> line, out long number)
        {
            bool isNumber = Utf8Parser.TryParse(line, out number, out int length);
            line = length < line.Length ? line[(length + 1)..] : [];
            return isNumber;
        }

        private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

        private static ThreadCondition Condition(byte state) => state switch
        {
            (byte)'R' => ThreadCondition.Runnable,
            (byte)'D' or (byte)'T' or (byte)'t' => ThreadCondition.Held,
            _ => ThreadCondition.Sleeping,
        };
    }
}
