"""The settings of an earlier crisis that the same people went through."""

from collections.abc import Iterator

from pydantic import Field

from sim.errors import did_you_mean
from sim.scenario.document import Document, Inconsistency, table, text
from sim.scenario.section import Name, Section
from sim.storm.responses import Share


class Earlier(Section):
    """The same incident once before, with the same people, and how it was handled then."""

    plan: Name = Field(description="The plan that the company followed then.")
    days: float = Field(
        90.0, gt=0, le=3650, description="Days from the end of that crisis to the start of this."
    )
    trust_regained: Share = Field(
        0.0, description="Share of the change of trust that has been undone meanwhile."
    )


def earlier(document: Document) -> Iterator[Inconsistency]:
    """Refuse a plan that the scenario does not have."""
    plan, plans = text(table(document, "earlier").get("plan")), table(document, "plans")
    if plan is not None and plans and plan not in plans:
        problem = f"there is no plan {plan!r}; {did_you_mean(plan, plans)}"
        yield Inconsistency(("earlier", "plan"), problem)
