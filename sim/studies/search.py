"""Search: good plans for what there is of staff, by two aims at once.

The search (NSGA-II, Deb et al. 2002, by Optuna) tries plans on seeds and draws of what is
uncertain of its own. The best of them are then run, beside plans that somebody thought of,
on seeds and draws that the search has not seen; only these are reported.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.results.figures import figure
from sim.results.measures import MEASURES
from sim.sampling import DEFAULT_SEED
from sim.scenario.document import Document, Inconsistency, table
from sim.scenario.schema import Scenario
from sim.studies import candidates as steps
from sim.studies.finding import Finding, Tried
from sim.studies.reckoning import Mean, capital, joined, mean_of, phrase, sign_of_better, verdict
from sim.studies.settings import Draws, Settings
from sim.studies.uncertain import Uncertain

UNSEEN = DEFAULT_SEED + 1
"""Seed of the draws on which the plans found are judged."""
FIRST_TRAINED = 1_000_000
"""The search's own seeds begin here, far from those on which its plans are judged."""


class Search(Uncertain):
    """Plans found by trying, held against plans that somebody thought of."""

    factors_wanted: ClassVar[tuple[int, int]] = (0, 100)

    kind: Literal["search"] = Field(description="Good plans, found by trying.")
    measures: list[str] = Field(
        default=["critical_posts_total", "staff_hours"],
        min_length=2,
        max_length=len(MEASURES),
        description="The first two are the aims: what decides, and what it costs.",
    )
    trials: int = Field(300, ge=4, le=100_000, description="Plans tried.")
    trained: int = Field(
        12, ge=2, le=1000, description="Seeds, each with a draw of its own, for every trial."
    )
    limits: dict[str, float] = Field(
        default={}, description="The most that a mean may be: { staff_hours = 40 }."
    )
    shown: int = Field(6, ge=1, le=20, description="Plans found that are judged on unseen seeds.")
    candidates: list[dict[str, Any]] = Field(
        min_length=1, max_length=40, description="Steps that a plan may have, with open values."
    )

    @property
    def pairs(self) -> int:
        """One, as each draw has a seed of its own."""
        return 1

    @property
    def cost(self) -> str:
        """The measure that the plans cost."""
        return self.measures[1]

    def settings(self) -> Settings:
        """Draws, each with a seed of its own, that the search has not seen."""
        return Draws(self.uncertain_factors, self.seeds, UNSEEN, first_seed=0)

    def training(self) -> Draws:
        """Draws and seeds on which the search tries its plans."""
        return Draws(self.uncertain_factors, self.trained, DEFAULT_SEED, FIRST_TRAINED)

    def extremes(self) -> list[list[dict[str, Any]]]:
        """The plans with all steps, each open value at one end, then at the other."""
        return [steps.steps_of(self.candidates, steps.Extremes(last)) for last in (False, True)]

    def quick(self) -> dict[str, Any]:
        """Few trials and seeds."""
        return {"trials": min(self.trials, 8), "trained": 2, "seeds": min(self.seeds, 3)}

    @classmethod
    def mistakes(cls, said: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Those of every study, and what a search adds."""
        yield from super().mistakes(said, plans)
        yield from steps.mistakes(said)
        for name in table(said, "limits"):
            if name not in MEASURES:
                yield Inconsistency(("limits", name), "is no measure; write staff_hours = 40")

    def find(self, tried: Tried) -> Finding:
        """The best plan found against the textbook's, on unseen seeds."""
        best, base = FOUND + "1", self.against
        gaps = {name: self._gap(tried, best, base, name) for name in self.measures}
        costs = {plan: float(tried.runs[self.cost].sel(plan=plan).mean()) for plan in self.compared}
        order = sorted(self.compared, key=costs.__getitem__)
        return Finding(
            headline=capital(self._headline(tried, best, gaps[self.decides])),
            sentences=tuple(self._sentences(tried, best, gaps)),
            heads=("plan", *map(phrase, self.measures),
                   f"{phrase(self.decides)} against {self.called(base)}"),
            rows=tuple(self._row(tried, plan, base) for plan in order),
            drawn={"best": best, "searched": tried.searched, "order": order},
            files={"best-plan.toml": runnable(tried.scenario, best, base)},
        )  # fmt: skip

    def _gap(self, tried: Tried, plan: str, other: str, measure: str) -> Mean:
        runs = tried.runs[measure]
        return mean_of((runs.sel(plan=plan) - runs.sel(plan=other)).to_numpy().ravel())

    def _headline(self, tried: Tried, best: str, gap: Mean) -> str:
        word = {"better": "beats", "worse": "loses to", "tie": "ties with"}
        levels = [float(tried.runs[self.decides].sel(plan=plan).mean())
                  for plan in (best, self.against)]  # fmt: skip
        return (
            f"the best plan found {word[verdict(gap, self.decides)]} {self.called(self.against)} "
            f"on unseen seeds: {figure(levels[0])} against {figure(levels[1])} "
            f"{phrase(self.decides)}"
        )

    def _sentences(self, tried: Tried, best: str, gaps: dict[str, Mean]) -> Iterator[str]:
        base = self.called(self.against)
        told = [f"{gap.signed} {phrase(name)}" for name, gap in gaps.items()]
        unseen = f"pair by pair on {self.seeds} unseen seeds and draws"
        yield f"Against {base}, {unseen}: {joined(told)}."
        plan = tried.scenario.plans[best]
        does = [f"{step.do.replace('-', ' ')}" for step in plan.steps]
        yield f"It consists of: {joined(does)}."
        allowed = sum(1 for trial in tried.searched if trial.allowed)
        yield (
            f"{len(tried.searched)} plans were tried on {self.trained} other seeds and draws, "
            f"{allowed} of them within the limits."
        )

    def _row(self, tried: Tried, plan: str, base: str) -> tuple[str, ...]:
        means = [str(mean_of(tried.runs[name].sel(plan=plan).to_numpy().ravel()))
                 for name in self.measures]  # fmt: skip
        gap = "" if plan == base else self._gap(tried, plan, base, self.decides).signed
        return (self.called(plan), *means, gap)


def runnable(scenario: Scenario, best: str, base: str) -> str:
    """A scenario file with the best plan found, and the one that it is held against."""
    import tomli_w  # noqa: PLC0415 (an extra)

    plans = scenario.document["plans"]
    wanted, name = [best], base
    while name in plans and name not in wanted:
        wanted.append(name)
        name = str(plans[name].get("like", ""))
    said = f"# The best plan found: shitstorm run best-plan.toml --plan {best}\n\n"
    return said + tomli_w.dumps({**scenario.document, "plans": {p: plans[p] for p in wanted}})


FOUND = "found-"
"""How the plans found are called: found-1 is the best within the limits."""


def aims(asked: Search, levels: dict[str, float]) -> tuple[float, float]:
    """Both aims, so that less is better."""
    first, second = (-sign_of_better(name) * levels[name] for name in asked.measures[:2])
    return first, second


def undominated(points: list[tuple[float, float]]) -> list[int]:
    """The numbers of the points that no other beats in both aims, by the second aim."""
    order = sorted(range(len(points)), key=lambda k: (points[k][1], points[k][0]))
    kept, least = [], np.inf
    for k in order:
        if points[k][0] < least:
            kept.append(k)
            least = points[k][0]
    return kept
