"""Which assumptions drive the results: Morris screening, then Sobol on the important ones.

Morris' elementary effects say which of all assumed parameters matter at all (mu*: mean size
of the change when one of them moves). For those that matter most in any answer, Sobol
indices say what share of an answer's variance comes from each: alone (S1) and with all its
interactions (ST). Peak and critical posts are taken as logarithms, so that a few explosive
settings do not decide.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.runs.assumptions import assumptions
from sim.runs.cache import RunCache
from sim.runs.runner import Execution, run_in_processes
from sim.runs.summary import measured
from sim.sampling import DEFAULT_SEED
from sim.storm.parameters import DECLARED

LEVELS = 4
ANSWERS = {
    "peak": "peak (logarithm)",
    "hours_above_rate": "hours above 5 posts/h",
    "critical_posts_total": "critical posts (logarithm)",
    "ranking": "ranking of the plans",
}
"""What is explained; each a mean over plans and seeds, the ranking as :func:`agreement`."""
MEANS = {declared.name: declared.meaning for declared in DECLARED}
Levels = Mapping[str, float]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What drives each answer."""

    scenario: str
    plans: tuple[str, ...]
    pairs: int
    morris: pd.DataFrame
    """Per answer and parameter: mu_star, its 95 % half-width, sigma; the largest first."""
    sobol: pd.DataFrame
    """Per answer and important parameter: S1, ST and their 95 % half-widths."""
    spread: pd.DataFrame
    """Per answer: 10 %, 50 % and 90 % quantile over the settings of the Sobol step."""
    settings: int = 0
    """Settings that were run, each under every plan and seed."""

    def about(self) -> str:
        """What was run."""
        return (
            f"{self.settings:,} settings of {self.scenario}, each under {len(self.plans)} plans "
            f"and {self.pairs} seeds (Sobol's shares with 95 % intervals)."
        )

    def words(self) -> str:
        """The finding in a plain paragraph."""
        lines = [_sentence(answer, self.sobol) for answer in ANSWERS]
        kept = self.spread.loc["ranking"]
        order = (
            f"Over these settings the order of two plans by critical posts is as under the "
            f"defaults in {kept['median']:.0%} of pairs of plans (median; 10–90 % of settings: "
            f"{kept['low']:.0%} to {kept['high']:.0%})."
        )
        return " ".join([*lines, order])


def sensitivity(
    scenario: str,
    plans: Sequence[str],
    trajectories: int = 8,
    samples: int = 64,
    pairs: int = 3,
    most: int = 6,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Sensitivity:
    """Screen all assumptions, then share out the variance among the ``most`` important ones.

    ``trajectories`` is Morris' number of paths, ``samples`` Sobol's base number (a power of
    2), ``pairs`` the seeds on which every setting is run; ``cluster`` is the address of a Dask
    scheduler whose workers do the runs.
    """
    if len(plans) < 2 or samples & (samples - 1):
        raise InputError("name at least two plans, and a power of 2 as the number of samples")
    salib = _salib()
    names = [one.name for one in assumptions()]
    usual = answers(scenario, plans, pairs, {}, {})
    work = partial(answers, scenario, list(plans), pairs, usual)
    total = trajectories * (len(names) + 1) + samples * (most + 2)

    paths = salib.morris_sample(_problem(names), trajectories, num_levels=LEVELS, seed=DEFAULT_SEED)
    found = _run(work, names, paths, workers, _from(progress, 0, total), cluster)
    morris = _screened(salib, names, paths, found)
    chosen = important(morris, most)
    grid = salib.sobol_sample(_problem(chosen), samples, calc_second_order=False, seed=DEFAULT_SEED)
    found = _run(work, chosen, grid, workers, _from(progress, len(paths), total), cluster)
    return Sensitivity(
        scenario, tuple(plans), pairs, morris, _shared_out(salib, chosen, found), _spread(found),
        len(paths) + len(grid),
    )  # fmt: skip


def answers(
    scenario: str, plans: Sequence[str], pairs: int, usual: Levels, parameters: Levels
) -> dict[str, float]:
    """The answers of one setting; by plan its critical posts, from which the ranking comes."""
    cache = RunCache(pairs, parameters, workers=1)
    story = cache.story(scenario)
    runs = {plan: cache.runs(story, plan) for plan in plans}
    level = {
        measure: float(np.mean([measured(runs[plan], measure) for plan in plans]))
        for measure in ("peak", "hours_above_rate", "critical_posts_total")
    }
    areas = {
        f"area of {plan}": float(measured(runs[plan], "critical_posts_total").mean())
        for plan in plans
    }
    return {
        "peak": float(np.log1p(level["peak"])),
        "hours_above_rate": level["hours_above_rate"],
        "critical_posts_total": float(np.log1p(level["critical_posts_total"])),
        "ranking": agreement(areas, usual) if usual else 1.0,
        **areas,
    }


def agreement(areas: Levels, usual: Levels) -> float:
    """Share of pairs of plans whose order by critical posts is that under the defaults."""
    same = [
        np.sign(areas[one] - areas[other]) == np.sign(usual[one] - usual[other])
        for one, other in combinations(areas, 2)
    ]
    return float(np.mean(same))


def important(morris: pd.DataFrame, most: int) -> list[str]:
    """The parameters with the largest effects, relative to the largest in the same answer."""
    largest = morris.groupby("answer")["mu_star"].transform("max")
    relative = (morris["mu_star"] / largest.where(largest > 0, 1.0)).groupby(morris["parameter"])
    return [str(name) for name in relative.max().sort_values(ascending=False).index[:most]]


def _run(
    work: Callable[[Levels], dict[str, float]],
    names: Sequence[str],
    settings: NDArray[np.float64],
    workers: int | None,
    progress: Progress | None,
    cluster: str | None,
) -> pd.DataFrame:
    """The answers of all settings, a row each."""
    jobs = [dict(zip(names, map(float, row), strict=True)) for row in settings]
    return pd.DataFrame(run_in_processes(work, jobs, Execution(workers, cluster), progress))


def _screened(
    salib: "_Salib", names: list[str], paths: NDArray[np.float64], found: pd.DataFrame
) -> pd.DataFrame:
    """Morris' effects per answer, the largest first."""
    tables = []
    for answer in ANSWERS:
        said = salib.morris_analyze(
            _problem(names), paths, found[answer].to_numpy(), num_levels=LEVELS, seed=DEFAULT_SEED
        )
        rows = {"answer": answer, "parameter": names, "mu_star": said["mu_star"],
                "mu_star_conf": said["mu_star_conf"], "sigma": said["sigma"]}  # fmt: skip
        tables.append(pd.DataFrame(rows).sort_values("mu_star", ascending=False))
    return pd.concat(tables, ignore_index=True)


def _sobol(salib: "_Salib", chosen: list[str], values: NDArray[np.float64]) -> Any:
    """Sobol's indices; where an assumption moves nothing in the sample, it has no share."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Constant values encountered")
        return salib.sobol_analyze(
            _problem(chosen), values, calc_second_order=False, seed=DEFAULT_SEED
        )


def _shared_out(salib: "_Salib", chosen: list[str], found: pd.DataFrame) -> pd.DataFrame:
    """Sobol's indices per answer, the largest first; NaN where an answer never moves."""
    tables = []
    for answer in ANSWERS:
        values = found[answer].to_numpy()
        rows: dict[str, Any] = {"answer": answer, "parameter": chosen}
        if np.ptp(values) > 0:
            said = _sobol(salib, chosen, values)
            rows |= {key: said[key] for key in ("S1", "S1_conf", "ST", "ST_conf")}
        else:
            rows |= dict.fromkeys(("S1", "S1_conf", "ST", "ST_conf"), np.nan)
        tables.append(pd.DataFrame(rows).sort_values("ST", ascending=False))
    return pd.concat(tables, ignore_index=True)


def _spread(found: pd.DataFrame) -> pd.DataFrame:
    """Quantiles of every answer over settings."""
    shares = {"low": 0.1, "median": 0.5, "high": 0.9}
    return pd.DataFrame({name: found[list(ANSWERS)].quantile(q) for name, q in shares.items()})


def _sentence(answer: str, sobol: pd.DataFrame) -> str:
    """The two strongest causes of an answer."""
    told = sobol[sobol["answer"] == answer]
    rows = told.head(2).to_dict("records")
    if np.isnan(rows[0]["ST"]):
        return f"Nothing moves the {ANSWERS[answer]}."
    if rows[0]["ST_conf"] >= rows[0]["ST"]:
        return f"So few samples do not tell what moves the {ANSWERS[answer]}."
    if (told["S1"] <= told["S1_conf"]).all():
        return (
            f"No assumption by itself moves the {ANSWERS[answer]}: where it moves, it is by "
            "several at once, or by chance."
        )
    causes = [f"“{MEANS[r['parameter']]}” ({r['ST']:.0%} ± {r['ST_conf']:.0%})" for r in rows]
    return f"Of the variance of {ANSWERS[answer]}, most goes with {', then '.join(causes)}."


def _problem(names: Sequence[str]) -> dict[str, Any]:
    """Names and ranges, as SALib wants them."""
    ranges = {one.name: [one.low, one.high] for one in assumptions()}
    return {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [ranges[name] for name in names],
    }


def _from(progress: Progress | None, start: int, total: int) -> Progress | None:
    """Progress of one step within all."""
    return None if progress is None else (lambda done, _: progress(start + done, total))


@dataclass(frozen=True, slots=True)
class _Salib:
    """The four functions of SALib that are used."""

    morris_sample: Callable[..., Any]
    morris_analyze: Callable[..., Any]
    sobol_sample: Callable[..., Any]
    sobol_analyze: Callable[..., Any]


def _salib() -> _Salib:
    """SALib, or what to install."""
    try:
        from SALib.analyze import morris as analyze_morris  # noqa: PLC0415 (an extra)
        from SALib.analyze import sobol as analyze_sobol  # noqa: PLC0415
        from SALib.sample import morris as sample_morris  # noqa: PLC0415
        from SALib.sample import sobol as sample_sobol  # noqa: PLC0415
    except ImportError:
        raise InputError(
            "the sensitivity study needs SALib; pip install 'shitstorm-sim[studies]'"
        ) from None
    return _Salib(
        sample_morris.sample, analyze_morris.analyze, sample_sobol.sample, analyze_sobol.analyze
    )
