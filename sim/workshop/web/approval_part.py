"""Approval on a team's form: what is asked of the lead, and what becomes of it.

An approval carries the mark of the draft that the lead's browser shows. If the draft has changed
meanwhile, nothing goes out and the lead is shown the new one.
"""

import time
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from sim.exercise.decisions import Step, parse_decisions
from sim.exercise.refusals import RefusedError
from sim.workshop.web.deciding.editing import LineEditor, Typist
from sim.workshop.web.deciding.team_draft import SILENT, Asking, SentBack
from sim.workshop.web.lead_offer import LeadOffer
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import TeamSnapshot
from sim.workshop.web.widgets import Container, Text, button, dress, html, text_field

LONGEST_WORD = 300
"""Characters of what a lead says when sending a draft back."""
MARK = "(event) => emit(event.currentTarget.dataset.mark)"


class Approval:
    """One person's view of whether their team's draft is asked for, approved or sent back."""

    def __init__(
        self,
        session: WebSession,
        typist: Typist,
        submitted: Callable[[list[Step]], Any],
        told: Callable[[str], None],
    ) -> None:
        """Build it. ``submitted`` submits, and ``told`` tells the person something."""
        self.session, self.typist, self.say = session, typist, session.speech.say
        self._submitted, self._tell = submitted, told
        self._shown: object = None
        self._asked = typist.draft.asked
        self._word = ""
        self._refused = ""
        """What the draft was when an approval was for another one."""
        self._lead = LeadOffer(session, typist.person)
        self.box = Container("div", "approval")
        self._going: Any = None
        self._changed: Text
        self._approve: Text

    # -- who has to approve ---------------------------------------------------------------------

    @property
    def team(self) -> TeamSnapshot:
        """The team."""
        return self.session.snapshot.teams[self.typist.team]

    @property
    def leads(self) -> bool:
        """True if this person leads the team."""
        return any(each.person == self.typist.person for each in self.team.leads)

    @property
    def needed(self) -> bool:
        """True if somebody else has to approve what this person submits."""
        return self.session.snapshot.approval and bool(self.team.leads) and not self.leads

    @property
    def decides_on_draft(self) -> bool:
        """True if this person is asked to approve the draft, which submits it as well."""
        asked, approval = self.typist.draft.asked, self.session.snapshot.approval
        return approval and self.leads and asked is not None and not asked.silent

    @property
    def must_look(self) -> bool:
        """True if this person leads, and others change what they are about to submit."""
        return (
            self.session.snapshot.approval and self.leads and bool(LineEditor.others(self.typist))
        )

    @property
    def names(self) -> str:
        """Pseudonyms of those who lead the team."""
        return ", ".join(each.pseudonym for each in self.team.leads)

    # -- what is shown --------------------------------------------------------------------------

    def renew(self) -> None:
        """Show what is asked, and how the draft stands that it is asked for."""
        draft = self.typist.draft
        self._lead.renew()
        if draft.asked != self._asked:
            self._asked = draft.asked
            if self._asked is not None and self.leads and self._asked.person != self.typist.person:
                self._tell(self._asking(self._asked))
        waiting = self.session.snapshot.approval and bool(self.team.leads)
        asked = draft.asked if waiting else None
        state = (asked, draft.sent_back, self.leads, self.names)
        if state != self._shown:
            self._shown = state
            self._build(asked)
        if asked is not None:
            self._show_draft(asked)

    def _asking(self, asked: Asking) -> str:
        """Return who asks for what, or what this person is to look at."""
        if asked.person == self.typist.person and self.leads:
            names = ", ".join(LineEditor.others(self.typist)) or self.say("somebody")
            return self.say("deciding.still_writing", names=names)
        member = self.session.member(asked.person)
        name = member.pseudonym if member is not None else self.say("somebody")
        return self.say("deciding.asked_silent" if asked.silent else "deciding.asked", name=name)

    def _build(self, asked: Asking | None) -> None:
        self.box.clear()
        self._refused = ""
        self._going, back = None, self.typist.draft.sent_back
        with self.box:
            if asked is not None:
                self._build_asked(asked)
            elif back is not None:
                text = self.say("deciding.sent_back", name=back.name)
                with Container("div", "notice warn", data_testid="sent-back"):
                    Text("p", text, "strong")
                    if back.word:
                        Text("p", back.word, "quoted")

    def _build_asked(self, asked: Asking) -> None:
        """Build what goes out if it is approved, and for a lead the buttons."""
        with Container("div", "notice asking", role="group", data_testid="asking"):
            Text("p", self._asking(asked), "strong")
            self._changed = Text("p", "", "changed-since", role="status", data_testid="changed")
            if not self.leads:
                Text("p", self.say("deciding.waits_for", names=self.names), "muted small")
            Text("p", self.say("deciding.going_out"), "muted small")
            self._going = html(Markup(), data_testid="going-out")
            if not self.leads:
                return
            with Container("div", "row"):
                self._approve = Text("button", self.say("deciding.approve"), "button main",
                                     type="button", data_testid="approve")  # fmt: skip
                self._approve.on("click", lambda event: self._take(event.args), js_handler=MARK)
            with Container("div", "field"):
                Text("label", self.say("deciding.send_back_word"), for_="send-back-word")
                text_field("input", self._write, "", id="send-back-word", maxlength=LONGEST_WORD,
                           data_testid="send-back-word")  # fmt: skip
            button(self.say("deciding.send_back"), self._send_back, "quiet", "send-back")

    def _show_draft(self, asked: Asking) -> None:
        """Show the draft as it stands. The lead's approval is for exactly this."""
        mark, problem = self._mark(asked), ""
        try:
            window = self.session.exercise.windows[self.typist.draft.round]
            scenario = self.session.exercise.scenario
            responses = parse_decisions(self._steps(asked), window, scenario)
            going = render("going_out.html", self.session.speech, responses=responses)
        except RefusedError as refused:
            problem = self.session.refusal(refused)
            going = Markup("<p>{}</p>").format(problem)
        self._going.set_content(going)
        self._changed.set_text(self._change(asked, mark))
        if self.leads:
            dress(self._approve, data_mark=mark, disabled=bool(problem))

    def _change(self, asked: Asking, mark: str) -> str:
        """Return whether the draft has changed, and whether an approval came too late for it."""
        if mark == self._refused:
            return self.say("deciding.not_approved")
        return self.say("deciding.changed_since") if mark != asked.mark else ""

    def _mark(self, asked: Asking) -> str:
        return SILENT if asked.silent else self.typist.draft.mark

    def _steps(self, asked: Asking) -> list[Step]:
        return [] if asked.silent else self.typist.draft.steps()

    # -- what the person does -------------------------------------------------------------------

    def ask(self, silent: bool = False) -> None:
        """Ask the lead to approve the draft, or that nothing is said."""
        draft, typist = self.typist.draft, self.typist
        if typist.may_change:
            mark = SILENT if silent else draft.mark
            draft.asked = Asking(person=typist.person, mark=mark, silent=silent, since=time.time())
            draft.sent_back = None
            typist.touch()
            self.renew()

    async def _take(self, shown: Any) -> None:
        """Submit what the lead was shown, or show what it has become."""
        draft = self.typist.draft
        asked = draft.asked
        if asked is None or not self.leads:
            return
        if shown != self._mark(asked):
            self._refused = self._mark(asked)
            self._show_draft(asked)
            return
        await self._submitted(self._steps(asked))

    def _write(self, value: str) -> None:
        self._word = value

    def _send_back(self) -> None:
        draft, typist = self.typist.draft, self.typist
        if self.leads and typist.may_change:
            draft.asked, draft.sent_back = None, SentBack(name=typist.name, word=self._word.strip())
            self._word = ""
            typist.touch()
            self.renew()
