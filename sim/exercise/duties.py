"""What the roles of a team are there for, and which messages reach some of them alone.

A role's duties are those that the exercise gives it, or those that its name says.
"""

from collections.abc import Iterable, Mapping

from sim.exercise.room import Member, Room
from sim.scenario.exercise import Duty, Exercise, Sender, duties_of

GETS: Mapping[Sender, Duty] = {"technician": "estimates", "lawyer": "counsels"}
"""Senders whose messages reach those with a duty alone, if the team has any."""


def duties_in(script: Exercise | None, role: str) -> tuple[Duty, ...]:
    """Return what a role does in an exercise."""
    found = script.roles.get(role) if script is not None else None
    given = None if found is None or found.duties is None else {"duties": found.duties}
    return duties_of(role, given)


def leads_of(room: Room, team: str) -> list[Member]:
    """Return the members who approve what a team submits. Without any, everybody may submit."""
    return [member for member in room.members_of(team) if member.leads]


def told_alone(members: Iterable[Member], sender: Sender, to: str | None) -> list[Member]:
    """Return the members whom a message reaches alone. Empty if it reaches the whole team.

    ``to`` is the role that it is for. Without one, it is the sender that decides.
    """
    if to is not None:
        return [member for member in members if member.role == to]
    duty = GETS.get(sender)
    return [member for member in members if duty in member.duties]


def may_read(member: Member, alone: Iterable[Member]) -> bool:
    """Return whether a member reads a message that reaches some ``alone``. Observers read all."""
    told = [each.person for each in alone]
    return not told or member.observes or member.person in told
