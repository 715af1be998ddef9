"""What a person's role is to do in this round, and what it alone is shown."""

from markupsafe import Markup

from sim.exercise.duty_views import Sight, duty_views, own_task
from sim.exercise.room import Member, Phase
from sim.workshop.web.faces import face
from sim.workshop.web.feed_part import ANSWER, FeedPart
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import Container, LivePart


class RolePart:
    """One person's task. It is shown from the first round to the last."""

    def __init__(self, session: WebSession, person: str, panel: Container) -> None:
        """Build it within its ``panel``, which is hidden while there is no task."""
        self.session, self.person, self.panel = session, person, panel
        self._part = LivePart("div", "duties", data_testid="duties")
        self._shown: bool | None = None

    def answer_in(self, feed: FeedPart) -> None:
        """Let the buttons of complaints open the form of the feed."""
        self._part.element.on("click", lambda event: feed.open(str(event.args)), js_handler=ANSWER)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        member = snapshot.members.get(self.person)
        begun = snapshot.phase is Phase.deciding or snapshot.round > 0
        over = snapshot.phase is Phase.closed or snapshot.round >= snapshot.rounds
        shown = member is not None and bool(member.duties) and begun and not over
        if shown != self._shown:
            self._shown = shown
            self.panel.set_visibility(shown)
        if member is None or not shown:
            return
        team = snapshot.teams[member.team]
        answering = self.session.decides and not snapshot.frozen
        waiting = [each.state for each in team.standings]
        stamp = (member, team.members, team.storm.stamp, snapshot.round, waiting, answering)
        self._part.renew(stamp, lambda: self._panel(member, team, snapshot.round, answering))

    def _panel(self, member: Member, team: TeamSnapshot, number: int, answering: bool) -> Markup:
        sight = Sight(
            facts=team.storm.facts,
            member=member,
            team=team.members,
            decided=team.decisions,
            standings=[each for each in team.standings if team.may_read(member, each.message)],
            script=self.session.exercise.script,
            speech=self.session.speech,
            round=number,
        )
        return render("duties.html", self.session.speech, own=own_task(sight),
                      views=duty_views(sight), answering=answering, face=face)  # fmt: skip
