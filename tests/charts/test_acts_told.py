"""The acts of a company become a list that a room can read."""

from itertools import islice

from made_up import record

from sim.charts.acts import act_lists
from sim.charts.week import Week
from sim.language.typesetting import UNBROKEN


def told(**how: object) -> list[list[str]]:
    """The first ways of telling the acts of a run, as plain text."""
    run = record(size=10, **how)
    ways = act_lists(run.acts, run.promises, Week.of(run.scenario))
    return [[entry.text.replace(UNBROKEN, " ") for entry in way] for way in islice(ways, 4)]


def test_repeated_updates_share_a_line_and_promises_have_their_own() -> None:
    detailed = told()[0]
    assert detailed[:3] == [
        "Sun 16:00 acknowledgement",
        "Sun 22:00 interim update, every 6 h",
        "Mon 09:00 promise, by Tue 06:00: broken",
    ]
    assert "Tue 09:00 promise, by Wed 16:00: moved" in detailed


def test_if_room_is_short_promises_share_a_line() -> None:
    assert "Mon 09:00 promise, every 24 h" in told()[1]


def test_if_room_is_shorter_the_list_is_cut_and_says_so() -> None:
    _, plain, cut, shorter = told()
    assert len(cut) == len(plain)
    assert cut[-1] == "… and 1 more"
    assert shorter[-1] == "… and 2 more"


def test_every_act_is_told_exactly_once_each_way() -> None:
    run = record(size=10, updates=0.5)
    for way in act_lists(run.acts, run.promises, Week.of(run.scenario)):
        assert sorted(act for entry in way for act in entry.acts) == list(run.acts.index)


def test_a_silent_company_has_an_empty_list() -> None:
    run = record(size=10, days=0.1)
    assert next(act_lists(run.acts, run.promises, Week.of(run.scenario))) == []
