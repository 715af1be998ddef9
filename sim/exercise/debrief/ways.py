"""The ways that teams took through an exercise: what each decided, and how far it played."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sim.exercise.debrief.results import Debrief, EndedEarly
from sim.exercise.decisions import Decided, Window, windows
from sim.exercise.room import Branch, Room
from sim.exercise.texts import say
from sim.scenario import Scenario


def plans_played(room: Room) -> dict[str, Decided]:
    """Return decisions by team and by branch left. Empty teams count if there are no others."""
    plans = dict(room.teams)
    plans.update({name: branch.decisions[team] for name, team, branch in _left_ways(room)})
    empty = {
        team
        for team, decided in room.teams.items()
        if not any(decided.values()) and not room.members_of(team)
    }
    return {name: plan for name, plan in plans.items() if name not in empty} or plans


def rounds_played(room: Room) -> dict[str, int]:
    """Return how many rounds were played, by team and by branch left."""
    left = {
        name: max(branch.played, 1 + max(branch.decisions[team]))
        for name, team, branch in _left_ways(room)
    }
    return {**dict.fromkeys(room.teams, room.round), **left}


def _left_ways(room: Room) -> Iterator[tuple[str, str, Branch]]:
    """Yield the name, the team and the branch of each way on which a team decided and was left."""
    for number, branch in enumerate(room.branches, 1):
        for team, decided in branch.decisions.items():
            if any(n >= branch.rewound_to for n in decided):
                yield say(room.language, "left_way", team=team, number=number), team, branch


def with_ends(debrief: Debrief, scenario: Scenario, played: Mapping[str, int]) -> Debrief:
    """Return the debrief with where each team's play ended, after so many rounds.

    What could have been done (``hindsight``) is to be added to it afterwards: it looks at rounds
    that were played.
    """
    spans = windows(scenario)
    teams = [
        replace(team, ended_early=_ended_early(spans, played.get(team.team, len(spans))))
        for team in debrief.teams
    ]
    return replace(debrief, teams=teams)


def _ended_early(spans: list[Window], rounds: int) -> EndedEarly | None:
    """Return where play ended after so many rounds, None after the last one."""
    if rounds >= len(spans):
        return None
    return EndedEarly(rounds, spans[rounds - 1].end if rounds else spans[0].begin)
