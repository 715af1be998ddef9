"""Show fits in the terminal, and save them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.language import spoken
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.fitting import Fit

QUANTILES = {"low": "10 %", "median": "50 %", "high": "90 %"}
SHOWN = 6
"""Values of the posterior that are printed."""
DESCRIBED = {
    "t50_days": "days to half of the volume (T50)",
    "t90_days": "days to 90 % of it (T90)",
    "day_after_peak": "day after the peak ÷ peak day",
    "days_to_tenth": "days from the peak to a tenth of it",
}
SCORES = {
    "crps": "CRPS",
    "energy": "CRPS, all together",
    "log": "log score",
    "log_together": "log score, all together",
}


def present_fit(fit: "Fit", out: Path | None, as_json: bool) -> None:
    """Save a fit if a folder is given, and print it with its scores."""
    values = fit_as_values(fit)
    if out is not None:
        from sim.charts.fitting import fitting  # noqa: PLC0415 (matplotlib is slow to load)

        write_json(out / "fit.json", values)
        write(out / "posterior.csv", fit.table.to_csv(index_label="value"))
        save_charts({"fit": fitting(fit)}, out)
    if as_json:
        show_json(values)
        return
    if len(fit.described):
        decay = fit.described.rename(index=DESCRIBED)
        show_spans(f"{fit.storm.name}: how it decays, in data and model", "figure", decay)
    if fit.joint is not None:
        show_spans("T50 in days, fitted jointly", "", fit.joint.halves)
        print(f"In {fit.joint.later:.0%} of the storms like it the defenders' T50 comes later.")
    if len(fit.scores):
        show_scores(f"Forecast from day {fit.trained} on, per day", fit.scores)
    best_known = fit.table.sort_values("width").head(SHOWN)
    show_spans("What the counts say most about (width 1: nothing)", "value", best_known)
    print(
        f"{fit.covered:.0%} of the stretches lie in the 80 % band. {fit.posterior.effective:.0f} "
        f"of {len(fit.posterior.stock):,} simulated storms count."
    )
    say_where(out)


def show_scores(title: str, scores: "pd.DataFrame") -> None:
    """Print the scores of every forecaster."""
    rows = [
        (str(name), *(figure_of(row[score]) for score in SCORES)) for name, row in scores.iterrows()
    ]
    headings = ("forecast by", *SCORES.values())
    show(f"{title} (CRPS in posts, lower is better; log score, higher is better)", headings, rows,
         range(1, len(headings)))  # fmt: skip


def fit_as_values(fit: "Fit") -> dict[str, Any]:
    """Return a fit as plain values."""
    weighed = fit.posterior
    values: dict[str, Any] = {
        "storm": fit.storm.name,
        "scenario": weighed.stock.label,
        "simulated_storms": len(weighed.stock),
        "settings_tried": weighed.stock.tried,
        "storms_that_count": round(weighed.effective),
        "counted": weighed.counted,
        "quiet_per_hour": fit.storm.quiet,
        "hours_per_row": fit.storm.step,
        "zone": weighed.seen.clock.zone,
        "zone_was": weighed.seen.clock.why,
        "days_trained": fit.trained,
        "share_in_80_percent_band": fit.covered,
        "scores": fit.scores.to_dict("index"),
        "decay": fit.described.to_dict("index"),
        "posterior": fit.table.to_dict("index"),
        "notes": list(fit.storm.notes),
    }
    if fit.joint is not None:
        values["t50_days"] = fit.joint.halves.to_dict("index")
        values["defenders_later_in_share_of_storms"] = fit.joint.later
    return values


def show_spans(title: str, index: str, table: "pd.DataFrame") -> None:
    """Print a table of figures, with its quantiles in per cent."""
    headings = (index, *(QUANTILES.get(str(name), str(name)) for name in table.columns))
    rows = [(str(name), *map(spoken.figure, row)) for name, row in table.iterrows()]
    show(title, headings, rows, range(1, len(headings)))


def write_json(file: Path, values: dict[str, Any]) -> None:
    """Write plain values as JSON, NaN included."""
    write(file, json.dumps(values, indent=2, allow_nan=True) + "\n")
