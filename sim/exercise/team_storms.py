"""Storms of the teams: the same people and the same chance, and each team's own decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.engines.resumable import Checkpoint, ResumableRun
from sim.engines.setup import Population, draw_population
from sim.exercise.decisions import Window, windows
from sim.scenario import Scenario
from sim.storm.responses import Response

MOST_CHECKPOINTS = 2
"""Checkpoints kept of a storm. To go back further, it is simulated again."""


@dataclass(slots=True)
class SharedCrisis:
    """The common part of all teams: the story, its hours, the people and the chance."""

    scenario: Scenario
    seed: int
    windows: list[Window]
    population: Population

    @classmethod
    def of(cls, scenario: Scenario, seed: int) -> "SharedCrisis":
        """Draw the people once, for all teams."""
        return cls(scenario, seed, windows(scenario), draw_population(scenario, seed))


@dataclass(slots=True)
class TeamStorm:
    """One team's storm, simulated round by round."""

    crisis: SharedCrisis
    run: ResumableRun = field(init=False)
    round: int = 0
    """The round at whose beginning it stands."""
    estimates: dict[int, float] = field(default_factory=dict)
    """The technicians' estimate at the beginning of each round so far, in hours of the story."""
    _checkpoints: dict[int, Checkpoint] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        crisis = self.crisis
        self.run = ResumableRun(crisis.scenario, crisis.seed, crisis.population)
        self.run.live_until(crisis.windows[0].begin)
        self.round = 0
        self._keep()

    def answer(self, decisions: Sequence[Response]) -> None:
        """Simulate a round with these decisions. After the last round, go on to the end."""
        for response in decisions:
            self.run.add(response)
        self.run.live_until(self.crisis.windows[self.round].end)
        self.round += 1
        if self.round == len(self.crisis.windows):
            self.run.live_until(self.crisis.scenario.clock.days * 24.0)
        self._keep()

    def stand_at(self, number: int, decisions: Mapping[int, Sequence[Response]]) -> None:
        """Go to the beginning of a round, with these decisions in the rounds before it."""
        if self.round == number:
            return
        if number in self._checkpoints:
            self.run.restore(self._checkpoints[number])
            self.round = number
        elif number < self.round:
            self._start()
        while self.round < number:
            self.answer(decisions.get(self.round, ()))

    def go_back(self, number: int, decisions: Mapping[int, Sequence[Response]]) -> None:
        """Forget what came after the beginning of a round, as it will be different."""
        self._checkpoints = {n: each for n, each in self._checkpoints.items() if n <= number}
        if self.round > number:
            self.stand_at(number, decisions)

    def _keep(self) -> None:
        """Keep the estimate and a checkpoint of this moment, of these only the last few."""
        self.estimates[self.round] = self.run.situation().estimate
        oldest = self.round - MOST_CHECKPOINTS
        self._checkpoints = {
            n: each for n, each in self._checkpoints.items() if oldest < n < self.round
        }
        self._checkpoints[self.round] = self.run.checkpoint()
