using Twin.Host.Watching;

namespace Twin.Host.Tests.Watching;

public sealed class WatchModelTests
{
    [Fact]
    public void Apply_EventsOfAStreamOpenedAgain_CountOnce()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Alarms([SmallTwin.Alarm(3, 9, "fan0/state-stopped")], IsAnother: false));
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(3, 9, "fan0/state-stopped"), SmallTwin.Alarm(4, 8, "oe0/eic-warm", severity: V1.Severity.Warning)], 2));
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(3, 9, "fan0/state-stopped"), SmallTwin.Alarm(4, 8, "oe0/eic-warm", severity: V1.Severity.Warning)], 0));
        Assert.Equal([3, 4], model.Events.Select(item => item.Sequence));
        Assert.Equal([9U, 8U], model.Alarms.Select(alarm => alarm.Kind));
        Assert.Equal(2, model.Missed);

        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(5, 9, "fan0/state-stopped", isCleared: true)], 0));
        Assert.Equal([8U], model.Alarms.Select(alarm => alarm.Kind));
    }

    [Fact]
    public void Apply_AlarmUnderAnotherNumber_IsTheSameAlarm()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(3, 9, "fan0/state-stopped")], 0));
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(4, 2, "fan0/state-stopped"), SmallTwin.Alarm(5, 9, "oe0/eic-warm", isCleared: true)], 0));
        Assert.Equal([2U], model.Alarms.Select(alarm => alarm.Kind));
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(6, 2, "fan0/state-stopped", isCleared: true)], 0));
        Assert.Empty(model.Alarms);
    }

    [Fact]
    public void QuarantineOf_AlarmWithReason_GivesItUntilItIsOver()
    {
        WatchModel model = SmallTwin.Model();
        V1.Event alarm = SmallTwin.Alarm(3, 9, "oe0/quarantined");
        alarm.Component = alarm.Path[..^"/quarantined".Length];
        alarm.Reason = "It threw.";
        model.Apply(new WatchUpdate.Alarms([alarm], IsAnother: false));
        Assert.Equal("It threw.", model.QuarantineOf(alarm.Component));
        Assert.Equal(string.Empty, model.QuarantineOf("chassis0/oe1"));
        V1.Event over = alarm.Clone();
        (over.Sequence, over.IsCleared) = (4, true);
        model.Apply(new WatchUpdate.Happened([over], 0));
        Assert.Equal(string.Empty, model.QuarantineOf(alarm.Component));
    }

    [Fact]
    public void Apply_AnotherTwin_ForgetsEventsOfTheOneBefore()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(400, 9, "fan0/state-stopped")], 0));
        model.Apply(new WatchUpdate.Alarms([], IsAnother: true));
        model.Apply(new WatchUpdate.Happened([SmallTwin.Alarm(1, 8, "oe0/eic-warm")], 0));
        Assert.Equal([1], model.Events.Select(item => item.Sequence));
        Assert.Equal([8U], model.Alarms.Select(alarm => alarm.Kind));
    }

    [Fact]
    public void Apply_ManyEvents_KeepsTheLast()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Happened([.. Enumerable.Range(0, 1000).Select(i => SmallTwin.Alarm(i, (uint)(i % 7), "oe0/eic-warm", isCleared: i % 2 == 1))], 0));
        Assert.Equal(WatchModel.KeptEvents, model.Events.Count);
        Assert.Equal(999, model.Events[^1].Sequence);
    }

    [Fact]
    public void Apply_StepThatGoesBack_StartsHistoriesAnew()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(SmallTwin.Values(1100));
        model.Apply(SmallTwin.Values(1100));
        Assert.Equal(2, model.HistoryOf(SmallTwin.Id("inlet-power"))!.Count);
        model.Apply(SmallTwin.Values(10, ("inlet-power", 1)));
        Assert.Equal([1], model.HistoryOf(SmallTwin.Id("inlet-power"))!.Last(10));
    }

    [Fact]
    public void Apply_LostAndBack_KeepsValuesMeanwhile()
    {
        WatchModel model = SmallTwin.Model();
        model.Apply(new WatchUpdate.Lost("Unavailable: gone", TimeSpan.FromSeconds(0.5)));
        Assert.False(model.IsConnected);
        Assert.Equal("trying again in 0.5 s: Unavailable: gone", model.Trouble);
        Assert.Equal(785.7, model.Value(SmallTwin.Id("inlet-power")));
        model.Apply(new WatchUpdate.Connected(SmallTwin.Outline));
        Assert.True(model.IsConnected);
        Assert.Equal(785.7, model.Value(SmallTwin.Id("inlet-power")));
    }

    [Fact]
    public void Worst_HealthyChassis_NamesTheTermOfThePort()
    {
        LaneVerdict worst = LaneVerdict.Worst(SmallTwin.Model(), 2)[0];
        Assert.Equal(new LaneVerdict("oe0/lane00", "tx", 0.5, "link", "crosstalk", "port0"), worst);
    }

    [Theory]
    [InlineData("oe1/lane01/line-tx/power", 1e-6, "light", "none")]
    [InlineData("oe1/lane01/line-tx/power", 4e-4, "light", "-4 dB")]
    [InlineData("oe1/eic/temperature", 93.0, "heat", "93 degC")]
    public void Worst_LaneWithACause_NamesIt(string path, double value, string cause, string detail)
    {
        LaneVerdict worst = LaneVerdict.Worst(SmallTwin.Model(("oe1/lane01/line-tx/far-margin", -2), (path, value)), 1)[0];
        Assert.Equal(new LaneVerdict("oe1/lane01", "tx", -2, cause, detail, string.Empty), worst);
    }

    [Fact]
    public void Worst_DeadLaneOfUnknownLight_HasNoSignal()
    {
        // Its margin says nothing about a port: every dead lane has the same.
        LaneVerdict worst = LaneVerdict.Worst(SmallTwin.Model(("asic0/lane000/rx/margin", -40), ("port0/margin", -40), ("port0/limiting-direction", 1)), 1)[0];
        Assert.Equal(new LaneVerdict("asic0/lane000", "rx", -40, "link", "no signal", string.Empty), worst);
    }
}
