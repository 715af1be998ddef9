"""Compare: every plan on the same seeds, side by side."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.language.spoken import figure, say
from sim.results.comparing import SPREAD
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.spec import StudySpec
from sim.studies.statistics import capital, difference, phrase, sign_of_better


class Compare(StudySpec):
    """Plans side by side: medians and spans of each, and paired differences to one of them."""

    fewest_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (0, 0)

    kind: Literal["compare"] = Field(description="Plans side by side.")

    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Name the plans with the best and worst median, and tabulate differences."""
        typical = {plan: _spread(runs, self.main_measure, plan)[1] for plan in self.plan_names}
        order = sorted(
            self.plan_names, key=lambda plan: -sign_of_better(self.main_measure) * typical[plan]
        )
        best, worst = order[0], order[-1]
        return StudyFinding(
            headline=capital(
                say(
                    "studies.comes_off",
                    best=self.label_of(best),
                    worst=self.label_of(worst),
                    measure=phrase(self.main_measure),
                    value=typical[best],
                    worst_value=typical[worst],
                )
            ),
            tables=(
                ResultTable(
                    (
                        say("studies.plan"),
                        *map(phrase, self.measures),
                        say("studies.against", plan=self.label_of(self.baseline_plan)),
                        say("studies.against", plan=self.label_of(best)),
                    ),
                    tuple(self._row(runs, plan, best) for plan in order),
                ),
            ),
            chart_data={"order": order},
        )

    def _row(self, runs: StudyRuns, plan: str, best: str) -> tuple[str, ...]:
        """Return a plan's median and span of each measure, and its differences."""
        cells = [self.label_of(plan)]
        for measure in self.measures:
            low, middle, high = _spread(runs, measure, plan)
            cells.append(f"{figure(middle)} ({figure(low)}–{figure(high)})")
        decides = runs.dataset[self.main_measure]
        return (*cells, *(difference(decides, plan, other) for other in (self.baseline_plan, best)))


def _spread(runs: StudyRuns, measure: str, plan: str) -> tuple[float, float, float]:
    """Return a plan's span of a measure and its median between."""
    values = runs.dataset[measure].sel(plan=plan)
    low, middle, high = (float(values.quantile(SPREAD[end])) for end in ("low", "median", "high"))
    return low, middle, high
