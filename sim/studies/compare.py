"""Compare: every plan on the same seeds, side by side."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.results.comparing import SPREAD
from sim.results.figures import figure
from sim.studies.asked import Asked
from sim.studies.finding import Finding, Tried
from sim.studies.reckoning import (
    Mean,
    capital,
    joined,
    mean_of,
    phrase,
    sign_of_better,
    verdict,
)


class Compare(Asked):
    """Plans side by side: medians and spans of each, and paired differences to one of them."""

    fewest_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (0, 0)

    kind: Literal["compare"] = Field(description="Plans side by side.")

    def find(self, tried: Tried) -> Finding:
        """The best and the worst plan by what decides, and which cannot be told apart."""
        runs, measure = tried.runs, self.decides
        sign = sign_of_better(measure)
        levels = {plan: float(runs[measure].sel(plan=plan).mean()) for plan in self.compared}
        order = sorted(self.compared, key=lambda plan: -sign * levels[plan])
        differences = {
            plan: mean_of((runs[measure].sel(plan=plan)
                           - runs[measure].sel(plan=self.against)).to_numpy())
            for plan in self.compared if plan != self.against
        }  # fmt: skip
        return Finding(
            headline=self._headline(order, levels),
            sentences=(*self._ties(tried, order), *self._against(differences)),
            heads=("plan", *map(phrase, self.measures), f"against {self.called(self.against)}"),
            rows=tuple(self._row(tried, plan, differences.get(plan)) for plan in order),
            drawn={"order": order},
        )

    def _headline(self, order: list[str], levels: dict[str, float]) -> str:
        best, worst = order[0], order[-1]
        found = (
            f"{self.called(best)} comes off best with {figure(levels[best])} "
            f"{phrase(self.decides)}, {self.called(worst)} worst with {figure(levels[worst])}"
        )
        return capital(found)

    def _ties(self, tried: Tried, order: list[str]) -> list[str]:
        """The plans that cannot be told from the best."""
        best = tried.runs[self.decides].sel(plan=order[0])
        ties = [
            self.called(plan)
            for plan in order[1:]
            if not mean_of((tried.runs[self.decides].sel(plan=plan) - best).to_numpy()).sure
        ]
        if not ties:
            return ["No other plan ties with the best: every paired interval leaves zero out."]
        return [capital(f"{joined(ties)} cannot be told from the best ({self.seeds} pairs).")]

    def _against(self, differences: dict[str, Mean]) -> list[str]:
        """How the others stand against the baseline."""
        by = {kind: [self.called(plan) for plan, one in differences.items()
                     if verdict(one, self.decides) == kind]
              for kind in ("better", "worse", "tie")}  # fmt: skip
        told = {"better": "better", "worse": "worse", "tie": "not told apart from it"}
        said = [f"{told[kind]}: {joined(names)}" for kind, names in by.items() if names]
        return [f"Against {self.called(self.against)} by {phrase(self.decides)}, pair by pair "
                f"- {'; '.join(said)}."]  # fmt: skip

    def _row(self, tried: Tried, plan: str, difference: Mean | None) -> tuple[str, ...]:
        cells = []
        for measure in self.measures:
            low, middle, high = (
                float(tried.runs[measure].sel(plan=plan).quantile(SPREAD[end]))
                for end in ("low", "median", "high")
            )
            cells.append(f"{figure(middle)} ({figure(low)}–{figure(high)})")
        return (self.called(plan), *cells, difference.signed if difference else "")
