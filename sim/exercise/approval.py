"""Approval: a team with a lead submits what the lead approves. One without submits freely."""

from sim.exercise.approval_events import ApprovalSet, LeadTaken
from sim.exercise.duties import leads_of
from sim.exercise.input import one_at_a_time
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member
from sim.exercise.room_control import RoomControl


class ApprovalControl(RoomControl):
    """A room in which leads approve. All methods may be called from any thread."""

    @one_at_a_time
    def set_approval(self, needed: bool) -> None:
        """Let leads approve what their teams submit, or let everybody submit."""
        if needed != self.room.approval:
            self._record(ApprovalSet(needed=needed))

    @one_at_a_time
    def take_lead(self, person: str) -> None:
        """Make a person lead their team in addition to their role.

        Whether another lead is there is for the caller to see.
        """
        member = self._known_member(person)
        if member.observes:
            raise RefusedError("observers do not lead", "observer")
        if not member.leads:
            self._record(LeadTaken(person=person))

    def _require_approved(self, member: Member) -> None:
        """Refuse decisions of somebody whose lead has to approve them."""
        if not self.room.approval or member.leads:
            return
        if names := [each.pseudonym for each in leads_of(self.room, member.team)]:
            raise RefusedError(
                f"{', '.join(names)} must approve what {member.team} submits",
                "needs_approval",
                name=", ".join(names),
            )

    def _known_member(self, person: str) -> Member:
        member = self.room.members.get(person)
        if member is None:
            raise RefusedError("this person is not in this room", "not_here")
        return member
