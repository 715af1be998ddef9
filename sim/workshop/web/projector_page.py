"""The projector's page: for the whole room, in large type. Nothing can be done here."""

from dataclasses import dataclass

from markupsafe import Markup
from nicegui import ui

from sim.exercise.debrief.calibration import best_forecast
from sim.exercise.debrief.forecast_said import best_forecast_said
from sim.exercise.debrief.headlines import (
    ended_said,
    luck_said,
    no_best_said,
    no_decisions_said,
    played_said,
)
from sim.exercise.debrief.results import AS_PLAYED, Debrief
from sim.exercise.post_answers import ANSWER, is_end
from sim.exercise.room import Phase
from sim.exercise.words.posts import Post
from sim.language.speech import Speech
from sim.storm.responses import Response
from sim.storm.times import MomentOfStorm
from sim.workshop.web.charts import teams_chart
from sim.workshop.web.faces import face
from sim.workshop.web.header import Header
from sim.workshop.web.panels import render
from sim.workshop.web.projector_news import NewsStrip, sound_switch
from sim.workshop.web.routes import joining_address, qr_code
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import Container, LivePart

TURNS_EVERY = 6.0
"""Seconds after which other posts are shown."""
PAGE_FOR = 4
"""Turns for which the board, and each team's findings, are shown."""
POSTS_SHOWN = 4
POSTS_TURNED = 12
"""Posts, the latest ones, that are shown by turns."""
MOST_DECISIONS = 3
"""Decisions of a round that a team's tile names."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A team on the projector."""

    name: str
    severity: int
    felt: str
    rate: float
    state: str
    decided: list[str]
    """What it decided in the round that was closed last, with the times promised."""


class ProjectorPage:
    """At first the address to join at, then all teams' storms, in the end board and debrief."""

    def __init__(self, session: WebSession) -> None:
        self.session, self.speech = session, session.speech
        self.address = session.address.removeprefix("http://")
        self.turn = 0

    def build(self) -> None:
        """Build the page."""
        with Container("div", "projector"):
            self.header = Header(self.session)
            sound_switch(self.session, self.header.bar)
            self.news = NewsStrip(self.session)
            self.answer = LivePart("div", "shown-answers", aria_live="polite")
            self.body = LivePart("div", "projector-body", data_testid="projector")
        ui.page_title(self.session.title)
        ui.timer(TURNS_EVERY, self._next)
        self.renew(self.session.snapshot)

    def _next(self) -> None:
        """Show other posts, or the next part of the debrief."""
        self.turn += 1
        self.renew(self.session.snapshot)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        room = self.speech.say("room_of", code=snapshot.code)
        self.header.renew(snapshot, f"{self.session.title} · {self.address} · {room}")
        self.news.renew(snapshot)
        self.answer.renew(snapshot.answer_shown, lambda: self._answer(snapshot))
        if snapshot.phase is Phase.closed and not self.session.answering:
            self._look_back()
            return
        stamp = tuple(
            (team.name, team.storm.stamp, team.members, team.submitted)
            for team in snapshot.teams.values()
        )
        waiting = snapshot.round == 0 and snapshot.phase is Phase.waiting
        if waiting and not self.session.answering:
            self.body.renew(("entrance", stamp), lambda: self._entrance(snapshot))
            return
        newest = self._posts(snapshot)
        self.body.renew(
            ("storms", snapshot.phase, stamp, newest), lambda: self._storms(snapshot, newest)
        )

    def _answer(self, snapshot: RoomSnapshot) -> Markup:
        """Return the answer to a post that the facilitator shows, if there is one."""
        shown = [each for each in snapshot.answers if each.number == snapshot.answer_shown]
        if not shown:
            return Markup()
        return render("projector_answer.html", self.speech, answer=shown[0])

    def _entrance(self, snapshot: RoomSnapshot) -> Markup:
        """Return how to join, and who has."""
        code = qr_code(joining_address(self.session))
        return render("projector_entrance.html", self.speech, qr_code=code, address=self.address,
                      snapshot=snapshot)  # fmt: skip

    # -- the storms -------------------------------------------------------------------------------

    def _storms(self, snapshot: RoomSnapshot, newest: tuple[str, tuple[Post, ...]]) -> Markup:
        """Return all teams beside each other, without those that nobody is in."""
        teams = _shown(snapshot)
        views = [team.storm.view for team in teams]
        chart = teams_chart(views, self.speech, whole=snapshot.round >= snapshot.rounds)
        whose, posts = newest
        return render("projector_storms.html", self.speech, chart=chart, whose=whose,
                      posts=posts, face=face,
                      tiles=[self._tile(team, snapshot) for team in teams])  # fmt: skip

    def _posts(self, snapshot: RoomSnapshot) -> tuple[str, tuple[Post, ...]]:
        """Return a team, and some of the latest posts on its page.

        All teams have their turn, so that nobody's page is pointed at as the loudest.
        """
        pages = [(team.name, _latest(team)) for team in _shown(snapshot)]
        pages = [(name, latest) for name, latest in pages if latest]
        if not pages:
            return "", ()
        rounds, place = divmod(self.turn, len(pages))
        name, latest = pages[place]
        begin = rounds * POSTS_SHOWN % len(latest)
        return name, tuple((latest + latest)[begin:][: min(POSTS_SHOWN, len(latest))])

    def _tile(self, team: TeamSnapshot, snapshot: RoomSnapshot) -> Tile:
        view, state = team.storm.view, ""
        if snapshot.phase is Phase.deciding:
            state = self.speech.say("submitted_short" if team.submitted else "deciding_short")
        closed = team.decided(snapshot.round - 1) if snapshot.round else ()
        told = [decision_said(each, self.speech) for each in closed if not is_end(each)]
        if snapshot.round and not told:
            told = [self.speech.say("responses.silence.short")]
        if len(told) > MOST_DECISIONS:
            told = [*told[: MOST_DECISIONS - 1], f"+{len(told) - MOST_DECISIONS + 1}"]
        felt = self.speech.say(f"severity_{view.severity}")
        return Tile(team.name, view.severity, felt, view.curves.rate, state, told)

    # -- the end ----------------------------------------------------------------------------------

    def _look_back(self) -> None:
        """Show the board, then each team's findings, by turns."""
        session = self.session
        session.begin_debrief()
        debrief = session.debrief
        if debrief is None:
            self.body.renew(("counting", session.progress, session.problem), self._counting)
            self.turn = 0  # the board comes first
            return
        pages = 1 if debrief.method == AS_PLAYED else len(debrief.teams) + 1
        page = self.turn // PAGE_FOR % pages
        stamp = ("board", page, debrief.method, debrief.seeds)
        self.body.renew(stamp, lambda: self._page(debrief, page))

    def _counting(self) -> Markup:
        session, (done, total) = self.session, self.session.progress
        return render("progress.html", self.speech, problem=session.problem, done=done,
                      total=max(total, 1), label=self.speech.say("board_counting"))  # fmt: skip

    def _page(self, debrief: Debrief, page: int) -> Markup:
        refining = self.session.refining
        if page == 0:
            found = best_forecast(debrief)
            best = best_forecast_said(*found, self.speech) if found else ""
            note = "board_refining" if refining else "board_order"
            if debrief.method == AS_PLAYED:
                note = "board_played"
            return render("projector_board.html", self.speech, teams=debrief.teams, note=note,
                          best=best, played=played_said(debrief, self.speech))  # fmt: skip
        team = debrief.teams[page - 1]
        return render("projector_findings.html", self.speech, team=team, refining=refining,
                      luck_said=luck_said, played=ended_said(team.ended_early, self.speech),
                      no_best=no_best_said(team, debrief, self.speech),
                      no_decisions=no_decisions_said(team, self.speech))  # fmt: skip


def _shown(snapshot: RoomSnapshot) -> list[TeamSnapshot]:
    """Return the teams that somebody is in, or all if nobody is in any."""
    everybody = list(snapshot.teams.values())
    return [team for team in everybody if team.members] or everybody


def _latest(team: TeamSnapshot) -> list[Post]:
    """Return the latest posts on a team's page that say something, without its answers."""
    posts = team.storm.view.posts
    said = [post for post in posts if (post.text or post.picture) and post.topic != ANSWER]
    return said[-POSTS_TURNED:]


def decision_said(response: Response, speech: Speech) -> str:
    """Say a decision in a few words, with the time that it promises."""
    label = speech.say(f"responses.{response.do}.short")
    deadline = getattr(response, "deadline", None)
    if isinstance(deadline, MomentOfStorm):
        due = speech.moment(deadline.hours_after(speech.started))
        return speech.say("promised_tile", label=label, time=due)
    return label
