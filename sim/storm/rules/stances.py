"""Stances and posts: who speaks out, falls silent or defends, and how much they write."""

from sim.storm.rules.attention import at_least_one, saturating

STEEPNESS = 4.0
"""Rise of the hazard to speak out per heat above the threshold. ``voice`` scales it."""
NEVER_IN_PUBLIC = 9.0
"""Threshold of those who never criticise in public: no heat reaches it."""
THRESHOLD_LEAST = 0.05
"""Threshold below which falling silent does not get any faster, to avoid dividing by zero."""


def speaks_out(
    heated: float,
    threshold: float,
    readiness: float,
    activity: float,
    critical_share: float,
    conformity: float,
    crowd: float,
    crowd_half: float,
) -> float:
    """Chance to speak out at a look: hazard above the personal threshold × conformity × will.

    Spiral of silence. A larger crowd lowers the will to join and raises conformity
    (Johnen 2018). The inactive mostly read (90-9-1).
    """
    over = heated - threshold
    if over <= 0.0:
        return 0.0
    conforming = 1.0 + conformity * critical_share
    will = crowd_half / (crowd_half + crowd)
    used_to = activity / (1.0 + activity)
    return at_least_one(readiness * STEEPNESS * over * used_to * conforming * will)


def among_friends(readiness: float, critical: float, agreeing: float) -> float:
    """Readiness to speak out, raised where friends do: the first of them counts most.

    Who felt that their followers agreed was 1.91 times as willing to join (Pew 2014).
    """
    return readiness * (1.0 + agreeing * at_least_one(critical))


def falls_silent(heated: float, threshold: float, readiness: float, margin: float) -> float:
    """Chance that a critic calms down at a look: grows as heat falls under the threshold."""
    under = margin * threshold - heated
    if under <= 0.0:
        return 0.0
    return at_least_one(readiness * under / max(THRESHOLD_LEAST, threshold))


def unfair(
    attack: float,
    harshness: float,
    admitted: float,
    empty: float,
    pile_on: float,
    if_mild: float,
    ungiven: float,
) -> float:
    """How unfair an attack looks (0–1): its mass and tone against what the company gave.

    A pile-on raises sympathy for the target (N = 3,377 and 3,406), the more it has taken
    responsibility and informed, which count alike.
    """
    mass = attack * attack / (attack * attack + pile_on * pile_on)
    each = (1.0 - ungiven) / 2.0
    given = ungiven + each * admitted + each * (1.0 - empty)
    return mass * (if_mild + (1.0 - if_mild) * harshness) * given


def readiness_to_defend(readiness: float, called: int, call: float) -> float:
    """Readiness to defend, raised by a call for support."""
    return readiness * (1.0 + call * called)


def defends(
    trust: float, heated: float, sympathy: float, readiness: float, least_trust: float
) -> float:
    """Chance to defend at a look: trust above a least one × own calm × sympathy."""
    if trust <= least_trust:
        return 0.0
    above = (trust - least_trust) / (1.0 - least_trust)
    return at_least_one(readiness * above * (1.0 - heated) * sympathy)


def left_unanswered(critical: float, defending: float) -> float:
    """Share of an attack in view that nobody answers yet: others who help make help less needed.

    Bystander effect (Fischer et al. 2011, Psychological Bulletin 137(4)).
    """
    return max(0.0, critical - defending) / (critical + defending)


def lays_down(rest: float, sympathy: float) -> float:
    """Chance that a defender lays down the defence at a look, as sympathy fades."""
    return rest * (1.0 - sympathy)


def defence_drive(critical: float, enough: float) -> float:
    """Drive to defend (0–1): grows with the critical posts in view and saturates."""
    return saturating(critical, enough) / enough


def posts_expected(pace: float, activity: float, drive: float, fatigue: float) -> float:
    """Posts expected at a visit: activity × drive, less with every post written lately."""
    return pace * activity * drive / (1.0 + fatigue)


def tired(fatigue: float, posts: int, activity: float, said: float) -> float:
    """Fatigue after writing posts. Those who write much anyway tire later.

    Who waits for nothing has said what there is to say: each post tires ``said`` more.
    """
    return fatigue + posts * (1.0 + said) / max(1.0, activity)
