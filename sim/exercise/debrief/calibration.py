"""Forecasts of the teams held against what came, and against what could have come.

One storm is one draw, so that a good forecast may fail by chance. The measure is therefore what
the same decisions lead to on other chance, from where the team stood when it gave its forecast
(``sim.runs.futures``). Nobody can know more than that.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.engines.resumable import ResumableRun
from sim.engines.setup import draw_population
from sim.exercise.debrief.forecast_results import ForecastOutcome, TeamCalibration, Verdict
from sim.exercise.debrief.results import Debrief
from sim.exercise.decisions import Decided, windows
from sim.exercise.forecast import SURE, TeamForecast, interval_score, way_of
from sim.language.typesetting import Language
from sim.results.severity import WINDOW
from sim.results.windows import per_hour
from sim.runs.futures import Futures
from sim.runs.growing import GrowingRun
from sim.scenario import Scenario

FUTURES = 30
"""Futures behind each forecast."""
LEAST_WIDTH = 1.0
"""Posts an hour that chance is taken to span at least."""
TOO_FEW_HELD, TOO_MANY_HELD, WIDE = 0.65, 0.92, 1.5
"""Shares of the futures, and a width, from which spans are called too narrow or too wide."""
LEAST_FOR_BEST = 2
"""Forecasts from which a team can have the best ones."""

Given = Mapping[str, Mapping[int, TeamForecast]]
"""Forecasts by team and round."""


def with_forecasts(
    debrief: Debrief, scenario: Scenario, plans: Mapping[str, Decided], given: Given
) -> Debrief:
    """Return the debrief with the calibration of each team that has given a forecast."""
    seed, language = debrief.seed, debrief.language
    teams = [
        replace(
            team, calibration=calibration(scenario, seed, plans[team.team], forecasts, language)
        )
        if (forecasts := given.get(team.team)) and team.team in plans
        else team
        for team in debrief.teams
    ]
    return replace(debrief, teams=teams)


def calibration(
    scenario: Scenario,
    seed: int,
    decided: Decided,
    given: Mapping[int, TeamForecast],
    language: Language = "en",
) -> TeamCalibration | None:
    """Return how a team's forecasts fare, or None without any of a round that was closed."""
    script, spans = scenario.exercise, windows(scenario)
    people = draw_population(scenario, seed)
    run = GrowingRun(scenario, seed, None, people, log_stances=False)
    run.live_until(spans[0].begin)
    found = []
    for number, span in enumerate(spans):
        standing, before = run.checkpoint(), rate_of(run)
        steps = decided.get(number, ())
        for step in steps:
            run.add(step)
        run.live_until(span.end)
        if number not in given or script is None:
            continue
        futures = Futures(scenario, seed, standing)
        rates = []
        for future in map(futures.begin, range(FUTURES)):
            for step in steps:
                future.add(step)
            future.live_until(span.end)
            rates.append(rate_of(future))
        title = script.rounds[number].title.in_language(language)
        found.append(
            _outcome(number, title, given[number], (before, rate_of(run)), np.array(rates))
        )
    return summary(found) if found else None


def rate_of(run: ResumableRun) -> float:
    """Return critical posts an hour, over the last three hours, where a run stands."""
    posts = run.series["critical_posts"]
    return float(per_hour(posts, WINDOW, run.scenario.hours_per_tick)[-1]) if len(posts) else 0.0


def _outcome(
    number: int,
    title: str,
    forecast: TeamForecast,
    rates: tuple[float, float],
    futures: NDArray[np.float64],
) -> ForecastOutcome:
    """Hold a forecast against the rates before and after, and those of the futures."""
    tail = (1.0 - SURE) / 2.0
    low, high = (float(np.quantile(futures, q)) for q in (tail, 1.0 - tail))
    inside = (forecast.low <= futures) & (futures <= forecast.high)
    return ForecastOutcome(
        round=number,
        round_title=title,
        low=forecast.low,
        high=forecast.high,
        way=forecast.way,
        came=rates[1],
        went=way_of(*rates),
        chance_low=low,
        chance_high=high,
        covered=float(inside.mean()),
        score=interval_score(forecast.low, forecast.high, futures.tolist()),
        best_score=interval_score(low, high, futures.tolist()),
    )


def summary(found: list[ForecastOutcome]) -> TeamCalibration:
    """Return what all forecasts of a team say together."""
    named = sum(each.high - each.low for each in found)
    chance = sum(max(LEAST_WIDTH, each.chance_high - each.chance_low) for each in found)
    best = sum(max(LEAST_WIDTH, each.best_score) for each in found)
    covered, width = float(np.mean([each.covered for each in found])), named / chance
    return TeamCalibration(
        outcomes=found,
        futures=FUTURES,
        held=sum(each.held for each in found),
        covered=covered,
        width=width,
        score=sum(each.score for each in found) / best,
        verdict=verdict(covered, width),
    )


def verdict(covered: float, width: float) -> Verdict:
    """Return whether spans were too narrow, in the wrong place, too wide, or fitting."""
    if covered < TOO_FEW_HELD:
        return "too_sure" if width < 1.0 else "beside"
    return "too_unsure" if covered > TOO_MANY_HELD and width > WIDE else "fits"


def best_forecast(debrief: Debrief) -> tuple[str, TeamCalibration] | None:
    """Return the team with the best forecasts, if there is just one, and its calibration.

    A team none of whose spans held is not praised, however small its score.
    """
    given = [(team.team, team.calibration) for team in debrief.teams]
    found = sorted(
        (
            (team, kept)
            for team, kept in given
            if kept is not None and kept.held and len(kept.outcomes) >= LEAST_FOR_BEST
        ),
        key=lambda each: each[1].score,
    )
    tied = any(first[1].score == second[1].score for first, second in pairwise(found[:2]))
    return found[0] if found and not tied else None
