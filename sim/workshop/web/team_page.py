"""A participant's page: the storm, the posts, the inbox, and what the team decides."""

from typing import Any

from nicegui import ui

from sim.exercise.decisions import Step
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member, Phase
from sim.exercise.running import OBSERVER
from sim.storm.responses import Response
from sim.workshop.web import forms, panels
from sim.workshop.web.decision_form import DecisionForm
from sim.workshop.web.header import Header
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import Container, LivePart, Notices, Text, button, later
from sim.workshop.web.words import say, told


class TeamPage:
    """One browser of one participant."""

    def __init__(self, session: WebSession, member: Member) -> None:
        self.session, self.person, self.language = session, member.person, session.language
        self.member = member
        self.started = session.exercise.scenario.clock.start_hours
        self._seen: tuple[Any, ...] = ()
        self._submitted = 0
        self._mine = False

    @property
    def team(self) -> TeamSnapshot:
        """The team that this person is in now."""
        return self.session.snapshot.teams[self.member.team]

    # -- the page -------------------------------------------------------------------------------

    def build(self) -> None:
        """Everything, and from now on the news."""
        say_ = self._say
        with Container("div", "page team-page") as self.page:
            self.top = Header(self.session)
            self.notices = Notices(self.top.bar, self._say("put_away"))
            with Container("div", "sides"):
                with Container("div", "side"):
                    with self._section("storm", "storm_title"):
                        self.storm = LivePart(data_testid="storm")
                    with self._section("posts", "feed_title"):
                        self.feed = LivePart(data_testid="feed")
                with Container("div", "side"):
                    with self._section("inbox", "inbox_title"):
                        self.inbox = LivePart(data_testid="inbox")
                    with self._section("decide", "decide_title"):
                        self.decide = Container("div", "decide")
            with Container("nav", "tabs", aria_label=say_("nav")):
                for name in ("storm", "inbox", "posts", "decide"):
                    Text("a", say_(f"tab_{name}"), href=f"#{name}", data_testid=f"tab-{name}")
        ui.page_title(f"{self.member.team} · {self.session.title}")
        self._build_decide(self.session.snapshot)
        self.renew(self.session.snapshot)

    def _section(self, name: str, title: str) -> Container:
        """A part of the page with a heading."""
        section = Container("section", f"panel {name}", id=name, aria_labelledby=f"{name}-title")
        with section:
            Text("h2", self._say(title), id=f"{name}-title")
        return section

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    # -- news -----------------------------------------------------------------------------------

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        member = snapshot.members.get(self.person)
        if member is None:
            return
        moved = member.team != self.member.team or member.role != self.member.role
        self.member = member
        team, language, started = self.team, self.language, self.started
        storm, stamp = team.storm, (team.name, team.storm.stamp)
        self.top.renew(snapshot, self._who())
        drawn = self.session.drawn
        self.storm.renew(stamp, lambda: drawn(f"storm {team.name}", stamp,
                         lambda: panels.storm_panel(storm, started, language)))  # fmt: skip
        self.feed.renew(stamp, lambda: drawn(f"feed {team.name}", stamp,
                        lambda: panels.feed_panel(storm, started, language)))  # fmt: skip
        self.inbox.renew(stamp, lambda: drawn(f"inbox {team.name}", stamp,
                         lambda: panels.inbox_panel(storm, language)))  # fmt: skip
        self._renew_decide(snapshot, moved)

    def _who(self) -> str:
        role = self.session.exercise.script.roles.get(self.member.role)
        title = role.title.in_language(self.language) if role else self.member.role
        return f"{self.member.team} · {self.member.pseudonym} · {title}"

    def _renew_decide(self, snapshot: RoomSnapshot, moved: bool) -> None:
        """The decisions' part: another round, another team, or others have submitted."""
        seen = (
            snapshot.phase,
            snapshot.round,
            snapshot.lines,
            self.session.answering,
            snapshot.frozen,
        )
        if moved or seen != self._seen:
            self._leave_round(snapshot)
            if moved:
                self.notices.tell(self._say("moved", team=self.member.team))
            self._build_decide(snapshot)
        elif self.team.submitted != self._submitted:
            self._others_submitted()
        self._renew_status()

    def _leave_round(self, snapshot: RoomSnapshot) -> None:
        """A round is closed while somebody writes: nothing is lost, and they are told."""
        composer = getattr(self, "composer", None)
        before = self._seen[0] if self._seen else None
        if composer is None or before is not Phase.deciding or not composer.changed:
            return
        later(composer.save(), "keep a draft")
        if snapshot.phase is not Phase.deciding or snapshot.round != composer.number:
            self.notices.tell(self._say("closed_while_writing"))

    def _others_submitted(self) -> None:
        """Somebody of the team has submitted something else."""
        team = self.team
        self._submitted = team.submitted
        if team.submitter == self.person:
            return
        name = team.submitter_name or self._say("somebody")
        composer = getattr(self, "composer", None)
        if composer is not None and not composer.own:
            composer.take(self._decided())
            self.notices.tell(self._say("other_submitted", name=name))
        else:
            if composer is not None:
                composer.touch()  # what has just been replaced is a draft again
            self.notices.tell(self._say("other_submitted_yours_kept", name=name))

    def _decided(self) -> list[Step]:
        decided = self.team.decisions.get(self.session.snapshot.round, ())
        return [forms.values_of(response) for response in decided]

    # -- decisions ------------------------------------------------------------------------------

    def _build_decide(self, snapshot: RoomSnapshot) -> None:
        """What can be decided now, or why nothing can."""
        self._seen = (
            snapshot.phase,
            snapshot.round,
            snapshot.lines,
            self.session.answering,
            snapshot.frozen,
        )
        self._submitted = self.team.submitted
        old = getattr(self, "composer", None)
        writes_on = self.session.decides and not snapshot.frozen
        for part in list(self.decide):
            if old is None or part is not old.box or writes_on:
                part.delete()
        if old is not None and not old.box.is_deleted:
            old.retire()
        self.composer: DecisionForm | None = None
        begins = snapshot.phase is Phase.waiting and snapshot.round == 0
        self.page.classes(**{"add" if begins else "remove": "before"})
        with self.decide:
            self.status = LivePart("div", "status", role="status", data_testid="submission")
            if snapshot.phase is Phase.closed:
                self._closed()
            elif not self.session.decides:
                self._waiting(snapshot)
            elif self.member.role == OBSERVER:
                Text("p", self._say("observer_note"), "notice")
            elif snapshot.frozen:
                Text("p", self._say("frozen_note"), "notice", data_testid="frozen")
            else:
                self._compose(snapshot)
        self._renew_status()

    def _waiting(self, snapshot: RoomSnapshot) -> None:
        """Between the rounds."""
        script = self.session.exercise.script
        if self.session.answering:
            Text("p", self._say("answering"), "notice wait", data_testid="answering")
            return
        key = "before_first" if snapshot.round == 0 else "between"
        Text("p", self._say(key), "notice wait", data_testid="waiting")
        if snapshot.round == 0:
            Text("h3", self._say("briefing"))
            Text("p", script.briefing.in_language(self.language))
            role = script.roles.get(self.member.role)
            if role is not None:
                Text("h3", self._say("your_role", role=role.title.in_language(self.language)))
                Text("p", role.card.in_language(self.language))
            Text("a", self._say("change_role"), "button quiet", href="/")

    def _closed(self) -> None:
        Text("p", self._say("exercise_over"), "notice", data_testid="closed")
        Text("a", self._say("to_debrief"), "button main", href="/debrief", data_testid="to-debrief")

    def _compose(self, snapshot: RoomSnapshot) -> None:
        """The form, with what was written before."""
        draft = self.session.draft(self.person)
        fresh = draft is not None and draft.round == snapshot.round and draft.steps
        steps = [dict(s) for s in draft.steps] if draft and fresh else self._decided()
        if draft and draft.steps and draft.round < snapshot.round:
            self._offer(draft.steps)
        self.composer = DecisionForm(self.session, self.person, steps, self._submit)
        self.composer.changed = self.composer.own = bool(fresh)
        self.composer.build()

    def _offer(self, steps: list[Step]) -> None:
        """What was being written when the last round closed can be used in this one."""
        with Container("div", "notice", data_testid="kept-draft") as offer:
            Text("p", self._say("kept_draft"))

            def use() -> None:
                offer.delete()
                if self.composer is not None:
                    kept = [{k: v for k, v in s.items() if k != "at"} for s in steps]
                    self.composer.take(kept)
                    self.composer.touch()

            def drop() -> None:
                offer.delete()
                if self.composer is not None:
                    later(self.composer.save(), "drop a draft")

            with Container("div", "row"):
                button(self._say("use_it"), use, "main", "use-draft")
                button(self._say("drop_it"), drop, "quiet", "drop-draft")

    async def _submit(self, steps: list[Step]) -> None:
        """Submit for the team, and say what has become of it."""
        composer = self.composer
        try:
            replaced = await self.session.submit(self.person, steps)
        except RefusedError as refused:
            self._answer(told(self.language, refused))
            return
        self._submitted = self.team.submitted
        if composer is not None:
            composer.changed = False
            if not steps:
                composer.take([])
            later(composer.save(), "the draft is submitted")
        done = self._say("submitted_now" if steps else "silence_submitted")
        self._answer(self._say("submitted_replacing", name=replaced) if replaced else done, True)
        self._renew_status()

    def _answer(self, text: str, good: bool = False) -> None:
        """Say it where the button was pressed, if it is still there."""
        if self.composer is not None:
            self.composer.say(text, good)
        else:
            self.notices.tell(text)

    def _renew_status(self) -> None:
        """What counts for the team just now."""
        team, number = self.team, self.session.snapshot.round
        steps = team.decisions.get(number, ())
        stamp = (team.name, number, steps, team.submitted, team.submitter, self.session.decides)
        self.status.renew(stamp, lambda: self._status(team, steps))

    def _status(self, team: TeamSnapshot, steps: tuple[Response, ...]) -> Markup:
        """The team's submission, for the whole team to see."""
        if not self.session.decides:
            return tag("span")
        if not team.submitted:
            return tag("p", self._say("not_submitted"), class_="muted")
        name = team.submitter_name or self._say("somebody")
        head = tag("p", tag("strong", self._say("counts_now")), " ", self._say("by", name=name))
        return tag("div", head, panels.steps_panel(steps, self.started, self.language),
                   tag("p", self._say("changeable"), class_="muted small"),
                   class_="counts")  # fmt: skip
