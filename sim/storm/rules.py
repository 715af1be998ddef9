"""The rules: short scalar functions, each one statement about people, with its source.

Hours are hours, rates are per hour unless said, feelings and shares lie in 0–1. The same
functions are called as plain Python by the Mesa engine and compiled by the other one, so
they use only arithmetic, ``math.exp`` and ``math.log``: both give the same bits.
Evidence and its sureness: ``sim/MODEL.md``; the parameters ``p``: ``parameters.py``.
"""

import math

LN2 = 0.6931471805599453

# -- attention ------------------------------------------------------------------------

ATTENTION_HOURS = (0.712, 6.295, 49.62)
ATTENTION_VIEWS = (0.4866, 0.4569, 0.0565)
"""A post's views as three exponentials: half within 80 min, 80 % in 7 h, 95 % in 22 h.

Fitted to the attention curve of 2011 (lognormal, sigma 1.8); see tests/storm/test_rules.py.
"""
ATTENTION_FRESH = (0.90263, 0.09586, 0.00151)
"""Shares of the three in the visibility of a fresh post (views divided by hours, scaled)."""


def visibility(age: float, hours: float) -> float:
    """Mean visibility of a post between an age and some hours later; 1 when fresh.

    The attention curve (2011), averaged so that the tick's length does not change how
    many people see a post.
    """
    total = 0.0
    for k in range(3):
        span = ATTENTION_HOURS[k]
        total += ATTENTION_FRESH[k] * math.exp(-age / span) * mean_decay(hours, span)
    return total


def mean_decay(hours: float, span: float) -> float:
    """Mean over some hours of what fades exponentially from 1 in this span."""
    return (1.0 - math.exp(-hours / span)) * span / hours


def saturating(posts: float, capacity: float) -> float:
    """Posts that a reader takes in of those visible: saturates at the capacity."""
    return capacity * (1.0 - math.exp(-posts / capacity))


def at_least_one(mean: float) -> float:
    """Chance of at least one event where this many are expected (Poisson)."""
    return 1.0 - math.exp(-mean)


def count(chance: float, mean: float) -> int:
    """Poisson count by inversion of one uniform number, at most 30."""
    term = math.exp(-mean)
    total, number = term, 0
    while chance >= total and number < 30:
        number += 1
        term *= mean / number
        total += term
    return number


# -- feelings between events ------------------------------------------------------------


def fade(level: float, hours: float, half_life: float) -> float:
    """Exponential decay."""
    return level * math.exp(-LN2 * hours / half_life)


def vacuum(since: float, until: float, p_floor: float, p_time: float) -> float:
    """Mean information vacuum between two ages (hours) of the last word heard.

    Instantaneous form: floor + (1 − floor)(1 − exp(−age / time)); its mean in closed form.
    """
    if until - since < 1e-9:
        return 1.0 - (1.0 - p_floor) * math.exp(-since / p_time)
    faded = p_time * (math.exp(-since / p_time) - math.exp(-until / p_time))
    return 1.0 - (1.0 - p_floor) * faded / (until - since)


def clients_press(clients: float, relief: float, office_share: float, strength: float) -> float:
    """Pressure of a person's own clients: in office hours, spared by help (the case)."""
    return strength * clients * (1.0 - relief) * office_share


def grievance_growth_rate(
    rate: float, severity: float, pressure: float, empty: float, blame: float
) -> float:
    """Growth of grievance per hour: severity × (1 + clients) × vacuum, more where blamed."""
    return rate * severity * (1.0 + pressure) * empty * (0.25 + 0.75 * blame)


def relaxation_rate(half_life: float, trust: float) -> float:
    """Rate at which grievance relaxes per hour; faster with trust (half-life at trust ½)."""
    return LN2 / half_life * (0.5 + trust)


def relax_towards(grievance: float, growth: float, relaxation: float, hours: float) -> float:
    """Grievance after some hours of constant growth towards 1 and relaxation towards 0."""
    pace = growth + relaxation
    if pace <= 0.0:
        return grievance
    level = growth / pace
    return level + (grievance - level) * math.exp(-pace * hours)


def combined_heat(arousal: float, grievance: float) -> float:
    """How heated a person is: arousal and grievance, each enough alone."""
    return arousal + grievance - arousal * grievance


def raise_towards_one(level: float, by: float) -> float:
    """Move a 0–1 level up by a share of what is missing."""
    if by <= 0.0:
        return level
    return level + (1.0 - level) * min(1.0, by)


def lower_towards_zero(level: float, by: float) -> float:
    """Move a 0–1 level down by a share of itself."""
    return level * (1.0 - min(1.0, max(0.0, by)))


# -- reading ------------------------------------------------------------------------------


def stirred(
    arousal: float,
    read: float,
    harshness: float,
    susceptibility: float,
    trust: float,
    fatigue: float,
    gain: float,
) -> float:
    """Arousal after reading critical posts: saturating, scaled by susceptibility and distrust.

    The tired are stirred less.

    Cyberemotions (arXiv 1605.03757, 1006.5305); harsh words spread further (Brady 2017).
    """
    return raise_towards_one(
        arousal,
        1.0
        - math.exp(
            -gain * read * susceptibility * (1.4 - trust) * (0.5 + harshness) / (1.0 + fatigue)
        ),
    )


def side_taken(
    grievance: float, arousal: float, read: float, susceptibility: float, blame: float, rate: float
) -> float:
    """Grievance that a stirred reader takes over from what they read, if they blame."""
    return raise_towards_one(
        grievance, rate * susceptibility * arousal * blame * at_least_one(0.3 * read)
    )


def calmed_by_defence(arousal: float, critical: float, defending: float, strength: float) -> float:
    """Arousal after seeing defenders beside critics; halved where both are as many."""
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


def wait_for_answer(draw: float, half: float, queue: float) -> float:
    """Hours until a complaint is answered: its turn in the queue, then an exponential wait.

    Half of the complaints that need not queue are answered after ``half`` hours. Firms'
    median is 46 min; the exponential form is an assumption.
    """
    return queue - half / LN2 * math.log(1.0 - draw)


# -- promises -----------------------------------------------------------------------------


def believes(trust: float, broken: int, disbelief: float) -> float:
    """Chance to believe a promised time: by trust, and less with each one missed before."""
    chance = min(1.0, 0.4 + trust)
    for _ in range(broken):
        chance *= 1.0 - disbelief
    return chance


def trust_lost_by_breaking(
    loss: float, again: float, earlier: int, affected: bool, unaffected: float
) -> float:
    """Share of trust that a missed deadline costs: more each time, less for the unaffected.

    J.D. Power 2011 (−21 %); double deviation (J. Marketing 66(4)).
    """
    share = loss * (1.0 + again * earlier)
    if not affected:
        share *= unaffected
    return min(0.9, share)


# -- judging the company --------------------------------------------------------------------


def blame_after_evidence(blame: float, fault: float, evidence: float, trust: float) -> float:
    """Blame moves to the true fault, as far as the evidence is good and believed."""
    return blame + evidence * (0.3 + 0.7 * trust) * (fault - blame)


def cleared(before: float, after: float, affected: bool) -> float:
    """Share of grievance that goes with blame; the damage of those affected stays half of it."""
    if after >= before:
        return 0.0
    share = 1.0 - after / before
    return 0.5 * share if affected else share


def denial_refused(denied: float, blame: float, affected: bool) -> float:
    """How far a denial or playing down is refused: by blame; those affected saw it themselves."""
    return denied * (0.4 + 0.6 * blame if affected else blame * blame)


# -- stance -----------------------------------------------------------------------------------


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

    Spiral of silence; a larger crowd lowers the will to join and raises conformity
    (Johnen 2018). The inactive mostly read (90-9-1).
    """
    over = heated - threshold
    if over <= 0.0:
        return 0.0
    conforming = 1.0 + conformity * critical_share
    will = crowd_half / (crowd_half + crowd)
    used_to = activity / (1.0 + activity)
    return at_least_one(readiness * 4.0 * over * used_to * conforming * will)


def falls_silent(heated: float, threshold: float, readiness: float) -> float:
    """Chance that a critic calms down at a look: grows as heat falls under 0.8 × threshold."""
    under = 0.8 * threshold - heated
    if under <= 0.0:
        return 0.0
    return at_least_one(readiness * under / max(0.05, threshold))


def unfair(attack: float, harshness: float, admitted: float, empty: float) -> float:
    """How unfair an attack looks (0–1): its mass and tone against what the company gave.

    A pile-on raises sympathy for the target (N = 3,377 and 3,406), the more it has taken
    responsibility and informed.
    """
    mass = attack * attack / (attack * attack + 25.0)
    given = 0.3 + 0.35 * admitted + 0.35 * (1.0 - empty)
    return mass * (0.4 + 0.6 * harshness) * given


def defends(trust: float, heated: float, sympathy: float, readiness: float) -> float:
    """Chance to defend at a look: trust above one half × own calm × sympathy gathered."""
    if trust <= 0.5:
        return 0.0
    return at_least_one(readiness * 2.0 * (trust - 0.5) * (1.0 - heated) * sympathy)


# -- posting and leaving -------------------------------------------------------------------------


def tired(fatigue: float, posts: int, activity: float) -> float:
    """Fatigue after writing posts; those who write much anyway tire later."""
    return fatigue + posts / max(1.0, activity)


def posts_expected(pace: float, activity: float, drive: float, fatigue: float) -> float:
    """Posts expected at a visit: activity × drive, less with every post written lately."""
    return pace * activity * drive / (1.0 + fatigue)


def avoiding(avoidance: float, trust: float, grievance: float, hours: float, time: float) -> float:
    """Avoidance grows with distrust × grievance and does not fall (grudges, two months)."""
    return raise_towards_one(avoidance, (1.0 - trust) * grievance * hours / time)


def keenness(activity: float) -> float:
    """How often a heated person comes back, relative to the average: the active more often."""
    return min(3.0, 0.6 + 0.4 * activity)


def wearies(avoidance: float, hours: float, per_day: float) -> float:
    """Hazard of leaving, summed over some hours: on days, rising with avoidance squared."""
    return per_day * avoidance * avoidance * hours / 24.0
