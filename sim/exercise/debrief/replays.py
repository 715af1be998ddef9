"""Replays behind a debrief: with some of the decisions only, and with other plans.

Every difference is paired: the same people and the same chance on both sides, over many seeds,
which separates the decisions from luck. Each decision gets its fair share of the difference
between all of them and silence (``shares.py``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sim
from sim.exercise.debrief.cards import cards
from sim.exercise.debrief.coalitions import KEPT, Method, effort
from sim.exercise.debrief.hearing import Hearing, hearings
from sim.exercise.debrief.pieces import curve, decisions_of, summarised, what_ifs
from sim.exercise.debrief.plausible import over_models
from sim.exercise.debrief.results import (
    AS_PLAYED,
    COMPARED,
    PLAYED,
    SILENCE,
    WEIGHED,
    Debrief,
    Decision,
    Luck,
    OverModels,
    TeamDebrief,
    Together,
    WhatIf,
)
from sim.exercise.debrief.storms import Storms, TeamRuns, side_by_side
from sim.exercise.decisions import Decided, begins_at
from sim.exercise.post_answers import is_end
from sim.exercise.refusals import RefusedError
from sim.exercise.texts import speech_for
from sim.language.typesetting import Language
from sim.results import Record
from sim.scenario import Plan, Scenario
from sim.scenario.translated import told
from sim.storm.responses import Response

SEEDS = 30
"""Paired runs behind each difference, at most."""
NAMED = 0.1
"""Share of the whole difference from which what two decisions do together is named."""
LEAST_FOR_LUCK = 5
"""Runs on other chance below which nothing is said of luck."""

Progress = Callable[[int, int], None]


def debrief(
    scenario: Scenario,
    teams: Mapping[str, Decided],
    seed: int,
    language: Language = "en",
    seeds: int = SEEDS,
    progress: Progress | None = None,
    folder: Path | None = None,
    method: Method | None = None,
) -> Debrief:
    """Replay each team's decisions with and without others, and other plans.

    ``seeds`` are run at most: a large story gets fewer, so that nobody waits for minutes. With a
    ``folder`` finished storms are kept in it, and a debrief that was killed goes on from there.
    ``method`` says how shares are found, as well as is affordable by default. Raises RefusedError
    if nobody has played.
    """
    if not teams:
        raise RefusedError("nobody has played; there is nothing to look back on")
    return _Replay(scenario, teams, seed, language, seeds, method).debrief(progress, folder)


def debrief_at_once(
    scenario: Scenario,
    teams: Mapping[str, Decided],
    seed: int,
    language: Language,
    lived: Mapping[str, Record],
) -> Debrief:
    """Return what is known as soon as an exercise is over, without what any decision changed.

    ``lived`` has the storms that were lived through while the rounds were played, by team.
    """
    return _Replay(scenario, teams, seed, language, 1, "made").at_once(lived)


def enough_for_luck(runs: int) -> bool:
    """Return whether so many runs say anything of luck."""
    return runs > LEAST_FOR_LUCK


class _Replay:
    """Runs of all plans of a debrief."""

    def __init__(
        self,
        scenario: Scenario,
        teams: Mapping[str, Decided],
        seed: int,
        language: Language,
        seeds: int,
        method: Method | None = None,
    ) -> None:
        if scenario.exercise is None:
            raise RefusedError(f"{scenario.name} has no [exercise]")
        self.script, self.seed, self.scenario = scenario.exercise, seed, scenario
        self.speech = speech_for(scenario, language)
        self.teams = {
            team: [(number, each) for number in sorted(decided) for each in decided[number]]
            for team, decided in teams.items()
        }
        self.steps = [[response for _, response in each] for each in self.teams.values()]
        self.summaries = {
            name: told(plan.summary, language) for name, plan in scenario.plans.items()
        }
        self.what_ifs = what_ifs(scenario, self.script)
        effort_ = effort(scenario, [len(steps) for steps in self.steps], seeds)
        self.method: Method = method or effort_.method
        self.seeds = [seed, *(n for n in range(1, effort_.seeds + 1) if n != seed)][: effort_.seeds]
        self.story = scenario.model_copy(update={"plans": self._plans(scenario)})
        self.others: dict[str, dict[str, NDArray[np.float64]]] = {}
        """By what-if and measure, one value per seed."""
        self.runs: list[TeamRuns] = []

    def _plans(self, scenario: Scenario) -> dict[str, Plan]:
        """Return the plans to run whole: as played, and the what-ifs."""
        plans = {
            name: Plan(summary=name, steps=list(scenario.steps(plan)) if plan else [])
            for name, plan in self.what_ifs.items()
        }
        for place, steps in enumerate(self.steps):
            plans[_played(place)] = Plan(summary="as played", steps=steps)
        return plans

    def debrief(self, progress: Progress | None, folder: Path | None) -> Debrief:
        """Run everything and return the results."""
        names = list(self.what_ifs)
        ensemble = sim.compare(self.story, names, seeds=self.seeds, series=())
        self.others = {
            str(plan): {
                name: runs.sort_values("seed")[name].to_numpy(dtype=float) for name in COMPARED
            }
            for plan, runs in ensemble.measures.groupby("plan")
        }
        uncertain = {} if self.method == "made" else self._over_models()
        storms = Storms(self.scenario, self.steps, self.seeds, self.method, folder)
        self.runs = storms.run(progress)
        alone = side_by_side(self._alone, range(len(self.steps)))
        parts = [
            replace(self._team(place, team, *alone[place]), over_models=uncertain.get(place))
            for place, team in enumerate(self.teams)
        ]
        return self._results(parts, self.method, len(self.seeds))

    def at_once(self, lived: Mapping[str, Record]) -> Debrief:
        """Return what the storms as played tell. Those that have not been lived are run."""
        missing = [place for place, team in enumerate(self.teams) if team not in lived]
        found = side_by_side(lambda place: self._record(_played(place)), missing)
        records = {**lived, **{list(self.teams)[n]: r for n, r in zip(missing, found, strict=True)}}
        parts = [self._as_played(team, records[team]) for team in self.teams]
        return self._results(parts, AS_PLAYED, 1)

    def _results(self, teams: list[TeamDebrief], method: str, seeds: int) -> Debrief:
        """Return the debrief of these parts."""
        language, say = self.speech.language, self.speech.say
        names = list(self.what_ifs)
        others = side_by_side(lambda place: self._record(names[place]), range(len(names)))
        return Debrief(
            scenario=self.story.name,
            title=self.story.titled(language),
            language=language,
            seed=self.seed,
            seeds=seeds,
            method=method,
            teams=teams,
            what_if_curves=[
                curve(record, say(f"what_if_{name}"))
                for name, record in zip(names, others, strict=True)
            ],
            goals=[goal.in_language(language) for goal in self.script.goals],
            questions=[say(f"question_{n}") for n in (1, 2, 3)],
            improvements=[say(f"improvement_{n}") for n in (1, 2, 3, 4)],
            caveat=say("caveat"),
            serves=self.speech.serves,
        )

    def _over_models(self) -> dict[int, OverModels]:
        """Return what is said over plausible models, by the place of the team."""
        played = [_played(place) for place in range(len(self.teams))]
        others = {name: self.speech.say(f"what_if_{name}") for name in self.what_ifs}
        return dict(enumerate(over_models(self.story, played, others, self.seeds)))

    def _record(self, plan: str) -> Record:
        """Return the run of a plan on the seed that was played."""
        return sim.simulate(self.story, plan=plan, seed=self.seed)

    def _alone(self, place: int) -> tuple[Record, list[Hearing]]:
        """Return a team's own run, and who heard each of its decisions."""
        record = self._record(_played(place))
        return record, hearings(self.scenario, self.seed, self.steps[place], record.output.acts)

    def _as_played(self, team: str, record: Record) -> TeamDebrief:
        """Return one team's part as far as its own run tells it."""
        steps = self.teams[team]
        return TeamDebrief(
            team=team,
            curve=curve(record, team),
            measures={name: float(record.measures[name]) for name in PLAYED},
            promises=[self._promise(row) for row in record.promises.to_dict("records")],
            decisions=[
                self._made(parts, steps) for parts in decisions_of([step for _, step in steps])
            ],
        )

    def _team(self, place: int, team: str, record: Record, told: list[Hearing]) -> TeamDebrief:
        """Return one team's part."""
        runs = self.runs[place]
        played = self._as_played(team, record)
        part = replace(
            played,
            decisions=[
                self._with_effects(each, runs, told[each.parts[0]]) for each in played.decisions
            ],
            what_ifs=[
                WhatIf(
                    plan=plan or SILENCE,
                    label=self.speech.say(f"what_if_{name}"),
                    summary=self.summaries.get(plan, ""),
                    about=self._about(plan),
                    differences=[
                        summarised(measure, self.others[name][measure] - runs.of(runs.all, measure))
                        for measure in COMPARED
                    ],
                )
                for name, plan in self.what_ifs.items()
            ],
            whole=[summarised(m, runs.of(runs.all, m) - runs.of(0, m)) for m in WEIGHED],
            together=self._together(runs, place),
            luck=[
                self._luck(runs, measure)
                for measure in ("critical_posts_total", "customers_lost")
                if enough_for_luck(len(runs.ends))
            ],
        )
        return replace(part, cards=cards(part, runs, record.measures["peak_at"], self.speech))

    def _made(self, parts: list[int], steps: Sequence[tuple[int, Response]]) -> Decision:
        """Return one decision as it was made. ``parts`` has the step that ends it as well."""
        number, response = steps[parts[0]]
        hours = begins_at(response, self.story)
        first = next(k for k, (n, _) in enumerate(steps) if n == number)
        ends = sum(is_end(each) for _, each in steps[first : parts[0]])
        return Decision(
            round=number,
            round_title=self.script.rounds[number].title.in_language(self.speech.language),
            do=response.do,
            label=self.speech.say(f"responses.{response.do}.name"),
            moment=self.speech.full_moment(hours),
            hours=hours,
            words=response.words or "",
            parts=parts,
            place=parts[0] - first - ends,
        )

    def _with_effects(self, decision: Decision, runs: TeamRuns, told: Hearing) -> Decision:
        """Return a decision with its effects, those of the step that ends it included."""
        causes = [name for name in KEPT if name not in COMPARED]
        return replace(
            decision,
            effects=[summarised(name, runs.shares_of(decision.parts, name)) for name in COMPARED],
            causes=[summarised(name, runs.shares_of(decision.parts, name)) for name in causes],
            heard=told.heard,
            aware=told.aware,
            believed=told.believed,
        )

    def _together(self, runs: TeamRuns, place: int) -> list[Together]:
        """Return the pairs that do a tenth of the whole more or less together, beyond chance."""
        parts = decisions_of(self.steps[place])
        number = {each[0]: n for n, each in enumerate(parts)}
        name = "critical_posts_total"
        whole = abs(float(np.mean(runs.of(runs.all, name) - runs.of(0, name))))
        found = []
        for (first, second), values in runs.interactions(name).items():
            if len(values) and first in number and second in number:
                effect = summarised(name, values)
                if effect.clear and abs(effect.mean) > NAMED * whole:
                    found.append(Together(number[first], number[second], effect))
        return sorted(found, key=lambda each: -abs(each.effect.mean))

    def _luck(self, runs: TeamRuns, measure: str) -> Luck:
        """Return the result as played beside those of the same decisions on other chance."""
        values = dict(zip(sorted(runs.ends), runs.of(runs.all, measure), strict=True))
        played = float(values.pop(self.seed))
        others = np.array(list(values.values()) or [played])
        low, median, high = (float(np.quantile(others, q)) for q in (0.1, 0.5, 0.9))
        worse = int(np.count_nonzero(others > played))
        return Luck(measure, played, low, median, high, worse, len(values))

    def _about(self, plan: str) -> str:
        """Return in a line what a plan does, in the order of its steps."""
        steps = self.scenario.steps(plan) if plan else []
        if not steps:
            return self.speech.say("responses.silence.help")
        labels = dict.fromkeys(self.speech.say(f"responses.{step.do}.name") for step in steps)
        return self.speech.say("what_if_steps", steps=", ".join(labels))

    def _promise(self, row: Mapping[Any, Any]) -> str:
        made, due = self.speech.full_moment(row["made"]), self.speech.named_moment(row["deadline"])
        return self.speech.say(f"promise_{row['outcome']}", made=made, due=due)


def _played(team: int) -> str:
    return f"team-{team}"
