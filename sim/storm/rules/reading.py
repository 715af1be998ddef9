"""Reading others: what critics, defenders and silence of the company do to a reader."""

import math

from sim.storm.rules.attention import at_least_one
from sim.storm.rules.feelings import lower_towards_zero, raise_towards_one

OFFENCE_OF_UNSUSCEPTIBLE = 0.5
"""Part of an offence that is felt whatever the susceptibility, so that its mean is about 1."""
ONE_POST = 1.0
"""Posts beside bought ones that keep few of them from being seen through for sure."""


def offence(strength: float, interest: float, susceptibility: float, excused: float) -> float:
    """How much a matter offends who learns of it: less as the news ages, less if excused."""
    return strength * interest * (OFFENCE_OF_UNSUSCEPTIBLE + susceptibility) * (1.0 - excused)


def excused(before: float, after: float) -> float:
    """Share of an offence that evidence excuses, heard together with it, by the blame it takes."""
    return 1.0 - after / before if after < before else 0.0


def tone(harshness: float, if_mild: float) -> float:
    """How strongly the words of critics stir: harsh words spread further (Brady 2017)."""
    return if_mild + harshness


def distrust(trust: float, if_trusting: float) -> float:
    """How open a reader is to being stirred against the company."""
    return 1.0 + if_trusting - trust


def stirred(
    arousal: float,
    read: float,
    tone: float,
    susceptibility: float,
    distrust: float,
    gain: float,
) -> float:
    """Arousal after reading critical posts: saturating, scaled by susceptibility and distrust.

    Cyberemotions (arXiv 1605.03757, 1006.5305).
    """
    stirring = gain * read * susceptibility * distrust * tone
    return raise_towards_one(arousal, 1.0 - math.exp(-stirring))


def side_taken(
    grievance: float,
    arousal: float,
    read: float,
    susceptibility: float,
    blame: float,
    rate: float,
    pace: float,
) -> float:
    """Grievance that a stirred reader takes over from what they read, if they blame."""
    return raise_towards_one(
        grievance, rate * susceptibility * arousal * blame * at_least_one(pace * read)
    )


def calmed_by_defence(arousal: float, critical: float, defending: float, strength: float) -> float:
    """Arousal after seeing defenders beside critics, halved where both are as many."""
    if critical <= 0.0:
        return arousal
    return lower_towards_zero(arousal, strength * min(1.0, defending / critical))


def left_without_word(
    arousal: float, empty: float, severity: float, pressing: float, strength: float
) -> float:
    """Arousal of an affected visitor who looked for word of the company and found none new.

    The more so, the more their own clients press them for it.
    """
    return raise_towards_one(arousal, strength * severity * (1.0 + pressing) * empty * empty)


def sees_through(found: float, planted: float, defending: float) -> float:
    """Chance to see through bought posts: by their share of all that defend the company."""
    return found * planted / (planted + defending + ONE_POST)


def approves(liking: float, arousal: float, blame: float) -> float:
    """Chance that a reader approves of the critical posts."""
    return liking * arousal * blame


CROWD_UNSEEN = 5.0
"""Defending posts beside which a few supporters do not look like a crowd (assumption)."""


def seen_as_crowd(found: float, rallied: float, defending: float) -> float:
    """Chance to see supporters who were called as a crowd: by their share of all who defend."""
    return min(1.0, found * rallied / (defending + CROWD_UNSEEN))
