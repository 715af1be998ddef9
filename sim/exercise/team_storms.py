"""Every team's storm: the same people and the same chance, and the team's own decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.engines.resumable import Checkpoint, ResumableRun
from sim.engines.setup import Population, draw_population
from sim.exercise.decisions import Step, Window, read, windows
from sim.scenario import Scenario

KEPT = 2
"""Checkpoints kept of a storm; to go back further it is lived through again."""


@dataclass(slots=True)
class Crisis:
    """What all teams have in common: the story, its hours, the people and the chance."""

    scenario: Scenario
    seed: int
    windows: list[Window]
    population: Population

    @classmethod
    def of(cls, scenario: Scenario, seed: int) -> "Crisis":
        """Draw the people once, for all teams."""
        return cls(scenario, seed, windows(scenario), draw_population(scenario, seed))


@dataclass(slots=True)
class TeamStorm:
    """One team's storm, brought from round to round."""

    crisis: Crisis
    run: ResumableRun = field(init=False)
    round: int = 0
    """The round at whose beginning it stands."""
    _kept: dict[int, Checkpoint] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        crisis = self.crisis
        self.run = ResumableRun(crisis.scenario, crisis.seed, crisis.population)
        self.run.live_until(crisis.windows[0].begin)
        self.round = 0
        self._keep()

    def answer(self, steps: Sequence[Step]) -> None:
        """Live through the round with these decisions; after the last one, to the end."""
        for step in steps:
            self.run.add(read(step))
        self.run.live_until(self.crisis.windows[self.round].end)
        self.round += 1
        if self.round == len(self.crisis.windows):
            self.run.live_until(self.crisis.scenario.clock.days * 24.0)
        self._keep()

    def stand_at(self, number: int, decisions: Mapping[int, Sequence[Step]]) -> None:
        """Stand at the beginning of a round, with these decisions of the rounds before."""
        if self.round == number:
            return
        if number in self._kept:
            self.run.restore(self._kept[number])
            self.round = number
        elif number < self.round:
            self._start()
        while self.round < number:
            self.answer(decisions.get(self.round, ()))

    def go_back(self, number: int, decisions: Mapping[int, Sequence[Step]]) -> None:
        """Forget what came after the beginning of a round: it will be another way."""
        self._kept = {n: one for n, one in self._kept.items() if n <= number}
        if self.round > number:
            self.stand_at(number, decisions)

    def _keep(self) -> None:
        """Keep a checkpoint of this moment, and no more than the last few."""
        self._kept = {n: one for n, one in self._kept.items() if self.round - KEPT < n < self.round}
        self._kept[self.round] = self.run.checkpoint()
