"""A participant's page: the storm, the posts, the inbox, and what the team decides."""

from typing import Any

from markupsafe import Markup
from nicegui import ui

from sim.exercise.decisions import Step
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member, Phase
from sim.workshop.web import panels
from sim.workshop.web.banner import MessageBanner
from sim.workshop.web.deciding.editing import DETAIL, Typist
from sim.workshop.web.deciding.team_draft import SILENT
from sim.workshop.web.decision_form import DecisionForm
from sim.workshop.web.feed_part import FeedPart
from sim.workshop.web.forecast_part import ForecastPart
from sim.workshop.web.header import Header
from sim.workshop.web.inbox_part import InboxPart
from sim.workshop.web.observer_notes import ObserverNotes
from sim.workshop.web.role_part import RolePart
from sim.workshop.web.routes import join_again
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.unsent import found_steps, key_of_person, not_gone_out
from sim.workshop.web.widgets import (
    Container,
    LivePart,
    Notices,
    Text,
    button,
    section,
)

LEADS_LOOKED_FOR = 5.0
"""Seconds after which it is looked at again whether somebody who leads is there."""


class TeamPage:
    """One browser of one participant."""

    def __init__(self, session: WebSession, member: Member) -> None:
        self.session, self.speech, self.say = session, session.speech, session.speech.say
        self.person, self.member = member.person, member
        self.form: DecisionForm | None = None
        self.observed: ObserverNotes | None = None
        self._state: tuple[object, ...] = ()
        self._submitted = 0
        self._unfinished: int | None = None
        """Round that was left with something that is not submitted."""

    @property
    def team(self) -> TeamSnapshot:
        """The team that this person is in now."""
        return self.session.snapshot.teams[self.member.team]

    # -- the page -------------------------------------------------------------------------------

    def build(self) -> None:
        """Build the page."""
        with Container("div", "page team-page") as self.page:
            key = key_of_person(self.session.code, self.person)
            home = Container("div", data_draft_home=key, hidden=True)
            home.on("found", lambda event: self._take_unsent(event.args), js_handler=DETAIL)
            self.header = Header(self.session)
            self.banner = MessageBanner(self.session, self.person, self.header.bar)
            self.notices = Notices(self.header.bar, self.say("put_away"))
            with self._section("task", "duties.title") as task:
                self.role = RolePart(self.session, self.person, task)
            with Container("div", "sides"):
                with Container("div", "side"):
                    with self._section("storm", "storm_title"):
                        self.storm = LivePart(data_testid="storm")
                    with self._section("posts", "feed_title"):
                        self.feed = FeedPart(self.session, self.person)
                        self.role.answer_in(self.feed)
                with Container("div", "side"):
                    with self._section("inbox", "inbox_title"):
                        self.inbox = InboxPart(self.session, self.person)
                    with self._section("decide", "decide_title"):
                        self.decide = Container("div", "decide")
                        self.forecast = ForecastPart(self.session, self.person)
                    if self.member.observes:
                        with self._section("observed", "stage.notes"):
                            self.observed = ObserverNotes(self.session, self.person)
            with Container("nav", "tabs", aria_label=self.say("nav")):
                parts = [(name, f"tab_{name}") for name in ("storm", "inbox", "posts", "decide")]
                if self.member.observes:
                    parts.append(("observed", "stage.notes"))
                for name, label in parts:
                    Text("a", self.say(label), href=f"#{name}", data_testid=f"tab-{name}")
        ui.page_title(f"{self.member.team} · {self.session.title}")
        self._build_decide(self.session.snapshot)
        ui.timer(LEADS_LOOKED_FOR, self._renew_approval)
        self.renew(self.session.snapshot)

    def _section(self, name: str, title: str) -> Container:
        return section(name, self.say(title), f"panel {name}", id=name)

    # -- changes --------------------------------------------------------------------------------

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        member = snapshot.members.get(self.person)
        if member is None:
            ui.navigate.to(join_again(self.session, "removed"))
            return
        moved = (member.team, member.role) != (self.member.team, self.member.role)
        self.member = member
        self.header.renew(snapshot, self._name())
        team, view, speech = self.team.name, self.team.storm.view, self.speech
        stamp, shared = (team, self.team.storm.stamp), self.session.shared_panel
        self.storm.renew(
            stamp,
            lambda: shared(f"storm {team}", stamp, lambda: panels.storm_panel(view, speech)),
        )
        self.feed.renew(snapshot, team)
        self.inbox.renew(snapshot, team)
        self._renew_decide(snapshot, moved)
        if self.observed is not None:
            self.observed.renew(snapshot)
        self.forecast.renew(snapshot)
        self.role.renew(snapshot)
        self.banner.renew(snapshot, team)

    def _name(self) -> str:
        """Return who looks at this page."""
        role = self.session.exercise.script.roles.get(self.member.role)
        title = role.title.in_language(self.session.language) if role else self.member.role
        return f"{self.member.team} · {self.member.pseudonym} · {title}"

    def _renew_decide(self, snapshot: RoomSnapshot, moved: bool) -> None:
        """Renew the decisions after another round, another team, or another's submission."""
        if moved or self._state != self._state_of(snapshot):
            self._leave_round(snapshot)
            if moved:
                self.notices.show(self.say("moved", team=self.member.team))
            self._build_decide(snapshot)
        elif self.team.submitted != self._submitted:
            self._take_submission()
        self._renew_approval()
        self._renew_status()

    def _state_of(self, snapshot: RoomSnapshot) -> tuple[object, ...]:
        """Return everything on which it depends what can be decided."""
        answering, frozen = self.session.answering, snapshot.frozen
        return (snapshot.phase, snapshot.round, snapshot.branches, answering, frozen)

    def _leave_round(self, snapshot: RoomSnapshot) -> None:
        """Tell the person that their round was closed while something was not submitted."""
        form, before = self.form, self._state[0] if self._state else None
        if form is not None and before is Phase.deciding:
            # Storms may answer for a while, in which the round is neither open nor closed.
            self._unfinished = form.number if form.draft.pending else None
        closed = snapshot.phase is not Phase.deciding or snapshot.round != self._unfinished
        if self._unfinished is not None and closed:
            self._unfinished = None
            self.notices.show(self.say("closed_while_writing"))

    def _take_submission(self) -> None:
        """Tell of what another member has submitted."""
        team = self.team
        self._submitted = team.submitted
        if team.submitter != self.person:
            name = team.submitter_name or self.say("somebody")
            self.notices.show(
                self.say("other_submitted", name=name)
                if team.submitter
                else self.say("deciding.facilitator_submitted")
            )

    def _renew_approval(self) -> None:
        """Show who has to approve, which also depends on whose pages are open."""
        if self.form is not None and not self.form.box.is_deleted:
            self.form.renew_approval()

    def renew_draft(self, team: str) -> None:
        """Show what the team has changed in its draft."""
        if team == self.member.team and self.form is not None and not self.form.box.is_deleted:
            self.form.renew()

    # -- decisions ------------------------------------------------------------------------------

    def _build_decide(self, snapshot: RoomSnapshot) -> None:
        """Build what can be decided now, or say why nothing can."""
        self._state, self._submitted = self._state_of(snapshot), self.team.submitted
        old = self.form
        continues = self.session.decides and not snapshot.frozen
        for part in list(self.decide):
            if old is None or part is not old.box or continues:
                part.delete()
        if old is not None and not old.box.is_deleted:
            old.retire()
        self.form = None
        begins = snapshot.phase is Phase.waiting and snapshot.round == 0
        self.page.classes(**{"add" if begins else "remove": "before"})
        with self.decide:
            self.status = LivePart("div", "status", role="status", data_testid="submission")
            if snapshot.phase is Phase.closed:
                Text("p", self.say("exercise_over"), "notice", data_testid="closed")
                Text("a", self.say("to_debrief"), "button main", href="/debrief",
                     data_testid="to-debrief")  # fmt: skip
            elif not self.session.decides:
                self._build_waiting(snapshot)
            elif self.member.observes:
                Text("p", self.say("observer_note"), "notice")
            elif snapshot.frozen:
                Text("p", self.say("frozen_note"), "notice", data_testid="frozen")
            else:
                self._build_form()
            if snapshot.round > 0 or self.session.decides:
                with Container("details", "briefing", data_testid="briefing"):
                    Text("summary", self.say("briefing"))
                    self._build_briefing()
        self._renew_status()

    def _build_waiting(self, snapshot: RoomSnapshot) -> None:
        """Build what is shown between the rounds."""
        if self.session.answering:
            Text("p", self.say("answering"), "notice wait", data_testid="answering")
            return
        name = "before_first" if snapshot.round == 0 else "between"
        Text("p", self.say(name), "notice wait", data_testid="waiting")
        if snapshot.round == 0:
            Text("h3", self.say("briefing"))
            self._build_briefing()
            Text("a", self.say("change_role"), "button quiet", href="/")

    def _build_briefing(self) -> None:
        """Build the briefing and what this person's role is there for."""
        script, language = self.session.exercise.script, self.session.language
        Text("p", script.briefing.in_language(language))
        role = script.roles.get(self.member.role)
        if role is not None:
            Text("h3", self.say("your_role", role=role.title.in_language(language)))
            Text("p", role.card.in_language(language))

    def _build_form(self) -> None:
        """Build the form, with what the team has written before."""
        session, member = self.session, self.member
        hand = Typist(
            desks=session.desks,
            visitors=session.visitors,
            team=member.team,
            person=member.person,
            name=member.pseudonym,
            draft=session.desks.of(member.team).draft,
        )
        self.form = DecisionForm(session, hand, self._submit, self.notices.show)
        self.form.build()

    def _take_unsent(self, told: Any) -> None:
        """Take words that the phone had kept, and whose field is no longer there."""
        decided = (each for round_ in self.team.decisions.values() for each in round_)
        steps = not_gone_out(found_steps(told), decided)
        if not steps:
            return
        if self.form is not None:
            self._offer_unsent(self.form, steps)
            return
        self.session.desks.keep(self.member.team, steps)

    def _offer_unsent(self, form: DecisionForm, steps: list[Step]) -> None:
        """Offer words that had not got through."""
        with self.decide, Container("div", "notice", data_testid="unsent-draft") as offer:
            Text("p", self.say("unsent_draft"))
            for step in steps:
                Text("p", step["words"], "quoted")

            def use() -> None:
                offer.delete()
                form.add(steps)

            with Container("div", "row"):
                button(self.say("use_it"), use, "main", "use-unsent")
                button(self.say("drop_it"), offer.delete, "quiet", "drop-unsent")
        offer.move(self.decide, 0)

    async def _submit(self, steps: list[Step]) -> None:
        """Submit for the team, and say what has become of it."""
        form = self.form
        mark = form.draft.mark if form is not None and steps else SILENT
        try:
            replaced = await self.session.submit(self.person, steps)
        except RefusedError as refused:
            self._answer(self.session.refusal(refused))
            return
        self._submitted = self.team.submitted
        if form is not None:
            form.draft.take_submission(mark)
            form.hand.touch()
        done = self.say("submitted_now" if steps else "silence_submitted")
        self._answer(self.say("submitted_replacing", name=replaced) if replaced else done, True)
        self._renew_status()

    def _answer(self, text: str, good: bool = False) -> None:
        """Answer where the button was pressed, if it is still there."""
        if self.form is not None:
            self.form.answer(text, good)
        else:
            self.notices.show(text)

    def _renew_status(self) -> None:
        """Show what counts for the team just now."""
        team, decides = self.team, self.session.decides
        responses = team.decided(self.session.snapshot.round)
        stamp = (team.name, responses, team.submitted, team.submitter, decides)

        def status() -> Markup:
            if not decides:
                return Markup()
            return panels.render("submission.html", self.speech, team=team, responses=responses)

        self.status.renew(stamp, status)
