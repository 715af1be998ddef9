"""Sensitivity: which assumptions drive the results, by Morris screening and Sobol indices.

Morris' elementary effects say which of all assumed parameters matter at all (mu*: mean size of the
change when one of them moves). For those that matter most in any answer, Sobol indices say what
share of an answer's variance comes from each: alone (S1) and with all its interactions (ST), while
the others stay at their defaults. An index whose interval contains zero ranks nothing. Peak and
critical posts are taken as logarithms, so that a few explosive settings do not decide. Sampling
and analysis are those of SALib.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray
from pydantic import Field

from sim.errors import InputError
from sim.language.meanings import meaning_in
from sim.language.spoken import fixed, language, percent, say, thousands, whole
from sim.language.told import Told
from sim.sampling import DEFAULT_SEED
from sim.scenario.document import Document, Inconsistency
from sim.scenario.schema import Scenario
from sim.storm.parameters import DECLARED
from sim.studies.factors import Changes
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.sensitivity_answers import answers, important
from sim.studies.settings import Listed
from sim.studies.uncertainty import UncertainStudy, parameters_named

LEVELS = 4
ANSWERS = ("peak", "hours_above_rate", "critical_posts_total", "ranking")
"""Answers explained: each a mean over plans and seeds, the ranking as ``agreement``."""
MEANINGS = {declared.name: declared.meaning for declared in DECLARED}
INDEX_HEADS = (
    "studies.answer", "studies.assumption", "studies.with_interactions", "studies.alone",
)  # fmt: skip
SPREAD_HEADS = (
    "studies.answer",
    "studies.lowest_tenth",
    "studies.median",
    "studies.highest_tenth",
)
NO_NAME = "–"
"""Stands for the assumptions of an answer that cannot be ranked."""
INDICES = ("S1", "S1_conf", "ST", "ST_conf")


@dataclass(frozen=True, slots=True)
class SensitivityResult:
    """The assumptions that drive each answer."""

    scenario: str
    plans: tuple[str, ...]
    pairs: int
    morris: pd.DataFrame
    """Per answer and parameter: mu_star, its 95 % half-width, sigma. The largest come first."""
    sobol: pd.DataFrame
    """Per answer and important parameter: S1, ST and their 95 % half-widths."""
    spread: pd.DataFrame
    """Per answer: 10 %, 50 % and 90 % quantile over the settings of the Sobol step."""
    screened: pd.DataFrame
    """The same over the settings of the screening, where all assumptions move at once."""
    settings: int = 0
    """Settings that were run, each under every plan and seed."""
    sampled: int = 0
    """… of which of the Sobol step, where few assumptions move and the others do not."""
    story: Scenario | None = None
    """The scenario, whose titles are shown."""

    def about(self) -> str:
        """Say how much was run."""
        return say(
            "drivers.about", settings=thousands(self.settings), scenario=self.called,
            plans=whole(len(self.plans)), seeds=whole(self.pairs),
        )  # fmt: skip

    @property
    def called(self) -> str:
        """What the scenario is called: in English as its file is, else by its title."""
        if self.story is None or language() == "en":
            return self.scenario
        return self.story.titled(language())

    def headline(self) -> str:
        """Name what drives the peak: the parameters whose intervals reach that of the first."""
        table = self.sobol[self.sobol["answer"] == "peak"]
        first = table.iloc[0]
        if np.isnan(first["ST"]):
            return say("studies.peak_moved_by_none")
        table = table[tells(table)]
        if table.empty:
            return say("studies.peak_moved_by_unknown")
        first = table.iloc[0]
        level = table["ST"] + table["ST_conf"] >= first["ST"] - first["ST_conf"]
        *others, last = (assumption_name(str(name)) for name in table["parameter"][level][:3])
        if others:
            last = say("studies.and_last", names=", ".join(others), last=last)
        return say("studies.peak_moved_by", names=last)

    def words(self) -> str:
        """Return a sentence per answer, and on the order of plans while few or all move."""
        few = say(
            "drivers.order", moved=whole(self.sobol["parameter"].nunique()),
            settings=thousands(self.sampled), **_order(self.spread),
        )  # fmt: skip
        screened = thousands(self.settings - self.sampled)
        all_move = say("drivers.order_all", settings=screened, **_order(self.screened))
        return " ".join([*(_sentence(answer, self.sobol) for answer in ANSWERS), few, all_move])

    def tables(self) -> tuple[ResultTable, ResultTable]:
        """Tabulate Sobol's indices, and the spread of every answer."""
        rows = tuple(
            (answer_name(answer), parameter, total, alone)
            for answer, parameter, total, alone in shares(self.sobol)
        )
        spread = tuple(
            (answer_name(str(answer)), *map(fixed, values))
            for answer, values in zip(self.spread.index, self.spread.to_numpy(), strict=True)
        )
        return (
            ResultTable(tuple(map(say, INDEX_HEADS)), rows),
            ResultTable(tuple(map(say, SPREAD_HEADS)), spread),
        )


class Sensitivity(UncertainStudy):
    """Assumed parameters ranked by what they do to the peak, the duration and the ranking."""

    fewest_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (0, 0)

    kind: Literal["sensitivity"] = Field(description="Which assumptions drive the results.")
    seeds: int = Field(3, ge=2, le=1000, description="Seeds on which every setting is run.")
    trajectories: int = Field(8, ge=2, le=1000, description="Paths of the Morris screening.")
    samples: int = Field(64, ge=1, le=65_536, description="Sobol's base number, a power of 2.")
    most: int = Field(6, ge=1, description="Parameters whose share of the variance is computed.")

    @classmethod
    def mistakes(cls, document: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Yield the mistakes of every study, and those of a sensitivity study."""
        yield from super().mistakes(document, plans)
        samples = document.get("samples")
        if isinstance(samples, int) and samples > 0 and samples & (samples - 1):
            yield Inconsistency(("samples",), f"has to be a power of 2, such as 64: not {samples}")
        if "measures" in document:
            problem = "are fixed in a study of this kind; leave them out"
            yield Inconsistency(("measures",), problem)

    @property
    def problem(self) -> dict[str, Any]:
        """Names and ranges of the parameters, as SALib wants them."""
        return self._problem([declared.name for declared in parameters_named(self.parameters)])

    def _problem(self, names: Sequence[str]) -> dict[str, Any]:
        declared = {parameter.name: parameter for parameter in DECLARED}
        bounds = [[declared[name].low, declared[name].high] for name in names]
        return {"num_vars": len(names), "names": list(names), "bounds": bounds}

    @property
    def later(self) -> int:
        """Number of settings of the second stage."""
        return self.samples * (min(self.most, len(parameters_named(self.parameters))) + 2)

    def settings(self) -> Listed:
        """Return the settings of the first stage: the defaults, then Morris' paths."""
        return Listed([{}, *_changes(self.problem, self._paths())])

    def both_stages(self, dataset: xr.Dataset) -> Listed:
        """Return the settings of both stages. ``dataset`` holds the runs of the first."""
        problem = self._problem(important(self._morris(answers(dataset)), self.most))
        return Listed([*self.settings().every, *_changes(problem, self._grid(problem))])

    def quick(self) -> dict[str, Any]:
        """Take few paths, samples and seeds."""
        return {"trajectories": 2, "samples": min(self.samples, 2), "seeds": 2}

    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Rank the assumptions by what they do to each answer."""
        result = self.analysed(runs)
        return StudyFinding(result.headline(), result.tables(), chart_data={"result": result})

    def analysed(self, runs: StudyRuns) -> SensitivityResult:
        """Analyse the runs of both stages by Morris' effects and Sobol's indices."""
        table = answers(runs.dataset)
        morris = self._morris(table)
        names = important(morris, self.most)
        first = len(self.settings())
        screened, sampled = table.iloc[1:first], table.iloc[first:]
        return SensitivityResult(
            self.scenario, tuple(self.plan_names), self.seeds, morris,
            self._sobol(self._problem(names), sampled), _spread(sampled), _spread(screened),
            len(table) - 1, len(sampled), runs.scenario,
        )  # fmt: skip

    def _paths(self) -> NDArray[np.float64]:
        """Draw Morris' paths, of shape (settings, parameters)."""
        sample, _ = salib("morris")
        paths: NDArray[np.float64] = sample.sample(
            self.problem, self.trajectories, num_levels=LEVELS, seed=DEFAULT_SEED
        )
        return paths

    def _grid(self, problem: Mapping[str, Any]) -> NDArray[np.float64]:
        """Draw Sobol's settings, of shape (settings, parameters)."""
        sample, _ = salib("sobol")
        grid: NDArray[np.float64] = sample.sample(
            problem, self.samples, calc_second_order=False, seed=DEFAULT_SEED
        )
        return grid

    def _morris(self, table: pd.DataFrame) -> pd.DataFrame:
        """Compute Morris' effects per answer, the largest first."""
        _, analyze = salib("morris")
        paths = self._paths()
        tables = []
        for answer in ANSWERS:
            values = table[answer].to_numpy()[1 : len(paths) + 1]
            effects = analyze.analyze(
                self.problem, paths, values, num_levels=LEVELS, seed=DEFAULT_SEED
            )
            columns = {key: effects[key] for key in ("mu_star", "mu_star_conf", "sigma")}
            rows = {"answer": answer, "parameter": self.problem["names"], **columns}
            tables.append(pd.DataFrame(rows).sort_values("mu_star", ascending=False))
        return pd.concat(tables, ignore_index=True)

    def _sobol(self, problem: Mapping[str, Any], table: pd.DataFrame) -> pd.DataFrame:
        """Compute Sobol's indices per answer, NaN if an answer never moves.

        Those that tell something come first, the largest of them on top.
        """
        _, analyze = salib("sobol")
        tables = []
        for answer in ANSWERS:
            values = table[answer].to_numpy()
            rows: dict[str, Any] = {"answer": answer, "parameter": problem["names"]}
            if np.ptp(values) > 0:
                with warnings.catch_warnings():  # a parameter that moves nothing has no share
                    warnings.filterwarnings("ignore", message="Constant values encountered")
                    indices = analyze.analyze(
                        problem, values, calc_second_order=False, seed=DEFAULT_SEED
                    )
                rows |= {key: indices[key] for key in INDICES}
            else:
                rows |= dict.fromkeys(INDICES, np.nan)
            tables.append(ordered(pd.DataFrame(rows)))
        return pd.concat(tables, ignore_index=True)


def ordered(shares: pd.DataFrame) -> pd.DataFrame:
    """Order an answer's shares: those that tell something first, the largest on top."""
    by_size = shares.sort_values("ST", ascending=False, kind="stable")
    return pd.concat([by_size[tells(by_size)], by_size[~tells(by_size)]])


def _spread(table: pd.DataFrame) -> pd.DataFrame:
    """Return the 10 %, 50 % and 90 % quantile of every answer over settings."""
    quantiles = {"low": 0.1, "median": 0.5, "high": 0.9}
    values = table[list(ANSWERS)]
    return pd.DataFrame({name: values.quantile(q) for name, q in quantiles.items()})


def _order(spread: pd.DataFrame) -> dict[str, str]:
    """Return the quantiles of the share of pairs of plans in their usual order, as text."""
    told = spread.loc["ranking"].to_dict().items()
    return {str(name): percent(share) for name, share in told}


def tells(shares: pd.DataFrame) -> "pd.Series[bool]":
    """Tell of each row whether the interval of its total share leaves zero out."""
    return shares["ST"] > shares["ST_conf"]


def share(row: Mapping[Any, Any], index: str) -> str:
    """Return one of Sobol's indices with its 95 % half-width as text, or that it tells nothing."""
    value, half = row[index], row[f"{index}_conf"]
    if np.isnan(value):
        return "–"
    return say("drivers.untold") if abs(value) <= half else f"{fixed(value)} ± {fixed(half)}"


def shares(sobol: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    """Yield answer, assumption, total share and share alone, one row where nothing ranks them."""
    for answer, table in sobol.groupby("answer", sort=False):
        rows = table.to_dict("records")
        if not tells(table).any() and not table["ST"].isna().all():
            yield str(answer), NO_NAME, say("drivers.untold"), say("drivers.untold")
            continue
        for row in rows:
            yield str(answer), str(row["parameter"]), share(row, "ST"), share(row, "S1")


def answer_name(answer: str) -> str:
    """Return what an answer is called."""
    return say(f"studies.answer_{answer}")


def assumption_name(parameter: str) -> str:
    """Return what an assumption is called: in English as words, else as scenarios write it."""
    return parameter.replace("_", " ") if language() == "en" else parameter


def meaning(parameter: str) -> str:
    """Return what an assumption means."""
    return meaning_in(language(), "parameters", parameter, MEANINGS[parameter])


def _sentence(answer: str, sobol: pd.DataFrame) -> str:
    """Name the two strongest causes of an answer."""
    table = sobol[sobol["answer"] == answer]
    rows = table[tells(table)].head(2).to_dict("records")
    of, what = say(f"drivers.of_{answer}"), say(f"drivers.what_{answer}")
    if table["ST"].isna().all():
        return say("drivers.none", what=what)
    if not rows:
        return say("drivers.unknown", what=what)
    if (table["S1"] <= table["S1_conf"]).all():
        return say("drivers.together", what=what)
    first, *then = (
        say("drivers.cause", meaning=meaning(str(row["parameter"])), share=percent(row["ST"]),
            half=percent(row["ST_conf"]))
        for row in rows
    )  # fmt: skip
    if not then:
        return say("drivers.comes_from_one", of=of, first=first)
    return say("drivers.comes_from", of=of, first=first, second=then[0])


def _changes(problem: Mapping[str, Any], rows: NDArray[np.float64]) -> list[Changes]:
    """Turn rows of values into what settings replace."""
    paths = [f"parameters.{name}" for name in problem["names"]]
    return [dict(zip(paths, map(float, row), strict=True)) for row in rows]


def salib(method: Literal["morris", "sobol"]) -> tuple[ModuleType, ModuleType]:
    """Import SALib's modules to sample and to analyse, or say what to install."""
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module(f"SALib.sample.{method}"), import_module(f"SALib.analyze.{method}")
    except ImportError:
        raise InputError(Told("drivers.no_salib")) from None
