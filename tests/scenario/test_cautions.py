"""A sound scenario is checked for what costs accuracy and for what it says in vain."""

from pathlib import Path

import pytest

from sim.scenario.library import shipped
from sim.scenario.loading import cautions_about
from tests.scenario.examples import SOUND, broken, written

STEP = '\n[[plans.updates.steps]]\ndo = "{}"\n{}\n'
PROMISE = STEP.format("promise", 'at = "Mon 12:00"\ndeadline = "estimate"')
CHANGE = STEP.format("change-of-plan", "{}")
EARLY, LATE = CHANGE.format('at = "Mon 09:00"'), CHANGE.format('at = "Mon 14:00"')
MEDIA = "\n[media]\nmax_articles = 3\n"
ROADMAP = STEP.format("roadmap", 'at = "Sun 16:00"')

CAUTIONS = [
    # the text, where, and what is noted
    (
        broken("days = 3", "days = 3\ntick = '1h'"),
        "clock.tick",
        "peak comes out a quarter to a third",
    ),
    (SOUND + EARLY, "steps.2.do", "no promise can be open"),
    (SOUND + PROMISE + EARLY, "steps.3.do", "no promise can be open"),
    (SOUND + STEP.format("apology", 'when = "enquiry == 1"'), "2.when", "without [media]"),
    (SOUND + STEP.format("apology", 'when = "articles > 2"'), "2.when", "without [media]"),
    (SOUND + STEP.format("apology", 'when = "step_done == 1"'), "2.when", 'do = "roadmap"'),
    (SOUND + STEP.format("apology", 'at = "Wed 13:00"'), "2.at", "after the end of the run"),
    (SOUND + PROMISE.replace("estimate", "Mon 18:00") + "margin = 2.0\n", "2.margin", "estimate"),
    (broken('repair = { median = "20h", spread = 0.1 }', ""), "severity", "incident.repair"),
    (broken("affected = 0.3\n", ""), "severity", "incident.affected"),
    (broken("severity = 0.7", "outrage_strength = 0.7"), "outrage_strength", "outrage_share"),
    (SOUND + "\n[media]\nmax_articles = 0\narticles_at = 5.0\n", "articles_at", "max_articles"),
    (
        SOUND + '\n[community.ties]\nkind = "communities"\ngroups = 1\nhomophily = 0.5\n',
        "homophily",
        "second group",
    ),
]


@pytest.mark.parametrize(("text", "place", "noted"), CAUTIONS)
def test_it_is_noted_where_it_stands(tmp_path: Path, text: str, place: str, noted: str) -> None:
    (caution,) = cautions_about(written(tmp_path, text))
    assert place in caution.text
    assert noted in caution.text
    assert caution.line is not None


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        broken("days = 3", "days = 3\ntick = '30min'"),
        SOUND + PROMISE + LATE,
        SOUND + PROMISE + CHANGE.format('when = "overrun > 0"'),
        SOUND + LATE + PROMISE.replace('at = "Mon 12:00"', 'when = "posts_per_hour > 5"'),
        SOUND + MEDIA + STEP.format("apology", 'when = "enquiry == 1"'),
        SOUND + ROADMAP + STEP.format("interim-update", 'when = "step_done == 1"'),
        SOUND + STEP.format("apology", 'when = "articles < 2 and posts_per_hour > 5"'),
    ],
)
def test_nothing_is_noted_of_what_has_an_effect(tmp_path: Path, text: str) -> None:
    assert cautions_about(written(tmp_path, text)) == []


def test_a_promise_of_the_plan_that_it_is_like_can_be_withdrawn(tmp_path: Path) -> None:
    like = '\n[plans.better]\nlike = "updates"\nsummary = "Better."\n' + LATE.replace(
        "updates", "better"
    )
    assert cautions_about(written(tmp_path, SOUND + PROMISE + like)) == []


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_scenarios_say_nothing_in_vain(name: str) -> None:
    assert cautions_about(name) == []
