"""Replays behind a debrief: with and without each decision, and with other plans.

Every difference is paired: the same people and the same chance with and without a decision,
over many seeds, which separates the decision from luck.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sim
from sim.exercise.debrief.results import (
    COMPARED,
    PLAYED,
    Curve,
    Debrief,
    Decision,
    Difference,
    TeamDebrief,
    WhatIf,
)
from sim.exercise.decisions import Decided, begins_at
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Room
from sim.exercise.texts import say, speech_for
from sim.language.typesetting import Language
from sim.results import Record
from sim.results.comparing import difference
from sim.scenario import Plan, Scenario
from sim.scenario.exercise import Exercise, called
from sim.storm.responses import Response

SEEDS = 30
"""Paired runs behind each difference."""
SILENCE = "silence"

Progress = Callable[[int, int], None]


def debrief(
    scenario: Scenario,
    teams: Mapping[str, Decided],
    seed: int,
    language: Language = "en",
    seeds: int = SEEDS,
    progress: Progress | None = None,
) -> Debrief:
    """Replay each team's decisions with and without each, and other plans. RefusedError if none."""
    if not teams:
        raise RefusedError("nobody has played; there is nothing to look back on")
    return _Replay(scenario, teams, seed, language, seeds).debrief(progress)


def plans_played(room: Room) -> dict[str, Decided]:
    """Return decisions by team and by branch left. Empty teams count if there are no others."""
    plans = dict(room.teams)
    for number, branch in enumerate(room.branches, 1):
        for team, decided in branch.decisions.items():
            if any(n >= branch.rewound_to for n in decided):
                plans[say(room.language, "left_way", team=team, number=number)] = decided
    empty = {
        team
        for team, decided in room.teams.items()
        if not any(decided.values()) and not room.members_of(team)
    }
    return {name: plan for name, plan in plans.items() if name not in empty} or plans


class _Replay:
    """Runs of all plans of a debrief."""

    def __init__(
        self,
        scenario: Scenario,
        teams: Mapping[str, Decided],
        seed: int,
        language: Language,
        seeds: int,
    ) -> None:
        if scenario.exercise is None:
            raise RefusedError(f"{scenario.name} has no [exercise]")
        self.script, self.seed = scenario.exercise, seed
        self.speech = speech_for(scenario, language)
        self.teams = {
            team: [(number, each) for number in sorted(decided) for each in decided[number]]
            for team, decided in teams.items()
        }
        self.summaries = {name: plan.summary for name, plan in scenario.plans.items()}
        self.what_ifs = what_ifs(scenario, self.script)
        self.seeds = [seed, *(n for n in range(1, seeds + 1) if n != seed)][:seeds]
        self.story = scenario.model_copy(update={"plans": self._plans(scenario)})
        self.measures: dict[str, dict[str, NDArray[np.float64]]] = {}
        """By plan and measure, one value per seed."""

    def _plans(self, scenario: Scenario) -> dict[str, Plan]:
        """Return all plans to run: as played, without each decision, and the what-ifs."""
        plans = {
            name: Plan(summary=name, steps=list(scenario.steps(plan)) if plan else [])
            for name, plan in self.what_ifs.items()
        }
        for place, decisions in enumerate(self.teams.values()):
            steps = [response for _, response in decisions]
            plans[_played(place)] = Plan(summary="as played", steps=steps)
            for k in range(len(steps)):
                without = [step for n, step in enumerate(steps) if n != k]
                plans[_without(place, k)] = Plan(summary="without one", steps=without)
        return plans

    def debrief(self, progress: Progress | None) -> Debrief:
        """Run all plans and return the results."""
        ensemble = sim.compare(self.story, seeds=self.seeds, progress=progress, series=())
        self.measures = {
            str(plan): {name: runs[name].to_numpy(dtype=float) for name in COMPARED}
            for plan, runs in ensemble.measures.groupby("plan")
        }
        language, say = self.speech.language, self.speech.say
        return Debrief(
            scenario=self.story.name,
            title=called(self.story.title, self.story.exercise, language),
            language=language,
            seed=self.seed,
            seeds=len(self.seeds),
            teams=[self._team(place, team) for place, team in enumerate(self.teams)],
            what_if_curves=[
                curve(self._record(name), say(f"what_if_{name}")) for name in self.what_ifs
            ],
            goals=[goal.in_language(language) for goal in self.script.goals],
            questions=[say(f"question_{n}") for n in (1, 2, 3)],
            improvements=[say(f"improvement_{n}") for n in (1, 2, 3, 4)],
            caveat=say("caveat"),
        )

    def _record(self, plan: str) -> Record:
        """Return the run of a plan on the seed that was played."""
        return sim.simulate(self.story, plan=plan, seed=self.seed)

    def _team(self, place: int, team: str) -> TeamDebrief:
        """Return one team's part."""
        record = self._record(_played(place))
        return TeamDebrief(
            team=team,
            curve=curve(record, team),
            measures={name: float(record.measures[name]) for name in PLAYED},
            promises=[self._promise(row) for row in record.promises.to_dict("records")],
            decisions=[
                self._decision(place, k, number, response)
                for k, (number, response) in enumerate(self.teams[team])
            ],
            what_ifs=[
                WhatIf(
                    plan=plan or SILENCE,
                    label=self.speech.say(f"what_if_{name}"),
                    summary=self.summaries.get(plan, ""),
                    differences=self._differences(name, _played(place)),
                )
                for name, plan in self.what_ifs.items()
            ],
        )

    def _decision(self, place: int, k: int, number: int, response: Response) -> Decision:
        """Return one decision and its effects."""
        hours = begins_at(response, self.story)
        return Decision(
            round=number,
            round_title=self.script.rounds[number].title.in_language(self.speech.language),
            do=response.do,
            label=self.speech.say(f"responses.{response.do}.name"),
            moment=self.speech.full_moment(hours),
            hours=hours,
            words=response.words or "",
            effects=self._differences(_played(place), _without(place, k)),
        )

    def _differences(self, plan: str, against: str) -> list[Difference]:
        """Return one plan minus another, pair by pair."""
        differences = []
        for name in COMPARED:
            row = difference(plan, name, self.measures[plan][name] - self.measures[against][name])
            figures = (
                row.get(key, np.nan) for key in ("mean_difference", "low", "high", "share_lower")
            )
            differences.append(Difference(name, str(row["unit"]), *map(float, figures)))
        return differences

    def _promise(self, row: Mapping[Any, Any]) -> str:
        made, due = self.speech.full_moment(row["made"]), self.speech.named_moment(row["deadline"])
        return self.speech.say(f"promise_{row['outcome']}", made=made, due=due)


def curve(record: Record, name: str, every: float = 1.0) -> Curve:
    """Return the curve of a run, hour by hour."""
    step = max(1, round(every / record.scenario.hours_per_tick))
    ends = slice(step - 1, None, step)
    return Curve(
        name=name,
        hours=[round(float(h), 4) for h in record.hours[ends] + record.scenario.hours_per_tick],
        rate=[round(float(rate), 3) for rate in record.storm.rate[ends]],
        severity=[int(level) for level in record.storm.severity[ends]],
    )


def what_ifs(scenario: Scenario, script: Exercise) -> dict[str, str]:
    """Return the plans to compare with, by the names of their texts. "" is silence."""
    best = script.best
    if not scenario.steps(best):
        return {"honest": script.honest, "silence_best": ""}
    if best == script.honest:
        return {"honest_best": script.honest, SILENCE: ""}
    return {"honest": script.honest, SILENCE: "", "best": best}


def _played(team: int) -> str:
    return f"team-{team}"


def _without(team: int, k: int) -> str:
    return f"team-{team}-without-{k}"
