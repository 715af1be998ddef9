"""Responses that push back: play down, deny or threaten."""

from typing import Literal

from sim.storm.levers import Levers, Situation
from sim.storm.responses.base import ARTICLE, SCCT, Response, Share


class Downplaying(Response):
    """Play the matter down: "only a short delay, few are concerned"."""

    do: Literal["downplaying"]
    source = ARTICLE + "; " + SCCT
    risk = "Those affected know better."
    group = "resist"
    topic = ("played_down", 5.0)

    def levers(self, seen: Situation) -> Levers:
        """Diminish responsibility and inform little."""
        return self.message(informs=0.3, admits=-0.6)


class Denial(Response):
    """Deny the fault or blame others, with what evidence there is."""

    do: Literal["denial"]
    source = SCCT
    risk = "Backfires where the fault is real; works for a false rumour with good evidence."
    group = "resist"
    topic = ("blamed", 5.0)
    evidence: Share = 0.3

    def levers(self, seen: Situation) -> Levers:
        """Deny responsibility and offer evidence."""
        return self.message(informs=0.3, admits=-1.0, explains=self.evidence)


class LegalThreat(Response):
    """Hold out legal consequences to critics."""

    do: Literal["legal-threat"]
    source = "assumption, after the Streisand effect"
    risk = "Silences a few and angers many."
    group = "resist"
    topic = ("threatened", 6.0)
    severity: Share = 0.7
    prepared_in = 2.0

    def levers(self, seen: Situation) -> Levers:
        """Threaten, and deny responsibility."""
        return self.message(threatens=self.severity, admits=-0.5)
