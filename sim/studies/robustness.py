"""Robustness: does the ranking of plans survive when uncertain parameters are other ones?"""

from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.language.spoken import figure, percent, say, whole
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.settings import Draws, Settings
from sim.studies.statistics import Values, capital, estimate, phrase, sign_of_better
from sim.studies.uncertainty import UncertainStudy


class Robustness(UncertainStudy):
    """Plans ranked under joint draws of what is uncertain: best how often, what regret."""

    fewest_plans: ClassVar[int] = 2

    kind: Literal["robustness"] = Field(description="Plans ranked under uncertainty.")
    draws: int = Field(100, ge=2, le=100_000, description="Joint draws of what is uncertain.")

    def settings(self) -> Settings:
        """Return the joint draws."""
        return Draws(self.uncertain_factors, self.draws)

    def quick(self) -> dict[str, Any]:
        """Take few draws and seeds."""
        return {"draws": min(self.draws, 3), "seeds": min(self.seeds, 2)}

    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Find how often each plan is best, and by how much it is worse than the best."""
        regret = self._regret(runs)
        shares = {plan: estimate((values == 0).astype(float)) for plan, values in regret.items()}
        mean = {plan: estimate(values) for plan, values in regret.items()}
        order = sorted(self.plan_names, key=lambda plan: (-shares[plan].value, mean[plan].value))
        best = order[0]
        return StudyFinding(
            headline=capital(
                say(
                    "studies.best_plan",
                    plan=self.label_of(best),
                    share=percent(shares[best].value),
                    draws=whole(len(regret[best])),
                )
            ),
            tables=(
                ResultTable(
                    (
                        say("studies.plan"),
                        say("studies.best_in"),
                        say("studies.interval"),
                        say("studies.mean_regret", measure=phrase(self.main_measure)),
                        say("studies.largest_regret"),
                    ),
                    tuple(
                        (
                            self.label_of(plan),
                            percent(shares[plan].value),
                            f"{percent(shares[plan].low)}–{percent(shares[plan].high)}",
                            str(mean[plan]),
                            figure(float(regret[plan].max())),
                        )
                        for plan in order
                    ),
                ),
            ),
            chart_data={"order": order, "shares": shares, "regrets": regret},
        )  # fmt: skip

    def _regret(self, runs: StudyRuns) -> dict[str, Values]:
        """Return by how much each plan is worse than the best one of each draw."""
        dataset = runs.dataset[self.main_measure].sel(plan=self.plan_names)
        means = dataset.transpose("plan", "draw", "seed").mean("seed").to_numpy()
        gains: Values = sign_of_better(self.main_measure) * means
        gains = gains[:, ~np.isnan(gains).any(axis=0)]
        return dict(zip(self.plan_names, gains.max(axis=0) - gains, strict=True))
