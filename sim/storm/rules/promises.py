"""Promises and answers: who believes them, what a missed deadline costs, how long one waits."""

import math

from sim.storm.rules.feelings import LN2

HARM_COMMON = 0.03
"""Share of the fans affected from which a failure looks common (assumption)."""
COST_MOST = 0.9
"""Share of trust that one missed deadline costs at most (assumption)."""
ANGER_PER_TRUST = 2.0
"""Arousal from a missed deadline per share of trust lost, scaled by ``broken_anger``."""
REVISION_UNEXPLAINED = 1.5
"""Cost of withdrawing a promise without a reason, against a middling one (assumption)."""


def believes(trust: float, broken: int, disbelief: float, base: float) -> float:
    """Chance to believe a promised time: by trust, and less with each one missed before."""
    chance = base + (1.0 - base) * trust
    for _ in range(broken):
        chance *= 1.0 - disbelief
    return chance


def trust_lost_by_breaking(loss: float, again: float, earlier: int, at_stake: float) -> float:
    """Share of trust that a missed deadline costs: more each time, less with less at stake.

    J.D. Power 2011 (−21 %). Double deviation (J. Marketing 66(4)).
    """
    return min(COST_MOST, loss * (1.0 + again * earlier) * at_stake)


def harm_seen(severity: float, share: float) -> float:
    """How bad a failure looks to those whom it spares, from 0 to 1.

    It is bad if it hits hard, and if it hits more than a few: half as bad as it is where a
    share ``HARM_COMMON`` of the fans is hit (assumption).
    """
    return severity * share / (share + HARM_COMMON)


def stake(affected: bool, harm: float, grievance: float, unaffected: float) -> float:
    """How far a missed deadline touches a person, from 0 to 1.

    Fully those affected. The others are angered for those who wait, or as far as the matter
    offends themselves: third parties punish in proportion to the harm that they see done
    (Fehr and Fischbacher 2004). ``unaffected`` weighs that against an own loss.
    """
    return 1.0 if affected else unaffected * (harm + (1.0 - harm) * grievance)


def passed_on_to_clients(lost: float, strength: float, clients: float, relief: float) -> float:
    """How hard a missed deadline hits: more those who had passed it on to clients."""
    return lost * (1.0 + strength * clients * (1.0 - relief))


def trust_lost_by_revising(loss: float, reason: float) -> float:
    """Share of trust that a promise withdrawn in time costs: less with a reason."""
    return loss * (REVISION_UNEXPLAINED - reason)


def worth_of_answer(age: float, half_life: float) -> float:
    """Worth of an answer so many hours after the complaint (Huang et al. 2018).

    Their buyers were worth 20 dollars more under 6 min, 9 at a median of 22 min and 2.33 over
    an hour.
    """
    return math.exp(-LN2 * age / half_life)


def wait_for_answer(draw: float, half: float, queue: float) -> float:
    """Hours until a complaint is answered: its turn in the queue, then an exponential wait.

    Half of the complaints that need not queue are answered after ``half`` hours. Firms'
    median is 46 min. The exponential form is an assumption.
    """
    return queue - half / LN2 * math.log(1.0 - draw)
