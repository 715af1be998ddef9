"""Search: good plans for a given staff, by two aims at once.

The search (NSGA-II, Deb et al. 2002, by Optuna) tries plans on its own seeds and draws of
what is uncertain. The best of them are then run, beside plans that somebody designed, on
seeds and draws that the search has not seen. Only these are reported.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.language.spoken import SPEECH, language, say, whole
from sim.results.measures import MEASURES
from sim.sampling import DEFAULT_SEED
from sim.scenario.document import Document, Inconsistency, table
from sim.scenario.schema import Scenario
from sim.studies import candidates as steps
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.settings import Draws, Settings
from sim.studies.statistics import capital, difference, estimate, phrase, sign_of_better, verdict
from sim.studies.uncertainty import UncertainStudy

UNSEEN = DEFAULT_SEED + 1
"""Seed of the draws on which the plans found are judged."""
FIRST_TRAINED = 1_000_000
"""The search's own seeds begin here, far from those on which its plans are judged."""


class Search(UncertainStudy):
    """Plans found by trying, held against plans that somebody designed."""

    factors_wanted: ClassVar[tuple[int, int]] = (0, 100)

    kind: Literal["search"] = Field(description="Good plans, found by trying.")
    measures: list[str] = Field(
        default=["critical_posts_total", "staff_hours"],
        min_length=2,
        max_length=len(MEASURES),
        description="The first two are the aims: what decides, and what it costs.",
    )
    trials: int = Field(300, ge=4, le=100_000, description="Plans runs.")
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

    def label_of(self, plan: str) -> str:
        """Return what a plan is called, also one that was found."""
        if plan.startswith(FOUND) and plan not in self.labels:
            return say("studies.found", number=plan.removeprefix(FOUND))
        return super().label_of(plan)

    def settings(self) -> Settings:
        """Return draws, each with a seed of its own, that the search has not seen."""
        return Draws(self.uncertain_factors, self.seeds, UNSEEN, first_seed=0)

    def training(self) -> Draws:
        """Return draws and seeds on which the search tries its plans."""
        return Draws(self.uncertain_factors, self.trained, DEFAULT_SEED, FIRST_TRAINED)

    def extremes(self) -> list[list[dict[str, Any]]]:
        """Return the plans with all steps, each open value at one end, then at the other."""
        return [steps.steps_of(self.candidates, steps.Extremes(last)) for last in (False, True)]

    def quick(self) -> dict[str, Any]:
        """Take few trials and seeds."""
        return {"trials": min(self.trials, 8), "trained": 2, "seeds": min(self.seeds, 3)}

    @classmethod
    def mistakes(cls, document: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Yield the mistakes of every study, and those of a search."""
        yield from super().mistakes(document, plans)
        yield from steps.mistakes(document)
        for name in table(document, "limits"):
            if name not in MEASURES:
                yield Inconsistency(("limits", name), "is no measure; write staff_hours = 40")

    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Hold the best plan found against the baseline, on unseen seeds."""
        best, base = FOUND + "1", self.baseline_plan
        costs = runs.dataset[self.cost].mean(("draw", "seed"))
        order = sorted(self.plan_names, key=lambda plan: float(costs.sel(plan=plan)))
        decides = runs.dataset[self.main_measure]
        heads = (say("studies.plan"), *map(phrase, self.measures),
                 self._gap_in(self.main_measure))  # fmt: skip
        rows = tuple(
            (
                self.label_of(plan),
                *(_mean(runs, plan, measure) for measure in self.measures),
                difference(decides, plan, base),
            )
            for plan in order
        )
        return StudyFinding(
            headline=capital(self._headline(runs, best)),
            tables=(ResultTable(heads, rows), self._search_table(runs, best)),
            chart_data={"best": best, "trials": runs.trials, "order": order},
            files={"best-plan.toml": runnable(runs.scenario, best, base)},
        )

    def _headline(self, runs: StudyRuns, best: str) -> str:
        decides = runs.dataset[self.main_measure]
        found, base = (decides.sel(plan=plan).to_numpy().ravel()
                       for plan in (best, self.baseline_plan))  # fmt: skip
        text = {
            "better": "studies.found_beats",
            "worse": "studies.found_loses",
            "tie": "studies.found_ties",
        }[verdict(estimate(found - base), self.main_measure)]
        return say(
            text,
            base=self.label_of(self.baseline_plan),
            found=float(np.nanmean(found)),
            value=float(np.nanmean(base)),
            measure=phrase(self.main_measure),
        )

    def _gap_in(self, measure: str) -> str:
        """Return the heading of the differences to the baseline in a measure."""
        return say(
            "studies.gap_in", measure=phrase(measure), plan=self.label_of(self.baseline_plan)
        )

    def _search_table(self, runs: StudyRuns, best: str) -> ResultTable:
        """Tabulate the best plan's steps and differences, and how it was searched for."""
        steps = [_called(step.do) for step in runs.scenario.plans[best].steps]
        allowed = sum(trial.allowed for trial in runs.trials)
        rows = [
            (self._gap_in(measure),
             difference(runs.dataset[measure], best, self.baseline_plan))
            for measure in self.measures
        ]  # fmt: skip
        rows += [
            (say("studies.its_steps"), ", ".join(steps)),
            (say("studies.unseen"), whole(self.seeds)),
            (say("studies.tried"), whole(len(runs.trials))),
            (say("studies.within_limits"), whole(allowed)),
            (say("studies.tried_on"), whole(self.trained)),
        ]
        return ResultTable((say("studies.best_found"), ""), tuple(rows))


def _called(do: str) -> str:
    """Return what a response is called among the steps of a plan."""
    return do.replace("-", " ") if language() == "en" else SPEECH.get().say(f"responses.{do}.short")


def _mean(runs: StudyRuns, plan: str, measure: str) -> str:
    return str(estimate(runs.dataset[measure].sel(plan=plan).to_numpy().ravel()))


def runnable(scenario: Scenario, best: str, base: str) -> str:
    """Return a scenario file with the best plan found, and the baseline."""
    import tomli_w  # noqa: PLC0415 (an extra)

    plans = scenario.document["plans"]
    wanted, name = [best], base
    while name in plans and name not in wanted:
        wanted.append(name)
        name = str(plans[name].get("like", ""))
    head = f"# The best plan found: shitstorm run best-plan.toml --plan {best}\n\n"
    return head + tomli_w.dumps({**scenario.document, "plans": {p: plans[p] for p in wanted}})


FOUND = "found-"
"""Names of plans found begin so; found-1 is the best within the limits."""


def aims(spec: Search, levels: dict[str, float]) -> tuple[float, float]:
    """Return both aims, signed so that less is better."""
    first, second = (-sign_of_better(name) * levels[name] for name in spec.measures[:2])
    return first, second


def undominated(points: list[tuple[float, float]]) -> list[int]:
    """Return the numbers of the points that no other beats in both aims, by the second aim."""
    order = sorted(range(len(points)), key=lambda k: (points[k][1], points[k][0]))
    kept, least = [], np.inf
    for k in order:
        if points[k][0] < least:
            kept.append(k)
            least = points[k][0]
    return kept
