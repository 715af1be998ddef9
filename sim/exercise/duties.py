"""What the roles of a team are there for. A role's duty follows from its name in the scenario."""

from sim.exercise.room import Member, Room

OBSERVER = "observer"
"""The role that looks on: it neither submits nor replies."""
LEADING = frozenset({"lead", "owner", "head", "director", "chief", "manager"})
"""Roles that approve what goes out."""


def leads(member: Member) -> bool:
    """Return whether a member approves what their team submits."""
    return member.role in LEADING or member.also in LEADING


def leads_of(room: Room, team: str) -> list[Member]:
    """Return the members who approve what a team submits. Without any, everybody may submit."""
    return [member for member in room.members_of(team) if leads(member)]
