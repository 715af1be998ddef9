"""How a parameter of the rules is declared: unit, default, range, meaning, source, sureness."""

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field


class Declaration(NamedTuple):
    """The declaration of one parameter."""

    name: str
    unit: str
    default: float
    low: float
    high: float
    meaning: str
    source: str
    sure: str

    @property
    def assumption(self) -> bool:
        """True if it rests on C or D alone."""
        return self.sure in ("C", "D")


def parameter(
    default: float, unit: str, low: float, high: float, meaning: str, source: str, sure: str
) -> Any:
    """Declare a parameter. Values far outside the plausible range are refused.

    Zero switches most rules off. Times and whatever else is divided by have to stay above it.
    """
    return Field(
        default,
        ge=1.05 if unit == HAS_A_MEAN else 0.1 * low if unit in DIVIDED_BY else 0.0,
        le=10.0 * high,
        description=meaning,
        json_schema_extra={"unit": unit, "low": low, "high": high, "source": source, "sure": sure},
    )


DIVIDED_BY = (
    "h", "posts in view", "posts taken in", "share of people", "tail exponent", "looks/day",
    "concentration",
)
"""Units of the parameters that cannot be zero."""
HAS_A_MEAN = "tail exponent above 1"
"""Unit of the exponents of tails that need a mean, which they have above 1."""

ASSUMED = "assumption"
PARTICIPATION = "90-9-1; top 3 % of posters write a quarter of posts"
ATTENTION = "half of the likes within 80 min, 80 % in 7 h, 95 % in 22 h (2011)"
OUTAGES = "J.D. Power 2011: 729 of 1000 when the estimate is met, 576 when missed"


class ParameterTable(BaseModel):
    """Parameters of one theme."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
