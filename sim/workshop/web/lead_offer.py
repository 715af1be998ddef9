"""The offer to take the lead of a team in which no lead is there."""

from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import Container, Text, button


class LeadOffer:
    """Shown to one person as long as nobody who leads their team has a page open."""

    def __init__(self, session: WebSession, person: str) -> None:
        self.session, self.person, self.say = session, person, session.speech.say
        self._shown = ""
        self.box = Container("div")

    def renew(self) -> None:
        """Offer the lead, or no longer."""
        text = self._offer()
        if text == self._shown:
            return
        self._shown = text
        self.box.clear()
        if text:
            with self.box, Container("div", "lead-offer", data_testid="lead-offer"):
                Text("p", text, "muted small")
                button(self.say("deciding.take_lead"), self._take, "quiet", "take-lead")

    def _offer(self) -> str:
        """Return why the lead is offered. Empty if it is not."""
        member, snapshot = self.session.member(self.person), self.session.snapshot
        if member is None or not snapshot.approval:
            return ""
        team = snapshot.teams[member.team]
        if len(team.members) < 2 or any(map(self._there, team.leads)):
            return ""
        if not team.leads:
            return self.say("deciding.no_lead")
        return self.say("deciding.lead_away", names=", ".join(m.pseudonym for m in team.leads))

    def _there(self, lead: Member) -> bool:
        """Return whether a lead is this person or has a page open."""
        return lead.person == self.person or self.session.visitors.present(lead.person)

    async def _take(self) -> None:
        """Take the lead, unless somebody was faster."""
        if self._offer():
            try:
                await self.session.ask(lambda: self.session.exercise.take_lead(self.person))
            except RefusedError:  # they have left the room or the team
                return
            self.renew()
