"""Events of approval: who leads a team besides by role, and whether leads approve at all."""

from dataclasses import replace
from typing import Literal

from sim.exercise.event_base import Event
from sim.exercise.room import Room


class LeadTaken(Event):
    """A person took the lead of their team, in addition to their role."""

    kind: Literal["lead-taken"] = "lead-taken"
    person: str

    def _change(self, room: Room) -> None:
        room.members[self.person] = replace(room.members[self.person], also="lead")


class ApprovalSet(Event):
    """The facilitator set whether what a team submits is approved by its lead."""

    kind: Literal["approval-set"] = "approval-set"
    needed: bool

    def _change(self, room: Room) -> None:
        room.approval = self.needed


ApprovalEvent = LeadTaken | ApprovalSet
