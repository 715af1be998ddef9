"""Keep a posterior in one file, whose sets every command reads and whose rest the checks read."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.figure_emulators import FigureEmulators
from sim.calibration.posterior import MeasuredSet, PosteriorOptions, RulesPosterior, parameter_sets
from sim.calibration.prior import Prior
from sim.calibration.space import Dimension, Space
from sim.calibration.windows import Windows
from sim.errors import InputError
from sim.language.told import Told
from sim.runs.plausible import SHIPPED
from sim.writing import written

EMULATED = ("intercepts", "weights", "errors", "skills", "luck")


def save_posterior(found: RulesPosterior, file: Path, about: Mapping[str, Any]) -> None:
    """Write a posterior with what made it. The file is never half written."""
    measured, prior = found.measured, found.prior
    names = list(found.labels)
    meta = {
        "names": prior.names, "rules": found.rules, "about": dict(about),
        "options": asdict(found.options), "labels": found.labels, "left_out": found.left_out,
        "dimensions": [asdict(one) for one in prior.space.dimensions], "spread": prior.spread,
        "figures": found.windows.emulators.names, "answers": found.answers.names,
        "rows": list(measured[0].verdicts), "answer_names": list(measured[0].answers),
    }  # fmt: skip
    arrays: dict[str, Any] = {
        "values": np.array([list(one.values()) for one in parameter_sets(found)]),
        "weights": found.weights,
        "coordinates": found.coordinates.astype(np.float32),
        "low": found.windows.low,
        "high": found.windows.high,
        "waves": np.array([one.wave for one in measured], np.int16),
        "seconds": np.array([one.seconds for one in measured], np.float32),
        "points": np.array([one.coordinates for one in measured], np.float32),
        "measured": np.array([[one.figures.get(name, np.nan) for name in names]
                              for one in measured], np.float32),
        "answered": np.array([list(one.answers.values()) for one in measured], np.float32),
        "verdicts": np.array([list(one.verdicts.values()) for one in measured], "U16"),
    }  # fmt: skip
    for which, emulators in (("figures", found.windows.emulators), ("answers", found.answers)):
        arrays |= {f"{which}_{part}": getattr(emulators, part).astype(np.float32)
                   for part in EMULATED}  # fmt: skip
    with written(file) as aside, aside.open("wb") as target:
        np.savez_compressed(target, meta=np.array(json.dumps(meta)), **arrays)


def load_posterior(file: Path | None = None) -> RulesPosterior:
    """Return the posterior in a file, that of the package if None.

    Raises InputError if the file is missing or damaged.
    """
    file = file or SHIPPED
    try:
        with np.load(file, allow_pickle=False) as kept:
            return _posterior(json.loads(str(kept["meta"])), dict(kept))
    except FileNotFoundError:
        raise InputError(Told("calibration.no_posterior", file=file)) from None
    except Exception as problem:
        raise InputError(Told("calibration.damaged", file=file, problem=problem)) from None


def _posterior(meta: dict[str, Any], kept: dict[str, Any]) -> RulesPosterior:
    """Return the posterior of what a file holds."""
    options = {**meta["options"], "waves": tuple(meta["options"]["waves"])}
    figures, answers = (
        FigureEmulators(
            tuple(meta[which]), *(kept[f"{which}_{part}"].astype(float) for part in EMULATED)
        )
        for which in ("figures", "answers")
    )
    names = list(meta["labels"])
    measured = tuple(
        MeasuredSet(
            int(kept["waves"][k]), kept["points"][k].astype(float),
            dict(zip(names, map(float, kept["measured"][k]), strict=True)), {},
            dict(zip(meta["rows"], map(str, kept["verdicts"][k]), strict=True)),
            dict(zip(meta["answer_names"], map(float, kept["answered"][k]), strict=True)),
            float(kept["seconds"][k]),
        )
        for k in range(len(kept["waves"]))
    )  # fmt: skip
    space = Space(tuple(Dimension(**one) for one in meta["dimensions"]))
    return RulesPosterior(
        Prior(space, meta["spread"]),
        Windows(figures, kept["low"], kept["high"], np.ones(len(figures.names))),
        answers, kept["coordinates"].astype(float), kept["weights"], measured, meta["labels"],
        tuple(meta["left_out"]), PosteriorOptions(**options), meta["rules"],
    )  # fmt: skip
