"""Approval by the lead of a team, without a browser."""

import pytest

from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from tests.exercise.small_exercise import script, small_exercise

ROLES = {
    name: {"title": {"en": name.title()}, "card": {"en": "You are there."}}
    for name in ("lead", "writer", "observer")
}


def opened(log: EventLog | None = None) -> RunningExercise:
    """An exercise with two teams in its first round."""
    exercise = RunningExercise.open(
        log or EventLog(),
        small_exercise(exercise={**script(), "roles": ROLES}),
        seed=3,
        teams=["North", "South"],
    )
    exercise.begin_round()
    return exercise


def test_only_the_lead_of_a_team_submits_unless_there_is_none_or_approval_is_off() -> None:
    log = EventLog()
    exercise = opened(log)
    writer, observer = (exercise.join(f"A {r}", "North", r) for r in ("writer", "observer"))
    exercise.submit(writer.person, [])  # nobody leads
    lead = exercise.join("Lea", "North", "lead")
    with pytest.raises(RefusedError, match="Lea must approve") as refused:
        exercise.submit(writer.person, [])
    assert refused.value.key == "needs_approval"
    exercise.submit(lead.person, [])
    other = exercise.join("Otto", "South", "writer")
    exercise.submit(other.person, [])  # a lead of another team is none of this
    exercise.set_approval(False)
    exercise.submit(writer.person, [])
    exercise.set_approval(True)
    with pytest.raises(RefusedError, match="observers"):
        exercise.take_lead(observer.person)
    exercise.take_lead(writer.person)
    exercise.submit(writer.person, [])
    again = RunningExercise.resume(log, exercise.room.code)
    again.submit(writer.person, [])  # the plug was pulled, and they lead still
    again.move(writer.person, "South")
    with pytest.raises(RefusedError, match="not in this room"):
        again.take_lead("nobody")
    again.submit(writer.person, [])  # nobody leads South
    assert again.room.members[writer.person].also == ""


def test_the_facilitator_submits_for_a_team_whoever_leads_it() -> None:
    exercise = opened()
    exercise.join("Lea", "North", "lead")
    exercise.decide("North", [{"do": "acknowledgement"}])
    assert exercise.room.submitter["North"] is None
    assert exercise.room.submitted["North"] == 1
