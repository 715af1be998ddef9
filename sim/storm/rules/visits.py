"""Visits: how often a person comes to the page, calm, waiting or heated."""

from sim.storm.rules.feelings import HOURS_A_DAY

ACTIVE_MOST = 4.0
"""Activity beyond which nobody visits more often out of habit (assumption)."""
KEEN_MOST = 3.0
"""Factor beyond which even the most active do not come back more often (assumption)."""
RAREST_VISITS = 1e-6
"""Visits per hour at least, so that every wait is finite."""


def habitual_visits(visits: float, activity: float) -> float:
    """Visits per day of a calm fan: in proportion to activity, up to a limit."""
    return visits * min(ACTIVE_MOST, activity)


def checking_visits(visits: float, pressing: float) -> float:
    """Further visits per day while waiting for the repair: more with clients who press."""
    return visits * (1.0 + pressing)


def keenness(activity: float, inactive: float) -> float:
    """How often a heated person comes back, relative to the average: the active more often."""
    return min(KEEN_MOST, inactive + (1.0 - inactive) * activity)


def hourly(visits_a_day: float) -> float:
    """Visits per hour of average rhythm."""
    return max(RAREST_VISITS, visits_a_day / HOURS_A_DAY)
