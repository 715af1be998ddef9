"""The sentence names gain and price, and is silent where nobody would notice."""

import pytest

from sim.lab.answers import PairedFigure, Pairs
from sim.lab.draft import opened, read
from sim.lab.verdict import verdict
from sim.language.speech import LANGUAGES, Speech
from sim.scenario.library import find

CASE = read(opened(find("analytics-outage").read_text()).text)


def figures(**means: tuple[float, float]) -> Pairs:
    """Pairs in which the rival has a mean and the plan so much more."""
    all_of_them = {
        "critical_posts_total": (1000.0, 0.0), "customers_lost": (20.0, 0.0),
        "trust_left": (0.5, 0.0), "staff_hours": (10.0, 0.0), **means,
    }  # fmt: skip
    said = {
        name: PairedFigure(
            rival + more, rival, more, more - abs(more) / 4, more + abs(more) / 4, 50, 0.5
        )
        for name, (rival, more) in all_of_them.items()
    }
    return Pairs(50, 200, {}, said)


def said(pairs: Pairs, plan: str = "honest-roadmap", language: str = "en") -> str:
    return verdict(CASE, plan, "interim-updates", pairs, Speech(language, 156.0)).text


def test_the_gain_is_named_with_its_price() -> None:
    text = said(figures(critical_posts_total=(1000, -400), staff_hours=(10, 8)))
    assert "400 fewer critical posts" in text
    assert "but it takes 8 more hours of work" in text


def test_a_loss_is_named_with_its_gain() -> None:
    text = said(figures(critical_posts_total=(1000, 400), staff_hours=(10, -8)))
    assert "400 more critical posts" in text
    assert "but it takes 8 fewer hours of work" in text


@pytest.mark.parametrize("posts", [0.0, 3.0, -30.0])
def test_what_nobody_would_notice_is_said_to_be_so(posts: float) -> None:
    assert said(figures(critical_posts_total=(1000, posts))).startswith("Nobody would notice")


def test_a_difference_whose_interval_holds_zero_is_no_difference() -> None:
    pairs = figures(critical_posts_total=(1000, -400))
    wide = pairs.figures["critical_posts_total"]
    object.__setattr__(wide, "high", 10.0)
    assert said(pairs).startswith("Nobody would notice")


def test_one_act_more_is_named_as_that_act() -> None:
    pairs = figures(critical_posts_total=(1000, 400))
    text = verdict(CASE, "one-night-update", "as-it-happened", pairs, Speech("en", 156.0)).text
    assert "one thing more: interim update, in the first night" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_makes_whole_sentences(language: str) -> None:
    for posts, hours in ((-400, 8), (400, -8), (400, 0), (-400, 0), (0, 5), (0, 0)):
        changed = {"critical_posts_total": (1000, posts), "staff_hours": (10, hours)}
        text = said(figures(**changed), language=language)
        assert text.endswith(".")
        assert "{" not in text
