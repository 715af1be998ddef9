"""Make a stock of simulated storms: a scenario under many settings, those kept that made one.

Settings of the trigger and of the parameters by which a storm spreads and tires are drawn
from their ranges. A first quarter of the runs teaches a random forest where storms arise, and the
others are drawn there, as most settings make none. In a folder the runs are kept as they
come, so that an interrupted call goes on.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.compiling import rules_mark
from sim.engines import compiled
from sim.errors import InputError, UnknownNameError
from sim.extras import require
from sim.fitting.laws import EXPONENT, duration
from sim.fitting.stock import KNOTS, Stock, course_of, volumes_of
from sim.language.told import Told
from sim.runs.cache import changed
from sim.runs.journal import Journal
from sim.runs.runner import ALL_CORES, Execution, Progress, run_in_processes
from sim.sampling import DEFAULT_SEED, latin_hypercube
from sim.scenario.schema import Scenario
from sim.storm.parameters import DECLARED

Setting = tuple[int, dict[str, float]]
"""A seed and the values that the run replaces."""
Ranges = Mapping[str, tuple[float, float]]

FITTED = (
    "feed_reach",
    "friends_notice",
    "arousal_gain",
    "susceptibility",
    "grievance_contagion",
    "threshold",
    "likes_weight",
    "crowd_half",
    "heated_visits",
    "page_visits",
    "reads_page",
    "grievance_half_life",
    "forgiveness_spread",
    "fatigue_half_life",
    "interest_decay",
    "interest_time",
    "sympathy_gain",
    "sympathy_half_life",
    "defending",
)
"""Parameters that are fitted by default: those by which a storm spreads and tires."""
OUTRAGE = {"incident.outrage_share": (0.02, 0.6), "incident.outrage_strength": (0.3, 1.0)}
FAILURE = {"incident.affected": (0.05, 0.8), "incident.severity": (0.2, 1.0)}
PRESS = {"media.articles_at": (3.0, 60.0), "media.outsiders_reached": (0.01, 0.3)}
"""Ranges of the trigger: how many it concerns and how badly, how soon the press writes."""
LOWEST_SHARE = 0.01
"""Lowest value drawn, as a share of the highest: a logarithm needs more than 0."""
RUN_DAYS, TICK = 60, "15min"
"""Length of a run and of its ticks."""
FEWEST = 100
"""Settings needed at least."""
FEWEST_STORMS = 50
"""Storms needed at least."""
STORM_VOLUME = 300
"""Posts that make a simulated run a storm."""
PILOT = 0.25
"""Share of the runs that find out where storms arise."""
PROPOSED = 20
"""Settings proposed for each run."""
LIKELY = (0.25, 0.65)
"""Chances of a storm (in balanced classes) below which no setting is run, and above which all."""
KNOWN = (np.log([0.46, 6.0]), np.array([0.4, 0.55]))
"""Middle and spread, over eighteen real storms, of the logarithms of two figures: the day after
the peak as a share of it, and the days from the peak to a tenth of it."""
KNOWN_EXPONENT = (EXPONENT, 0.4)
"""Middle and spread of their power-law exponents."""
INVALID = -1
"""In place of the figures of a run that failed."""
HEAVIEST = 0.985
"""Quantile at which weights of the prior are cut, so that no storm outweighs all others."""


def make_stock(
    scenario: Scenario,
    plan: str | None = None,
    number: int = 1000,
    parameters: Sequence[str] = FITTED,
    seed: int = DEFAULT_SEED,
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
) -> Stock:
    """Run a scenario once under each of so many settings, and keep those that made a storm.

    Without a plan it runs the scenario's first one. Raises InputError without an incident, with
    under ``FEWEST`` settings or too few storms, UnknownNameError for an unknown plan or parameter.
    """
    require("a stock", "sklearn", cluster=execution.cluster)
    if number < FEWEST:
        raise InputError(Told("counts.few_settings", n=number, least=FEWEST))
    if scenario.incident is None:
        raise InputError(Told("counts.no_incident", scenario=scenario.name))
    long = changed(scenario.document, scenario.name, {"clock.days": RUN_DAYS, "clock.tick": TICK})
    name = long.plan(plan or next(iter(long.plans))).name
    ranges = ranges_of(long, parameters)
    work = partial(course_of_run, long.document, long.name, name)
    pilot = draw_settings(ranges, max(FEWEST, round(PILOT * number)), seed)

    def made(settings: Sequence[Setting]) -> list[NDArray[np.int64]]:
        journal = _journal(execution, long, name, settings)
        return run_in_processes(work, settings, execution, progress, journal)

    first = made(pilot)
    chosen = _promising(pilot, first, ranges, number - len(pilot), seed)
    later = made(chosen) if chosen else []
    # The pilot covers the whole ranges, so it belongs to the stock only where nothing was chosen.
    settings, courses = (chosen, later) if chosen else (pilot, first)
    invalid = sum(course[0] == INVALID for course in (*first, *later))
    return _stock(long, name, settings, courses, (int(invalid), len(first) + len(later)))


def _stock(
    scenario: Scenario,
    plan: str,
    settings: Sequence[Setting],
    courses: Sequence[NDArray[np.int64]],
    counted: tuple[int, int],
) -> Stock:
    """Keep the settings that made a storm. Raise InputError if they are too few.

    ``counted`` are the runs that failed, and all that were tried.
    """
    invalid, tried = counted
    made = np.array(courses)
    keep = [place for place, course in enumerate(made) if is_storm(course)]
    if len(keep) < FEWEST_STORMS:
        raise InputError(
            Told("counts.few_storms", n=len(keep), settings=len(settings), scenario=scenario.name)
        )
    table = pd.DataFrame([settings[k][1] for k in keep], [settings[k][0] for k in keep])
    added = made[keep, 1:].reshape(len(keep), 4, -1)
    prior = prior_weights(_days(added[:, 0]))
    return Stock(scenario, plan, table, made[keep, 0].astype(np.intp),
                 np.minimum(added, np.iinfo(np.uint16).max).astype(np.uint16), prior, rules_mark(),
                 invalid, tried)  # fmt: skip


def is_storm(course: NDArray[np.int64]) -> bool:
    """Return True for the course of a run with enough critical posts."""
    return bool(course[1 : len(KNOTS)].sum() >= STORM_VOLUME)


def _promising(
    pilot: Sequence[Setting],
    courses: Sequence[NDArray[np.int64]],
    ranges: Ranges,
    number: int,
    seed: int,
) -> list[Setting]:
    """Draw settings where the pilot made storms. Return none if it tells nothing."""
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 (an extra)

    stormy = np.array([is_storm(course) for course in courses])
    if number <= 0 or not FEWEST_STORMS / 5 <= stormy.sum() < 0.9 * len(stormy):
        return []
    forest = RandomForestClassifier(
        200, min_samples_leaf=10, class_weight="balanced_subsample", random_state=seed
    ).fit(np.log([list(values.values()) for _, values in pilot]), stormy)
    proposed = draw_settings(ranges, PROPOSED * number, seed + 1)
    chance = forest.predict_proba(np.log([list(values.values()) for _, values in proposed]))[:, 1]
    share = np.clip((chance - LIKELY[0]) / (LIKELY[1] - LIKELY[0]), 0.0, 1.0)
    taken = np.flatnonzero(np.random.default_rng(seed).random(len(share)) < share)
    return [proposed[k] for k in taken[:number]]


def _journal(
    execution: Execution, scenario: Scenario, plan: str, settings: Sequence[Setting]
) -> Journal | None:
    """Open the journal of these settings, which has a file of its own in the folder."""
    if execution.folder is None:
        return None
    identity = json.dumps([scenario.document, plan, settings, rules_mark()], default=str)
    key = hashlib.sha256(identity.encode()).hexdigest()[:16]
    about = {"scenario": scenario.name, "plan": plan, "settings": len(settings)}
    return Journal(execution.folder, about, f"settings-{key}.jsonl")


def ranges_of(scenario: Scenario, parameters: Sequence[str] = FITTED) -> Ranges:
    """Return the ranges of the trigger and of these parameters, by their dotted names."""
    declared = {parameter.name: parameter for parameter in DECLARED}
    for name in parameters:
        if name not in declared:
            raise UnknownNameError("parameter", name, declared)
    incident = scenario.incident
    ranges: dict[str, tuple[float, float]] = {}
    if incident is not None and incident.outrage_share > 0:
        ranges |= OUTRAGE
    if incident is not None and incident.affected > 0:
        ranges |= FAILURE
    if scenario.media is not None:
        ranges |= PRESS
    return ranges | {f"parameters.{n}": (declared[n].low, declared[n].high) for n in parameters}


def draw_settings(ranges: Ranges, number: int, seed: int = DEFAULT_SEED) -> list[Setting]:
    """Draw settings that cover the logarithms of the ranges evenly, each with a seed."""
    lows = [max(low, LOWEST_SHARE * high) for low, high in ranges.values()]
    low, high = np.log(lows), np.log([high for _, high in ranges.values()])
    rows = np.exp(low + latin_hypercube(number, len(ranges), seed) * (high - low))
    return [
        (place, dict(zip(ranges, map(float, row), strict=True))) for place, row in enumerate(rows)
    ]


def course_of_run(
    document: Mapping[str, Any], name: str, plan: str, setting: Setting
) -> NDArray[np.int64]:
    """Run a setting. Return the hour of day 0, then the volumes between knots, kind by kind.

    A run that fails returns ``INVALID`` alone. It is counted and left out.
    """
    seed, values = setting
    scenario = changed(document, name, values)
    try:
        output = compiled.run(scenario, plan, seed)
    except (ArithmeticError, ValueError):
        return np.full(1 + 4 * (len(KNOTS) - 1), INVALID)
    volumes = volumes_of(output)
    begin, totals = course_of(volumes, output.hours_per_tick, scenario.clock.start_hours)
    added = np.diff(np.round(totals), axis=1)
    return np.concatenate(([begin], added.ravel())).astype(np.int64)


def _days(added: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the volumes of the first thirty days. Shape (storm, day)."""
    totals = np.pad(np.cumsum(added, axis=1), ((0, 0), (1, 0))).astype(float)
    edges = np.arange(31) * 24.0
    return np.array([np.diff(np.interp(edges, KNOTS, row)) for row in totals])


def shape_figures(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return logarithms of the day after the peak and the days to a tenth, and the exponent.

    Shape (storm, 3), from daily volumes of shape (storm, day).
    """
    rows = []
    for row in days:
        peak = int(min(row.argmax(), len(row) - 4))
        after, left = (row[peak + 1] + 0.5) / (row[peak] + 0.5), row[peak:]
        loud = left > 0
        time = np.log(np.arange(len(left)) + 1.0)[loud]
        fading = -np.polyfit(time, np.log(left[loud]), 1)[0] if loud.sum() > 3 else 3.0
        rows.append((np.log(after), np.log(max(1, duration(row) - peak)), fading))
    return np.array(rows)


def prior_weights(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights that let simulated storms decay as the eighteen real ones known do.

    A storm weighs as much as its figures are frequent among real storms, relative to how frequent
    they are among the simulated. The weights sum up to 1.
    """
    from scipy.stats import gaussian_kde, norm  # noqa: PLC0415 (slow to load)

    figures = shape_figures(days)
    middle = np.append(KNOWN[0], KNOWN_EXPONENT[0])
    spread = np.append(KNOWN[1], KNOWN_EXPONENT[1])
    wanted = np.asarray(norm.logpdf(figures, middle, spread)).sum(axis=1)
    there = gaussian_kde(figures.T).logpdf(figures.T)
    weights = np.exp(wanted - there)
    weights = np.minimum(weights, np.quantile(weights, HEAVIEST))
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares
