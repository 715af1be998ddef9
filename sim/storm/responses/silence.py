"""Say nothing."""

from typing import Literal

from sim.storm.levers import Levers, Situation
from sim.storm.responses.base import Response


class Silence(Response):
    """Say nothing: no lever moves."""

    do: Literal["silence"]
    source = "Qu et al. 2023: in 335 firestorms silence beat explanation; Herhausen 2019: worst"
    risk = "The information vacuum grows; grievance of those affected with it."
    needs_words = False
    repeats = "never"
    prepared_in = 0.0

    def levers(self, seen: Situation) -> Levers:
        """Move no lever."""
        return Levers()
