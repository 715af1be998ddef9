"""Judging the company: responsibility taken or denied, tone, threats, deletions."""

import math

from sim.storm.rules.feelings import raise_towards_one

EMPATHY_UNTRUSTED = 0.5
"""Part of empathy that helps without trust, so that it is whole at trust ½ (assumption)."""
THREAT_TRUSTING = 1.2
"""Anger at a legal threat without trust. A fifth of it is left at full trust (assumption)."""


def blame_after_evidence(
    blame: float, fault: float, evidence: float, trust: float, base: float
) -> float:
    """Blame moves to the true fault, as far as the evidence is good and believed."""
    return blame + evidence * (base + (1.0 - base) * trust) * (fault - blame)


def still_open(age: float, time: float) -> float:
    """How far evidence still moves those who have known of a matter for so many hours.

    It works within hours, and after two days no more (Slaughter et al. 2025).
    """
    return math.exp(-max(0.0, age) / time)


def blame_after_admission(blame: float, admits: float, share: float) -> float:
    """Blame after responsibility was taken: those who saw little of it now see more."""
    return raise_towards_one(blame, share * admits * (1.0 - blame))


def cleared(before: float, after: float, affected: bool, damage: float) -> float:
    """Share of grievance that goes with blame. The damage of those affected stays."""
    if after >= before:
        return 0.0
    share = 1.0 - after / before
    return (1.0 - damage) * share if affected else share


def denial_refused(denied: float, blame: float, affected: bool, base: float) -> float:
    """How far a denial or playing down is refused: by blame. Those affected saw it themselves."""
    return denied * (base + (1.0 - base) * blame if affected else blame * blame)


def soothed(
    strength: float, empathy: float, trust: float, reminds: float, civility: float
) -> float:
    """Share of arousal that a message takes away: by empathy, and by asking for civility."""
    return strength * (empathy * (EMPATHY_UNTRUSTED + trust) + civility * reminds)


def angered_by_threat(strength: float, threat: float, trust: float, blame: float) -> float:
    """Arousal from a legal threat (Streisand effect): by distrust and blame."""
    return strength * threat * (THREAT_TRUSTING - trust) * blame


def hush_money(strength: float, worth: float, trust: float, excused: float) -> float:
    """How far bystanders take a public compensation for hush money, less if it was excused."""
    return strength * worth * (1.0 - trust) * (1.0 - excused)


def weight_of_deletion(author: bool, explained: float, others: float, excused: float) -> float:
    """How much a deletion that is noticed weighs: less for others, less if explained."""
    weight = 1.0 if author else others
    return weight * (1.0 - excused * explained)
