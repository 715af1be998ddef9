"""What is uncertain in a study: factors with a distribution, and parameters over their ranges."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.errors import did_you_mean
from sim.runs.assumptions import assumptions
from sim.scenario.document import Document, Inconsistency
from sim.storm.parameters import DECLARED, Declaration
from sim.studies.asked import Asked
from sim.studies.factors import Factor

ALL = "assumptions"


class Uncertain(Asked):
    """A study over joint draws of what is uncertain."""

    factors_wanted: ClassVar[tuple[int, int]] = (0, 100)
    uncertain: ClassVar[bool] = True

    parameters: Annotated[list[str], Field(min_length=1)] | Literal["assumptions"] = Field(
        "assumptions",
        description='Parameters drawn from their plausible ranges; "assumptions" for all such.',
    )

    @property
    def uncertain_factors(self) -> dict[str, Factor]:
        """The factors of the study, and the parameters over their ranges."""
        return {**self.factors, **parameter_factors(self.parameters)}

    @classmethod
    def mistakes(cls, said: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Those of every study, and unknown parameters."""
        yield from super().mistakes(said, plans)
        named, known = said.get("parameters"), [one.name for one in DECLARED]
        for place, name in enumerate(named if isinstance(named, list) else []):
            if isinstance(name, str) and name not in known:
                problem = f"there is no parameter {name!r}; {did_you_mean(name, known)}"
                yield Inconsistency(("parameters", place), problem)


def parameter_factors(named: list[str] | str) -> dict[str, Factor]:
    """The parameters named over their ranges, or all that rest on assumptions."""
    chosen = assumptions() if named == ALL else [one for one in DECLARED if one.name in named]
    return {one.name: parameter_factor(one) for one in chosen}


def parameter_factor(declared: Declaration) -> Factor:
    """A parameter, evenly over its plausible range."""
    path = f"parameters.{declared.name}"
    return Factor(path=path, distribution="uniform", low=declared.low, high=declared.high)
