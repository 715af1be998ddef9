"""Headlines name the best plan and its price, and are silent where nobody would notice."""

import numpy as np
import pandas as pd
import pytest

from sim.headlines import NOTICED, only_difference, overall_headline, standing, subject
from sim.language.speech import LANGUAGES, Speech
from sim.scenario import load_scenario

CASE = load_scenario("analytics-outage")
SPEECH = Speech("en", CASE.clock.start_hours)
PLANS = ["silence", "interim-updates", "honest-roadmap"]
USUAL = {"critical_posts_total": 1000.0, "customers_lost": 30.0, "trust_left": 0.5,
         "staff_hours": 10.0}  # fmt: skip
PEAK = 30.0


def measures(seeds: int = 40, **means: dict[str, float]) -> pd.DataFrame:
    """Runs of three plans. ``means`` replace those of a plan, named with underlines."""
    chance = np.random.default_rng(0)
    rows = []
    for plan in PLANS:
        own = USUAL | means.get(plan.replace("-", "_"), {})
        for seed in range(seeds):
            drawn = {name: value * chance.normal(1, 0.01) for name, value in own.items()}
            drawn["peak"] = means.get(plan.replace("-", "_"), {}).get("peak", PEAK)
            rows.append({"plan": plan, "seed": seed, **drawn})
    return pd.DataFrame(rows)


def said(table: pd.DataFrame, language: str = "en") -> str:
    speech = Speech(language, CASE.clock.start_hours)
    return overall_headline(table, PLANS, CASE, speech).text


def test_the_best_plan_is_named_with_its_gain_and_its_price() -> None:
    better = {"critical_posts_total": 600.0, "customers_lost": 20.0, "staff_hours": 24.0}
    text = said(measures(interim_updates=better))
    assert text.startswith("Best overall: “interim updates”.")
    assert "fewer critical posts than “silence”" in text
    assert "14 more hours of work" in text


def test_best_overall_is_not_the_plan_that_wins_in_one_measure_alone() -> None:
    loud = {"critical_posts_total": 900.0, "customers_lost": 60.0, "trust_left": 0.2}
    kept = {"critical_posts_total": 950.0, "customers_lost": 15.0, "trust_left": 0.7}
    found = standing(measures(interim_updates=loud, honest_roadmap=kept), PLANS)
    assert found.best == ("honest-roadmap",)


def test_where_silence_is_best_it_is_held_against_the_next_best() -> None:
    worse = {"critical_posts_total": 2000.0, "customers_lost": 60.0}
    bad = {"critical_posts_total": 1500.0, "customers_lost": 30.0}
    text = said(measures(interim_updates=worse, honest_roadmap=bad))
    assert text.startswith("Best overall: “silence”.")
    assert "than “honest roadmap”" in text


@pytest.mark.parametrize("measure", list(NOTICED))
def test_a_difference_that_nobody_would_notice_makes_no_plan_the_best(measure: str) -> None:
    barely = {measure: (USUAL | {"peak": PEAK})[measure] * 1.01}
    text = said(measures(interim_updates=barely))
    assert text.startswith("No plan is best overall")


def test_a_single_pair_and_a_single_plan_have_no_headline() -> None:
    assert overall_headline(measures(seeds=1), PLANS, CASE, SPEECH) is None
    assert overall_headline(measures(), PLANS[:1], CASE, SPEECH) is None


def test_plans_that_differ_in_one_thing_are_compared_as_that_thing() -> None:
    more, less = "one-night-update", "as-it-happened"
    assert only_difference(CASE.steps(more), CASE.steps(less)).do == "interim-update"
    plan, rival = subject(CASE, more, less, SPEECH)
    assert "one thing more: interim update, in the first night" in plan
    assert rival == "“as it happened”"
    assert (
        "one thing less: interim update, in the first night" in subject(CASE, less, more, SPEECH)[0]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_headline(language: str) -> None:
    text = said(measures(interim_updates={"critical_posts_total": 600.0}), language)
    assert "{" not in text
    named = {"en": "interim updates", "de": "Zwischenstände", "fr": "Points d’étape"}
    assert named[language] in text
