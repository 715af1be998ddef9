"""Uncertain parts of a study: factors with a distribution, and parameters over their ranges."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.errors import did_you_mean
from sim.runs.assumptions import assumptions
from sim.scenario.document import Document, Inconsistency
from sim.scenario.former_names import GONE, gone
from sim.storm.parameters import DECLARED, Declaration
from sim.studies.factors import Factor
from sim.studies.spec import StudySpec

ALL = "assumptions"


class UncertainStudy(StudySpec):
    """A study over joint draws of what is uncertain."""

    factors_wanted: ClassVar[tuple[int, int]] = (0, 100)
    uncertain: ClassVar[bool] = True

    parameters: Annotated[list[str], Field(min_length=1)] | Literal["assumptions"] = Field(
        "assumptions",
        description='Parameters drawn from their plausible ranges; "assumptions" for all such.',
    )

    @property
    def uncertain_factors(self) -> dict[str, Factor]:
        """The factors of the study, and the parameters over their ranges, by name."""
        ranges = {
            each.name: Factor(path=f"parameters.{each.name}", distribution="uniform",
                              low=each.low, high=each.high)
            for each in parameters_named(self.parameters)
        }  # fmt: skip
        return {**self.factors, **ranges}

    @classmethod
    def mistakes(cls, document: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Yield the mistakes of every study, and unknown parameters."""
        yield from super().mistakes(document, plans)
        named, known = document.get("parameters"), [declared.name for declared in DECLARED]
        for place, name in enumerate(named if isinstance(named, list) else []):
            if isinstance(name, str) and name not in known:
                hint = f"it is {gone(name)}" if name in GONE else did_you_mean(name, known)
                problem = f"there is no parameter {name!r}; {hint}"
                yield Inconsistency(("parameters", place), problem)


def parameters_named(named: list[str] | str) -> list[Declaration]:
    """Return the parameters named, or all that rest on assumptions."""
    if named == ALL:
        return list(assumptions())
    return [declared for declared in DECLARED if declared.name in named]
