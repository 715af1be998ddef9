"""Tables and picture of the backtest on real storms, for the page on fitting."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from sim.fitting.laws import LAWS
from sim.language.typesetting import markdown_table

PICTURE = "![Bands as of a day after the peak](pictures/real-storms.png)"
FORECAST = {"peak_day": "busiest day", "duration": "duration", "total": "total"}


def fits_blocks(folder: Path, pictures: Path) -> dict[str, str]:
    """Return the tables that follow from a backtest's output folder."""
    fits, forecasts = (pd.read_csv(folder / f"{name}.csv") for name in ("fits", "forecasts"))
    calibration = pd.read_csv(folder / "calibration.csv")
    record = json.loads((folder / "fits.json").read_text(encoding="utf-8"))
    shutil.copy(folder / "real-storms.png", pictures / "real-storms.png")
    return {
        "fits": f"{fits_table(fits, record)}\n\n{PICTURE}",
        "pair": pair_words(record),
        "forecasts": forecasts_table(calibration, forecasts),
    }


def fits_table(fits: pd.DataFrame, record: dict[str, Any]) -> str:
    """Return a row per storm: coverage, scores, and how counts decay in data and model."""
    rows = []
    decays = [storm["decay"]["t50_days"] for storm in record.values() if "t50_days" not in storm]
    for row, half in zip(fits.to_dict("records"), decays, strict=True):
        scores = {name: row[name] for name in ("model", *LAWS)}
        best = max(scores, key=lambda name: scores[name])
        cells = [
            f"**{minus(value)}**" if name == best else minus(value)
            for name, value in scores.items()
        ]
        decay = f"{half['data']:.1f} ({half['low']:.1f}–{half['high']:.1f})"
        rows.append(
            [row["storm"], str(row["days_trained"]), f"{row['covered']:.0%}", *cells, decay]
        )
    headings = ("storm", "days seen", "in 80 % band", "model", *LAWS, "T50, days")
    return f"{markdown_table(headings, rows, figures_from=1)}\n\n{summed_up(fits, record)}"


def summed_up(fits: pd.DataFrame, record: dict[str, Any]) -> str:
    """Return the sentence below the table."""
    first = next(iter(record.values()))
    better = {
        "as scored here": (fits["model"] > fits["power law"]).sum(),
        "day by day": (fits["model_day_by_day"] > fits["power law"]).sum(),
        "with the scatter left open to both": (
            fits["model_open_scatter"] > fits["power law_open_scatter"]
        ).sum(),
    }
    ways = ", ".join(f"{number} {way}" for way, number in better.items())
    return (
        f"{first['settings']:,} settings of {first['scenario']}. The band holds at least 70 % of "
        f"the days in {(fits['covered'] >= 0.7).sum()} of {len(fits)} storms. Forecast better than "
        f"by the fixed power law: {ways}. In brackets: 80 % of the storms like it."
    )


def pair_words(record: dict[str, Any]) -> str:
    """Describe the joint fit of critics and defenders."""
    said = []
    for label, one in record.items():
        if "t50_days" not in one:
            continue
        halves = [
            f"{name} {row['data']:.1f} days (storms like it: {row['low']:.1f}–{row['high']:.1f})"
            for name, row in one["t50_days"].items()
        ]
        share = one["defenders_later_in_share_of_storms"]
        said.append(
            f"{label[0].upper()}{label[1:]}, T50 counted: {', '.join(halves)}. Defenders come "
            f"later in {share:.0%} of the storms like it, by weight."
        )
    return "\n".join(said)


def forecasts_table(calibration: pd.DataFrame, forecasts: pd.DataFrame) -> str:
    """Return a row per number of hours seen: calibration, and who was forecast better."""
    rows = []
    for row in calibration.to_dict("records"):
        held = [f"{row[f'{name}_covered']:.0%}" for name in (*FORECAST, "days")]
        better = [str(row[f"better_than_{name}"]) for name in (*LAWS, "average storm")]
        rows.append([f"{row['hours']:g}", str(row["storms"]), *held, *better])
    inside = [
        forecasts[name].between(forecasts[f"{name}_low"], forecasts[f"{name}_high"])
        for name in FORECAST
    ]
    share = float(pd.concat(inside).mean())
    note = f"Of all figures forecast, {share:.0%} lay in their 80 % intervals."
    first, *others = LAWS
    headings = ("hours seen", "storms", *FORECAST.values(), "single days", f"better than {first}",
                *others, "without looking")  # fmt: skip
    return f"{markdown_table(headings, rows, figures_from=0)}\n\n{note}"


def minus(value: float) -> str:
    """Format a score with a true minus."""
    return f"{value:.2f}".replace("-", "−")
