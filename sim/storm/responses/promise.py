"""Responses that name a time for the repair, or withdraw one."""

from typing import Literal

from pydantic import Field

from sim.storm.levers import Levers, Situation
from sim.storm.responses.base import ARTICLE, Response, Share
from sim.storm.times import Moment, MomentOfStorm


class PromiseRepairTime(Response):
    """Name a time by which it will be repaired. It is kept only if the repair is in time."""

    do: Literal["promise"]
    source = "J.D. Power 2011: 729 of 1000 when the estimate is met, 576 when missed"
    risk = "The first estimate is too optimistic; a missed time costs trust."
    group = "promise"
    deadline: Moment | Literal["estimate"] = Field(
        description='The promised time: "estimate" or a moment such as "Mon 18:00".'
    )
    margin: float = Field(
        1.0, ge=0.1, le=10, description="Factor on the estimated hours still needed."
    )
    empathy: Share = 0.4

    def levers(self, seen: Situation) -> Levers:
        """Give information and a deadline to believe in."""
        return self.message(
            informs=1.0,
            deadline=due(self.deadline, self.margin, seen),
            empathy=self.empathy,
        )


class ChangeOfPlan(Response):
    """Withdraw or move a promise before it falls due, with the reason."""

    do: Literal["change-of-plan"]
    source = ARTICLE
    risk = "Comes too late for those who do not hear it before the old time."
    group = "promise"
    topic = ("roadmap", 1.5)
    deadline: Moment | Literal["estimate", "open"] = Field(
        "open", description='The new time: "open" (no time), "estimate" or a moment.'
    )
    margin: float = Field(1.0, ge=0.1, le=10, description="Factor on the estimated hours.")
    reason: float = Field(0.8, gt=0, le=1, description="How good the reason given is.")
    empathy: Share = 0.5
    prepared_in = 1.0

    def levers(self, seen: Situation) -> Levers:
        """Withdraw the old deadline and, if there is one, give a new one."""
        new = None if self.deadline == "open" else due(self.deadline, self.margin, seen)
        return self.message(informs=1.0, revises=self.reason, deadline=new, empathy=self.empathy)


def due(deadline: MomentOfStorm | str, margin: float, seen: Situation) -> float:
    """Return the hours since the start at which a promise falls due, an hour from now at least."""
    if isinstance(deadline, MomentOfStorm):
        return max(seen.hours + 1.0, deadline.hours_after(seen.started))
    return max(seen.hours + 1.0, seen.hours + margin * seen.hours_to_fix)
