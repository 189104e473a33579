using Twin.Grpc.Lookup;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Tests;

/// <summary>Makes the inside of the services without a server.</summary>
internal static class Streaming
{
    /// <summary>A dispatcher whose thread is the test's.</summary>
    public static FrameDispatcher Dispatch(FakeTwin twin, GrpcOptions options, TimeProvider? time = null)
    {
        var structures = new Structures(twin, options);
        return new FrameDispatcher(structures, new AlarmTable(structures), options, time);
    }
}
