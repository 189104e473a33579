using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Twin.Plugins.Tests;

/// <summary>Makes entries of a folder that are no files, and files whose names are no text.</summary>
internal static class UnixEntries
{
    private const uint OwnerOnly = 0x180;

    /// <summary>Makes a pipe that nobody writes to: who opens it to read waits for ever.</summary>
    public static void Pipe(string path) => Assert.Equal(0, MakeFifo(Terminated(Encoding.UTF8.GetBytes(path)), OwnerOnly));

    /// <summary>Makes a socket that nobody listens on, until it is disposed of.</summary>
    public static Socket Socket(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>Makes a file whose name ends with a byte that no text in UTF-8 has, and returns how to remove it, which the base library cannot.</summary>
    public static Action Unnameable(string folder)
    {
        byte[] path = Terminated([.. Encoding.UTF8.GetBytes(Path.Combine(folder, "part")), 0xFF]);
        int file = Create(path, OwnerOnly);
        Assert.True(file >= 0);
        Assert.Equal(0, Close(file));
        return () => Assert.Equal(0, Unlink(path));
    }

    /// <summary>Takes all rights from a file.</summary>
    public static void Lock(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
    }

    private static byte[] Terminated(byte[] path) => [.. path, 0];

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "creat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Create(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "unlink")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlink(byte[] path);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
