"""A plain Mesa model of simple spreading: what one would write without this project.

Followers are exposed to friends' posts and turn critics or defenders at a hazard; critics
post and calm down; the company speaks three times. No shared page, no feelings with a
memory of their own, no promises, no feeds.
"""

import math
from typing import Any

import mesa

SPEAKS_AT = (24, 60, 100)


class Fan(mesa.Agent):  # type: ignore[misc]
    """One fan of the page."""

    def __init__(self, model: "Spreading") -> None:
        super().__init__(model)
        self.friends: list[Fan] = []
        self.stance = "follower"
        self.exposure = 0.0
        self.inbox = 0
        self.patience = model.random.random()

    def step(self) -> None:
        """Take in what friends posted, take a stance, post."""
        self.exposure = 0.9 * self.exposure + self.inbox
        self.inbox = 0
        if self.stance == "follower" and self.exposure > 0.0:
            self.take_a_stance()
        elif self.stance in ("critic", "defender"):
            self.post()

    def take_a_stance(self) -> None:
        """Turn critic or defender at a hazard that grows with exposure."""
        heat = self.model.anger * self.exposure * (1.0 - self.patience)
        if self.random.random() < 1.0 - math.exp(-0.1 * heat):
            self.stance = "critic" if self.random.random() < 0.9 else "defender"

    def post(self) -> None:
        """Post to friends, and perhaps calm down."""
        if self.random.random() < 0.3:
            for friend in self.friends:
                friend.inbox += 1
        if self.random.random() < 0.03:
            self.stance = "calm"


class Spreading(mesa.Model):  # type: ignore[misc]
    """A page of fans."""

    def __init__(self, graph: Any, seed: int) -> None:
        super().__init__(seed=seed)
        fans = {name: Fan(self) for name in graph}
        for name, fan in fans.items():
            fan.friends = [fans[friend] for friend in graph[name]]
        for fan in self.random.sample(list(fans.values()), len(fans) // 50):
            fan.stance = "critic"
        self.anger = 1.0

    def step(self) -> None:
        """One hour."""
        if self.steps in SPEAKS_AT:
            self.anger *= 0.7
        self.agents.do("step")
