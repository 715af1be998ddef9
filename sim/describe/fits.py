"""Tables and picture of the backtest on real storms, for the page on fitting."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from sim.fitting.fitting import MIXTURE, TELLING_STORMS
from sim.fitting.learned import FORECASTERS
from sim.language.typesetting import markdown_table

PICTURE = "![Bands as of a day after the peak](pictures/real-storms.png)"
FORECAST = {"peak_day": "busiest day", "duration": "duration", "total": "total"}
MEASURES = {
    "crps": "CRPS, day by day",
    "energy": "CRPS, together",
    "log": "log score, day by day",
    "log_together": "log score, together",
}


def fits_blocks(folder: Path, pictures: Path) -> dict[str, str]:
    """Return the tables that follow from a backtest's output folder."""
    fits, forecasts = (pd.read_csv(folder / f"{name}.csv") for name in ("fits", "forecasts"))
    calibration = pd.read_csv(folder / "calibration.csv")
    by_log = pd.read_csv(folder / "weights-by-log-score.csv", index_col="hours")
    record = json.loads((folder / "fits.json").read_text(encoding="utf-8"))
    shutil.copy(folder / "real-storms.png", pictures / "real-storms.png")
    return {
        "fits": f"{fits_table(fits, record)}\n\n{PICTURE}",
        "pair": pair_words(record),
        "forecasts": forecasts_tables(calibration, forecasts, by_log),
    }


def fits_table(fits: pd.DataFrame, record: dict[str, Any]) -> str:
    """Return a row per storm: coverage, scores, and how counts decay in data and model."""
    rows = []
    single = [storm for storm in record.values() if "t50_days" not in storm]
    for row, storm in zip(fits.to_dict("records"), single, strict=True):
        scores = {name: row[name] for name in (MIXTURE, *FORECASTERS)}
        best = min(scores, key=lambda name: scores[name])
        cells = [
            f"**{figure(value)}**" if name == best else figure(value)
            for name, value in scores.items()
        ]
        half, count = storm["decay"]["t50_days"], storm["storms_that_count"]
        decay = f"{half['data']:.1f} ({half['low']:.1f}–{half['high']:.1f})"
        like = f"**{count}**" if count < TELLING_STORMS else str(count)
        rows.append(
            [row["storm"], str(row["days_trained"]), f"{row['covered']:.0%}", *cells, decay, like]
        )
    headings = (
        "storm", "days seen", "in 80 % band", MIXTURE, *FORECASTERS, "T50, days", "storms like it"
    )  # fmt: skip
    first = next(iter(record.values()))
    note = (
        f"{first['simulated_storms']:,} storms of {first['settings_tried']:,} settings of "
        f"{first['scenario']}. CRPS in posts per day, lower is better, the best bold. In brackets: "
        "80 % of the storms like it. Last: how many simulated storms those are, by the evenness of "
        f"their weights; under {TELLING_STORMS} (bold) the range says little."
    )
    return f"{markdown_table(headings, rows, figures_from=1)}\n\n{note}"


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
            f"later in {share:.0%} of the storms like it, by weight. {_worth(one)}"
        )
    return "\n".join(said)


def _worth(one: dict[str, Any]) -> str:
    """Say how many simulated storms a share rests on, and that few of them say little."""
    count = one["storms_that_count"]
    storms = "one simulated storm" if count == 1 else f"{count} simulated storms"
    said = f"By the evenness of their weights these are {storms} of {one['simulated_storms']:,}"
    if count >= TELLING_STORMS:
        return f"{said}."
    return f"{said}: so few say little, neither by the share nor by the ranges."


def forecasts_tables(
    calibration: pd.DataFrame, forecasts: pd.DataFrame, by_log: pd.DataFrame
) -> str:
    """Return what lay in its interval, who was better than whom, and the mixture's weights."""
    records = calibration.to_dict("records")
    held = [
        [f"{row['hours']:g}", str(row["storms"]),
         *(f"{row[f'{name}_covered']:.0%}" for name in (*FORECAST, "days", "model_days"))]
        for row in records
    ]  # fmt: skip
    headings = ("hours seen", "storms", *FORECAST.values(), "single days", "model alone")
    ours = forecasts[forecasts["forecaster"] == MIXTURE]
    inside = [
        ours[name].between(ours[f"{name}_low"], ours[f"{name}_high"]) for name in FORECAST
    ]  # fmt: skip
    share = float(pd.concat(inside).mean())
    parts = [
        markdown_table(headings, held, figures_from=0),
        f"Of all figures forecast, {share:.0%} lay in their 80 % intervals.",
        "Storms that the mixture foretold better than each of its parts alone, and below the "
        "geometric mean of its CRPS relative to theirs:",
        better_table(records),
        "Weights of the mixture that all storms teach, by CRPS, and in brackets those of stacking "
        "by log score:",
        weights_table(records, by_log),
    ]
    return "\n\n".join(parts)


def better_table(records: list[dict[Any, Any]]) -> str:
    """Return the number of storms foretold better, by score, hours seen and rival."""
    rows = [
        [words, f"{row['hours']:g}", str(row["storms"]),
         *(str(row[f"{measure}_better_than_{name}"]) for name in FORECASTERS)]
        for measure, words in MEASURES.items() for row in records
    ]  # fmt: skip
    rows += [
        ["CRPS ÷ theirs", f"{row['hours']:g}", str(row["storms"]),
         *(f"{row[f'crps_against_{name}']:.2f}" for name in FORECASTERS)]
        for row in records
    ]  # fmt: skip
    headings = ("by", "hours seen", "storms", *FORECASTERS)
    return markdown_table(headings, rows, figures_from=1)


def weights_table(records: list[dict[Any, Any]], by_log: pd.DataFrame) -> str:
    """Return the weights of the mixture, by hours seen."""
    rows = [
        [f"{row['hours']:g}",
         *(f"{row[f'weight_{name}']:.0%} ({by_log.loc[row['hours'], name]:.0%})"
           for name in FORECASTERS)]
        for row in records
    ]  # fmt: skip
    return markdown_table(("hours seen", *FORECASTERS), rows, figures_from=0)


def figure(value: float) -> str:
    """Format a score with three digits or all of its thousands."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
