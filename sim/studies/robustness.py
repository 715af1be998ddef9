"""Robustness: does the ranking of plans survive when uncertain parameters are other ones?"""

from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.results.figures import figure
from sim.studies.finding import Finding, Tried
from sim.studies.reckoning import Mean, Values, capital, mean_of, phrase, sign_of_better
from sim.studies.settings import Draws, Settings
from sim.studies.uncertain import Uncertain


class Robustness(Uncertain):
    """Plans ranked under joint draws of what is uncertain: best how often, what regret."""

    fewest_plans: ClassVar[int] = 2

    kind: Literal["robustness"] = Field(description="Plans ranked under uncertainty.")
    draws: int = Field(100, ge=2, le=100_000, description="Joint draws of what is uncertain.")

    def settings(self) -> Settings:
        """The joint draws."""
        return Draws(self.uncertain_factors, self.draws)

    def quick(self) -> dict[str, Any]:
        """Few draws and seeds."""
        return {"draws": min(self.draws, 3), "seeds": min(self.seeds, 2)}

    def find(self, tried: Tried) -> Finding:
        """How often each plan is best, and by how much it is worse than the best."""
        regret = self._regret(tried)
        shares = {plan: mean_of((one == 0).astype(float)) for plan, one in regret.items()}
        regrets = {plan: mean_of(one) for plan, one in regret.items()}
        order = sorted(self.compared, key=lambda plan: (-shares[plan].value, regrets[plan].value))
        draws = len(regret[order[0]])
        return Finding(
            headline=capital(
                f"{self.called(order[0])} is the best plan in {shares[order[0]].value:.0%} of "
                f"{draws} draws of what is uncertain"
            ),
            sentences=tuple(self._sentences(order, shares, regrets, regret)),
            heads=("plan", "best in", "95 %", f"expected regret, {phrase(self.decides)}", "worst"),
            rows=tuple(
                (
                    self.called(plan),
                    f"{shares[plan].value:.0%}",
                    f"{shares[plan].low:.0%}–{shares[plan].high:.0%}",
                    str(regrets[plan]),
                    figure(float(regret[plan].max())),
                )
                for plan in order
            ),
            drawn={"order": order, "shares": shares, "regrets": regret},
        )

    def _regret(self, tried: Tried) -> dict[str, Values]:
        """By how much each plan is worse than the best one of each draw."""
        runs = tried.runs[self.decides].sel(plan=self.compared).transpose("plan", "draw", "seed")
        gains: Values = sign_of_better(self.decides) * runs.mean("seed").to_numpy()
        gains = gains[:, ~np.isnan(gains).any(axis=0)]
        return dict(zip(self.compared, gains.max(axis=0) - gains, strict=True))

    def _sentences(
        self,
        order: list[str],
        shares: dict[str, Mean],
        regrets: dict[str, Mean],
        regret: dict[str, Values],
    ) -> list[str]:
        """The interval of that share, and the plan that errs least."""
        first, safest = order[0], min(order, key=lambda plan: regrets[plan].value)
        who = "It also" if safest == first else capital(self.called(safest))
        return [
            f"That share has a 95 % interval of {shares[first].low:.0%} to "
            f"{shares[first].high:.0%}; next comes {self.called(order[1])} with "
            f"{shares[order[1]].value:.0%}.",
            f"{who} errs least: expected regret {regrets[safest]} {phrase(self.decides)}, at "
            f"worst {figure(float(regret[safest].max()))}.",
        ]
