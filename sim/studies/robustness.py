"""Robustness: does the ranking of plans survive when uncertain parameters are other ones?"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.bench.assumptions import assumptions
from sim.errors import did_you_mean
from sim.results.figures import figure
from sim.scenario.document import Document, Inconsistency
from sim.storm.parameters import DECLARED, Declaration
from sim.studies.asked import Asked
from sim.studies.factors import Factor
from sim.studies.finding import Finding, Tried
from sim.studies.reckoning import Values, capital, mean_of, phrase, sign_of_better
from sim.studies.settings import Draws, Settings

ALL = "assumptions"


def parameter_factor(declared: Declaration) -> Factor:
    """A parameter over its plausible range."""
    return Factor(
        path=f"parameters.{declared.name}",
        distribution="uniform",
        low=declared.low,
        high=declared.high,
    )


def parameter_mistakes(said: Document) -> Iterator[Inconsistency]:
    """Parameters named that do not exist."""
    named, known = said.get("parameters"), [one.name for one in DECLARED]
    for place, name in enumerate(named if isinstance(named, list) else []):
        if isinstance(name, str) and name not in known:
            problem = f"there is no parameter {name!r}; {did_you_mean(name, known)}"
            yield Inconsistency(("parameters", place), problem)


def parameter_factors(named: list[str] | str) -> dict[str, Factor]:
    """The parameters named over their ranges, or all that rest on assumptions."""
    chosen = assumptions() if named == ALL else [one for one in DECLARED if one.name in named]
    return {one.name: parameter_factor(one) for one in chosen}


class Robustness(Asked):
    """Plans ranked under joint draws of what is uncertain: best how often, what regret."""

    fewest_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (0, 100)
    uncertain: ClassVar[bool] = True

    kind: Literal["robustness"] = Field(description="Plans ranked under uncertainty.")
    draws: int = Field(100, ge=2, le=100_000, description="Joint draws of what is uncertain.")
    parameters: Annotated[list[str], Field(min_length=1)] | Literal["assumptions"] = Field(
        "assumptions",
        description='Parameters drawn from their plausible ranges; "assumptions" for all such.',
    )

    @property
    def uncertain_factors(self) -> dict[str, Factor]:
        """The factors of the study, and the parameters over their ranges."""
        return {**self.factors, **parameter_factors(self.parameters)}

    def settings(self) -> Settings:
        """The joint draws."""
        return Draws(self.uncertain_factors, self.draws)

    def quick(self) -> dict[str, Any]:
        """Few draws and seeds."""
        return {"draws": min(self.draws, 3), "seeds": min(self.seeds, 2)}

    @classmethod
    def mistakes(cls, said: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Those of every study, and unknown parameters."""
        yield from super().mistakes(said, plans)
        yield from parameter_mistakes(said)

    def find(self, tried: Tried) -> Finding:
        """How often each plan is best, and by how much it is worse than the best."""
        sign, measure = sign_of_better(self.decides), phrase(self.decides)
        runs = tried.runs[self.decides].sel(plan=self.compared).transpose("plan", "draw", "seed")
        levels: Values = runs.mean("seed").to_numpy()
        levels = levels[:, ~np.isnan(levels).any(axis=0)]
        best = (sign * levels).argmax(axis=0)
        regret = sign * (levels.max(axis=0) if sign > 0 else levels.min(axis=0)) - sign * levels
        shares = {plan: mean_of((best == k).astype(float)) for k, plan in enumerate(self.compared)}
        order = sorted(self.compared, key=lambda plan: -shares[plan].value)
        place = {plan: self.compared.index(plan) for plan in order}
        safest = min(order, key=lambda plan: regret[place[plan]].mean())
        first, least = shares[order[0]], regret[place[safest]]
        words = (
            f"{self.called(order[0])} is the best plan in {first.value:.0%} of {levels.shape[1]} "
            f"draws of what is uncertain"
        )
        same = safest == order[0]
        regrets = {plan: mean_of(regret[place[plan]]) for plan in order}
        return Finding(
            headline=capital(words),
            sentences=(
                f"Its share has a 95 % interval of {first.low:.0%} to {first.high:.0%}.",
                f"{'It also has' if same else capital(self.called(safest)) + ' has'} the least "
                f"expected regret: {figure(float(least.mean()))} {measure} more than the best "
                f"plan of each draw, at worst {figure(float(least.max()))}."
                if sign < 0
                else f"The least expected regret is {figure(float(least.mean()))} {measure}.",
            ),
            heads=("plan", "best in", "95 %", f"expected regret, {measure}", "worst regret"),
            rows=tuple(
                (
                    self.called(plan),
                    f"{shares[plan].value:.0%}",
                    f"{shares[plan].low:.0%}–{shares[plan].high:.0%}",
                    str(regrets[plan]),
                    figure(float(regret[place[plan]].max())),
                )
                for plan in order
            ),
            drawn={
                "order": order,
                "shares": shares,
                "regrets": regrets,
                "all": {plan: regret[place[plan]] for plan in order},
            },
        )
