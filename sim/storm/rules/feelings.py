"""Feelings between events: what fades, what grows while people wait, what wears them out."""

import math

LN2 = 0.6931471805599453
INSTANT = 1e-9
"""Hours below which a stretch of time counts as an instant, to avoid dividing by zero."""
RELAXED_BY_TIME = 0.5
"""Relaxation of grievance without trust, so that the half-life holds at trust ½."""
HOURS_A_DAY = 24.0


def fade(level: float, hours: float, half_life: float) -> float:
    """Exponential decay."""
    return level * math.exp(-LN2 * hours / half_life)


def vacuum(since: float, until: float, p_floor: float, p_time: float) -> float:
    """Mean information vacuum between two ages (hours) of the last word heard.

    Instantaneous form: floor + (1 − floor)(1 − exp(−age / time)). Its mean in closed form.
    """
    if until - since < INSTANT:
        return 1.0 - (1.0 - p_floor) * math.exp(-since / p_time)
    faded = p_time * (math.exp(-since / p_time) - math.exp(-until / p_time))
    return 1.0 - (1.0 - p_floor) * faded / (until - since)


def filled_by_promise(empty: float, calm: float, trust: float) -> float:
    """Information vacuum that a believed deadline leaves until it is due."""
    return empty * (1.0 - calm * trust)


def calmed_by_promise(calm: float, hours: float, horizon: float) -> float:
    """Share of the vacuum that a time so many hours off fills: less, the farther it is.

    A faster promise sells (Cui et al. 2024).
    """
    return calm * math.exp(-hours / horizon)


def trust_lost_with_grievance(trust: float, before: float, after: float, strength: float) -> float:
    """Trust of a person whose grievance rose: an offence costs trust (Hansen et al. 2018)."""
    return lower_towards_zero(trust, strength * max(0.0, after - before))


def clients_press(clients: float, relief: float, office_share: float, strength: float) -> float:
    """Pressure of a person's own clients: in office hours, spared by help (the case)."""
    return strength * clients * (1.0 - relief) * office_share


def grievance_growth_rate(
    rate: float, severity: float, pressure: float, empty: float, blame: float, unblamed: float
) -> float:
    """Growth of grievance per hour: severity × (1 + clients) × vacuum, more where blamed."""
    return rate * severity * (1.0 + pressure) * empty * (unblamed + (1.0 - unblamed) * blame)


def relaxation_rate(half_life: float, trust: float) -> float:
    """Rate at which grievance relaxes per hour, faster with trust (half-life at trust ½)."""
    return LN2 / half_life * (RELAXED_BY_TIME + trust)


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


def worn(trust: float, rate: float, hours: float) -> float:
    """Trust after some hours of waiting that wear it away at a rate per hour."""
    return trust * math.exp(-rate * hours)


def avoiding(avoidance: float, trust: float, grievance: float, hours: float, time: float) -> float:
    """Avoidance grows with distrust × grievance and does not fall (grudges, two months)."""
    return raise_towards_one(avoidance, (1.0 - trust) * grievance * hours / time)


def wearies(avoidance: float, hours: float, per_day: float) -> float:
    """Hazard of leaving, summed over some hours: on days, rising with avoidance squared."""
    return per_day * avoidance * avoidance * hours / HOURS_A_DAY
