"""Break-even: how sure must one be before a plan beats another?

Over a grid of settings the plan's mean difference to the baseline is held against how
often something came true in its runs (a promise kept, say). A monotone curve through the
settings (isotonic regression) crosses zero at the break-even; its interval is a bootstrap
over seeds.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from scipy.optimize import isotonic_regression

from sim.errors import did_you_mean
from sim.results.measures import MEASURES
from sim.sampling import INTERVAL, bootstrap_weights
from sim.scenario.document import Document, Inconsistency
from sim.studies.finding import Finding, Tried
from sim.studies.reckoning import (
    Crossing,
    Values,
    capital,
    crossing,
    phrase,
    sign_of_better,
)
from sim.studies.sweep import Sweep

RESAMPLES = 400


class BreakEven(Sweep):
    """How often something has to come true before a plan beats another."""

    fewest_plans: ClassVar[int] = 2
    most_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (1, 2)

    kind: Literal["break-even"] = Field(  # type: ignore[assignment]
        description="How sure one has to be before a plan beats another."
    )
    happens: str = Field(description="The measure that is more than 0 where it came true.")
    event: str = Field("it comes true", max_length=80, description="That, in words.")

    @classmethod
    def mistakes(cls, said: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Those of every study, and an unknown measure."""
        yield from super().mistakes(said, plans)
        happens = said.get("happens")
        if isinstance(happens, str) and happens not in MEASURES:
            problem = f"there is no measure {happens!r}; {did_you_mean(happens, MEASURES)}"
            yield Inconsistency(("happens",), problem)

    def find(self, tried: Tried) -> Finding:
        """The break-even, or which plan is ahead however sure one is."""
        cells = self.cells(tried)
        plan = next(plan for plan in self.compared if plan != self.against)
        came = self.cells(tried, self.happens)
        came_true = (came.values[came.plans.index(plan)] > 0).astype(np.float64)
        seeds = came_true.shape[-1]
        gaps = cells.gaps(plan, self.against).reshape(-1, seeds)
        chances, sign = came_true.reshape(-1, seeds), sign_of_better(self.decides)
        found = break_even(chances, gaps * sign)
        levels = chances.mean(axis=1)
        curve = fitted(levels, gaps.mean(axis=1) * sign)
        return Finding(
            headline=capital(self._headline(plan, found, levels, gaps.mean(axis=1) * sign)),
            sentences=tuple(self._sentences(plan, found, levels)),
            heads=(*map(self.title_of, self.factors), self.event,
                   f"{self.called(plan)} against {self.called(self.against)}, "
                   f"{phrase(self.decides)}"),
            rows=tuple(
                (*(one.label for one in cells.at(place)), f"{levels[k]:.0%}",
                 cells.gap(plan, self.against, place).signed)
                for k, place in enumerate(cells.places)
            ),
            drawn={
                "cells": cells, "chances": levels, "plan": plan, "found": found,
                "gaps": [cells.gap(plan, self.against, place) for place in cells.places],
                "fitted": (curve[0], curve[1] * sign),
            },
        )  # fmt: skip

    def _headline(self, plan: str, found: Crossing, chances: Values, gains: Values) -> str:
        rival, base = self.called(plan), self.called(self.against)
        if np.isnan(found.at):
            ahead, other = (rival, base) if gains.mean() > 0 else (base, rival)
            span = f"{chances.min():.0%} to {chances.max():.0%}"
            return f"{ahead} beats {other} however sure one is: {self.event} in {span} of runs"
        return (
            f"{rival} beats {base} once {self.event} in {found.at:.0%} of cases "
            f"(95 %: {found.low:.0%}–{found.high:.0%})"
        )

    def _sentences(self, plan: str, found: Crossing, chances: Values) -> Iterator[str]:
        span = f"{chances.min():.0%} to {chances.max():.0%}"
        yield (
            f"In the {len(chances)} settings {self.event} in {span} of the {self.seeds} runs each; "
            f"what decides is {phrase(self.decides)}."
        )
        if not np.isnan(found.at):
            yield f"There is a break-even in {found.share:.0%} of resamples."
        elif found.share > 0:
            yield f"Chance could still make one: it shows in {found.share:.0%} of resamples."


def fitted(chances: Values, gains: Values) -> tuple[Values, Values]:
    """The monotone curve through the settings: each chance once, in order, and the gain there."""
    places, whose, number = np.unique(chances, return_inverse=True, return_counts=True)
    means = np.bincount(whose, gains) / number
    return places, isotonic_regression(means, weights=number).x


def break_even(came_true: Values, gains: Values) -> Crossing:
    """Where the gain of the plan turns positive (rows: settings, columns: seeds)."""
    gains = np.nan_to_num(gains)
    at = crossing(*fitted(came_true.mean(axis=1), gains.mean(axis=1)))
    weights = bootstrap_weights(gains.shape[1])[:RESAMPLES]
    chances, means = weights @ came_true.T, weights @ gains.T
    found = np.array([crossing(*fitted(p, gain)) for p, gain in zip(chances, means, strict=True)])
    kept = found[~np.isnan(found)]
    if np.isnan(at):
        return Crossing(np.nan, np.nan, np.nan, len(kept) / len(found))
    low, high = np.quantile(kept, INTERVAL)
    return Crossing(float(at), float(low), float(high), len(kept) / len(found))
