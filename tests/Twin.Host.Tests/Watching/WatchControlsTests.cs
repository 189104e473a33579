using Twin.Host.Watching;

namespace Twin.Host.Tests.Watching;

public sealed class WatchControlsTests
{
    private readonly WatchModel _model = SmallTwin.Model();
    private readonly WatchControls _controls = new();

    public static TheoryData<char, bool, double, object> Simple => new()
    {
        { ' ', false, 1, new WatchRequest.Pause() },
        { 'p', true, 1, new WatchRequest.Resume() },
        { 's', true, 1, new WatchRequest.Step(1) },
        { 'S', true, 1, new WatchRequest.Step(1000) },
        { '+', false, 2, new WatchRequest.Speed(4) },
        { '+', false, 800, new WatchRequest.Speed(1000) },
        { '-', false, 1, new WatchRequest.Speed(0.5) },
        { '-', false, 0.15, new WatchRequest.Speed(0.1) },
        { '-', false, double.PositiveInfinity, new WatchRequest.Speed(1000) },
        { '=', false, 8, new WatchRequest.Speed(1) },
        { 'q', false, 1, new WatchRequest.Quit() },
    };

    [Theory]
    [MemberData(nameof(Simple))]
    public void Press_CommandKey_AsksForIt(char key, bool isPaused, double speed, object request)
    {
        _model.Apply(SmallTwin.Run(isPaused, speed));
        Assert.Equal(request, Press(key));
    }

    [Fact]
    public void Press_FaultKeyThenFilterAndSeverity_Injects()
    {
        _model.Apply(SmallTwin.Faults());
        Assert.Null(Press('f'));
        Type("fibre oe1");
        Assert.Equal(["oe1/fibre-attach"], Assert.IsType<Dialog.List>(_controls.Dialog).Matching.Select(entry => entry.Value));
        Assert.Null(Press(ConsoleKey.Enter));
        Assert.Equal("1", Assert.IsType<Dialog.Prompt>(_controls.Dialog).Text);
        Press(ConsoleKey.Backspace);
        Assert.Null(Press(ConsoleKey.Enter));
        Type("40 %");
        Assert.Equal(new WatchRequest.Inject("oe1/fibre-attach", "40 %"), Press(ConsoleKey.Enter));
        Assert.Null(_controls.Dialog);
    }

    [Fact]
    public void Press_ClearKey_OffersActiveFaultsAlone()
    {
        _model.Apply(SmallTwin.Faults(stuck: 1));
        Press('c');
        Assert.Equal([("fan0/stuck", "1")], Assert.IsType<Dialog.List>(_controls.Dialog).Matching);
        Assert.Equal(new WatchRequest.Clear("fan0/stuck"), Press(ConsoleKey.Enter));
    }

    [Fact]
    public void Press_EmptyList_TakesNothing()
    {
        Press('c');
        Assert.Null(Press(ConsoleKey.Enter));
        Press(ConsoleKey.DownArrow);
        Assert.Null(Press(ConsoleKey.Enter));
        Press(ConsoleKey.Escape);
        Assert.Null(_controls.Dialog);
    }

    [Fact]
    public void Press_WorkloadKey_Chooses()
    {
        Press('w');
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal(new WatchRequest.Workload("all-reduce"), Press(ConsoleKey.Enter));
    }

    [Theory]
    [InlineData("8", 8)]
    [InlineData("max", double.PositiveInfinity)]
    public void Press_SpeedTyped_SetsIt(string text, double factor)
    {
        Press('v');
        Type(text);
        Assert.Equal(new WatchRequest.Speed(factor), Press(ConsoleKey.Enter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("fast")]
    [InlineData("1e9")]
    public void Press_SpeedThatMakesNoSense_StaysOpen(string text)
    {
        Press('v');
        Type(text);
        Assert.Null(Press(ConsoleKey.Enter));
        Assert.IsType<Dialog.Prompt>(_controls.Dialog);
    }

    [Fact]
    public void Press_FamilyThenMember_OpensAndFollowsIt()
    {
        Press(ConsoleKey.DownArrow);
        Assert.Equal(3, _controls.Tree(_model).Count);
        Assert.Null(Press(ConsoleKey.Enter));
        Assert.Equal(["asic0", "oe", "oe0", "oe1", "fan0"], _controls.Tree(_model).Select(row => row.Member?.Name ?? row.Family.Stem));
        Press(ConsoleKey.DownArrow);
        Assert.Equal(new WatchRequest.Follow("chassis0/oe0"), Press(ConsoleKey.Enter));
        Assert.Equal(new WatchRequest.Follow("chassis0/oe1"), Press(ConsoleKey.Tab));
        Press(ConsoleKey.End);
        Assert.Equal(6, _controls.SignalIndex);
        Assert.Equal(new WatchRequest.Follow(null), Press(ConsoleKey.Escape));
        Assert.Null(_controls.Component);
        Assert.Null(Press(ConsoleKey.Escape));
        Assert.Equal((1, 3), (_controls.TreeIndex, _controls.Tree(_model).Count));
    }

    private WatchRequest? Press(char key) => _controls.Press(SmallTwin.Key(key), _model);

    private WatchRequest? Press(ConsoleKey key) => _controls.Press(SmallTwin.Key(key), _model);

    private void Type(string text)
    {
        foreach (char key in text)
        {
            Assert.Null(Press(key));
        }
    }
}
