"""Rollouts: what other decisions in a round would have led to, given what was known then.

A team's storm stands at the beginning of a round. Each option goes on from there in the same
futures, in which nobody knows what comes (``sim.runs.futures``), and with the team's own later
decisions. The best one is chosen on some futures and measured on others, as the best of several
on the futures that chose it looks better than it is. See Bertsekas, Tsitsiklis & Wu 1997,
Journal of Heuristics 3, for rollouts. Each future goes on under a plausible model of its own,
so that what is better is so for all that is known of people and not under one guess alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.engines.resumable import Checkpoint
from sim.engines.setup import draw_population
from sim.exercise.debrief.cards import BETTER, LEAST, LOST, POSTS, TRUST
from sim.exercise.debrief.coalitions import BUDGET, PLACE, STORM, TEAMS, outcome
from sim.exercise.debrief.options import MOST_OPTIONS, Option, options, steps_within
from sim.exercise.decisions import Decided, Window, parse_decisions, windows
from sim.pools import pool
from sim.results.models import under
from sim.runs.futures import Futures
from sim.runs.growing import GrowingRun
from sim.runs.plausible import plausible_models
from sim.runs.runner import Progress, run_jobs
from sim.scenario import Scenario
from sim.storm.parameters import Parameters
from sim.storm.responses import Response

MOST_FUTURES, LEAST_FUTURES = 8, 3
"""Futures on which an option is chosen. It is measured on twice as many others."""
WEIGHED = (POSTS, LOST, TRUST)

Ends = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoundTrial:
    """What was tried in a round. ``best`` is None if the team's own decision came out best."""

    tried: int
    best: Option | None
    own_ends: Ends
    """Ends of the decisions as made, in futures that chose nothing, shape (futures, KEPT)."""
    best_ends: Ends
    """Ends of the best option in the same futures."""


@dataclass(frozen=True, slots=True)
class Guided:
    """The storm of whoever takes the best option of each round, on the chance that was played."""

    steps: list[Option]
    """What was taken, by round."""
    end: Ends
    """Values of ``KEPT``."""


@dataclass(slots=True)
class Rollouts:
    """All trials of an exercise: each team in each round, and the storm that they guide."""

    scenario: Scenario
    seed: int
    teams: Sequence[Decided]
    """Decisions of each team by round."""
    played: Sequence[int | None] = ()
    """Rounds that each team has played, None for all. Without any, all have played all."""

    @property
    def futures(self) -> int:
        """Futures on which each option is chosen, as many as are affordable.

        It follows from the size of the story and not from the machine.
        """
        story = self.scenario
        people = story.community.people + story.community.outsiders
        each = STORM[0] + STORM[1] * story.ticks * people / 1e6
        runs = len(windows(story)) * (len(self.teams) * (MOST_OPTIONS + 5) + MOST_OPTIONS) / 2
        budget = BUDGET * max(1.0, min(3.0, len(self.teams) / TEAMS))
        return max(LEAST_FUTURES, min(MOST_FUTURES, int(budget / (each * runs))))

    def run(
        self, progress: Progress | None, processes: bool = False
    ) -> tuple[Guided, Mapping[tuple[int, int], RoundTrial]]:
        """Return the guided storm, and the trials by team and round. Raise the first error."""
        every = len(windows(self.scenario))
        rounds = [every if each is None else each for each in self.played]
        rounds = rounds or [every] * len(self.teams)
        jobs: list[tuple[int, int] | None] = [None]
        jobs += [
            (team, number)
            for number in range(every)
            for team in range(len(self.teams))
            if number < rounds[team]
        ]
        if progress is not None:
            progress(0, len(jobs))  # the first one takes a while
        models = models_of_futures(self.scenario, 3 * self.futures)
        begun = partial(Rollout, self.scenario, self.seed, self.futures, models)
        rollout = partial(begun, begun().weights)
        work = partial(_carry_out, rollout, tuple(self.teams), rounds[0])
        guided, trials = None, {}
        with pool(processes=processes) as workers:
            for result in run_jobs(work, jobs, workers, progress=progress):
                if result.error is not None:
                    raise result.error
                if isinstance(result.result, Guided):
                    guided = result.result
                elif result.job is not None and result.result is not None:
                    trials[result.job] = result.result
        if guided is None:  # every list of jobs begins with it
            raise AssertionError("the guided storm has not been run")
        return guided, trials


def models_of_futures(scenario: Scenario, number: int) -> list[Parameters]:
    """Return the parameters of so many plausible models, in proportion to their weights."""
    models = plausible_models(warn=False)
    return [under(scenario, models.sets[each]).parameters for each in models.chosen(number)]


def _carry_out(
    rollout: "Callable[[], Rollout]",
    teams: Sequence[Decided],
    rounds: int,
    job: tuple[int, int] | None,
) -> RoundTrial | Guided:
    """Try the options of a team in a round, or guide a storm for so many rounds (None)."""
    if job is None:
        return rollout().guided(rounds)
    return rollout().trial(teams[job[0]], job[1])


class Rollout:
    """A storm of an exercise, and what is tried from where it stands."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        futures: int,
        models: Sequence[Parameters] = (),
        weights: Ends | None = None,
    ) -> None:
        self.scenario, self.seed, self.futures, self.models = scenario, seed, futures, models
        self.windows = windows(scenario)
        people = draw_population(scenario, seed)
        self.story = GrowingRun(scenario, seed, None, people, log_stances=False)
        self.story.live_until(self.windows[0].begin)
        self.weights = self._against_silence() if weights is None else weights
        """What one more of each measure weighs. Those of silence weigh alike."""

    def _against_silence(self) -> Ends:
        ends = self.ends(self.story.checkpoint(), [[]], range(self.futures))[0].mean(axis=0)
        return np.array([BETTER[name] / max(LEAST[name], ends[PLACE[name]]) for name in WEIGHED])

    def ends(
        self, standing: Checkpoint, plans: Sequence[Sequence[Response]], numbers: range
    ) -> NDArray[np.float64]:
        """Return how plans end in the same futures, shape (plans, futures, KEPT)."""
        found: list[list[Ends]] = [[] for _ in plans]
        futures = Futures(self.scenario, self.seed, standing, self.models)
        for number in numbers:
            begun = futures.begin(number).checkpoint()
            for place, steps in enumerate(plans):
                run = GrowingRun.standing_at(self.scenario, self.seed, begun)
                for step in steps:
                    run.add(step)
                run.live_until(self.scenario.clock.days * 24.0)
                found[place].append(outcome(run))
        return np.array(found)

    def _best(self, ends: NDArray[np.float64]) -> int:
        """Return the place of the plan with the best mean end, the first of equals."""
        weighed = ends[:, :, [PLACE[name] for name in WEIGHED]] @ self.weights
        return int(np.argmax(weighed.mean(axis=1)))

    def options_of(self, number: int) -> list[Option]:
        """Return what can be done in a round from where the story stands, silence first."""
        run = self.story
        said = [act.do for act in run.acts]
        return options(self.scenario, self.windows[number], run.situation(), said)

    # -- a team in a round ------------------------------------------------------------------------

    def trial(self, decided: Decided, number: int) -> RoundTrial:
        """Try what a team could have done in a round instead, its later decisions unchanged."""
        run, own = self.story, list(decided.get(number, ()))
        for before in range(number):
            for step in decided.get(before, ()):
                run.add(step)
            run.live_until(self.windows[before].end)
        later = [step for after in sorted(decided) if after > number for step in decided[after]]
        tried = [own, *(each for each in self.options_of(number) if each != own)]
        standing = run.checkpoint()
        chosen = self.ends(standing, [[*each, *later] for each in tried], range(self.futures))
        best = self._best(chosen)
        others = range(self.futures, 3 * self.futures)
        if best == 0:
            return RoundTrial(len(tried) - 1, None, chosen[0], chosen[0])
        plans = [[*tried[place], *later] for place in (0, best)]
        own_ends, best_ends = self.ends(standing, plans, others)
        return RoundTrial(len(tried) - 1, tried[best], own_ends, best_ends)

    # -- the guided storm -------------------------------------------------------------------------

    def guided(self, rounds: int) -> Guided:
        """Take in each round the option that is best in futures drawn anew from there.

        After the round each option is followed by what the best plan known does in the later ones.
        After so many ``rounds`` there is silence, as with a team that has played no more.
        """
        run, taken = self.story, []
        for number, window in enumerate(self.windows[:rounds]):
            tried = self.options_of(number)
            later = self.windows[number + 1 : rounds]
            plans = [[*each, *self._later(each, run, later)] for each in tried]
            ends = self.ends(run.checkpoint(), plans, range(self.futures))
            taken.append(tried[self._best(ends)])
            for step in taken[-1]:
                run.add(step)
            run.live_until(window.end)
        run.live_until(self.scenario.clock.days * 24.0)
        return Guided(taken, outcome(run))

    def _later(self, option: Option, run: GrowingRun, later: Sequence[Window]) -> list[Response]:
        """Return what the best plan does in later rounds."""
        script = self.scenario.exercise
        said = [*(act.do for act in run.acts), *(step.do for step in option)]
        found: list[Response] = []
        for window in later:
            if script is not None:
                steps = steps_within(self.scenario, script.best, window, run.situation(), said)
                found += parse_decisions(steps, window, self.scenario)
                said += [step["do"] for step in steps]
        return found
