"""Between two crises: what months without news of the matter leave of feelings and memory.

Arousal, fatigue and sympathy are long gone. Grievance fades at each person's own pace, and
while it lasts avoidance goes on growing (grudges: revenge fades, avoidance grows). Trust
stays as the crisis left it, apart from what a scenario says comes back. Missed deadlines are
remembered, so that the next one is believed less. Customers go on leaving, and whoever has
left stays away.
"""

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.parameters import Parameters
from sim.storm.state import GONE, PersonState


def remember(
    person: PersonState, before: PersonState, hours: float, regained: float, p: Parameters
) -> None:
    """Bring to a person what is left of an earlier crisis, so many hours after it ended.

    ``person`` is newly drawn and ``before`` is the same person as that crisis left them. Of
    the trust that it cost, or won, the share ``regained`` has come back meanwhile.
    """
    trust, new_trust = before.trust, person.trust
    relaxation = rules.relaxation_rate(p.grievance_half_life * person.forgiveness_time, trust)
    person.grievance = rules.relax_towards(before.grievance, 0.0, relaxation, hours)
    mean = (before.grievance - person.grievance) / (relaxation * hours)
    person.avoidance = rules.avoiding(before.avoidance, trust, mean, hours, p.avoidance_time)
    person.trust = trust + regained * (new_trust - trust)
    person.broken = before.broken
    if before.stance == GONE or left_since(before, person.avoidance, hours, p):
        person.stance = GONE


def left_since(before: PersonState, avoidance: float, hours: float, p: Parameters) -> bool:
    """Return True if a customer's patience ran out between the crises as avoidance grew."""
    if not (before.customer and before.aware):
        return False
    mean = 0.5 * (before.avoidance + avoidance)
    hazard = before.churn_hazard + rules.wearies(mean, hours, p.leaving)
    return uniform(before.stream, 0, Purpose.LEAVE) < rules.at_least_one(hazard)
