"""Show fits in the terminal, and save them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.language import spoken
from sim.language.forecasters import FORECASTERS
from sim.terminal.showing import save_charts, say_where, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.fitting import Fit

QUANTILES = {"low": "10 %", "median": "50 %", "high": "90 %"}
SHOWN = 6
"""Values of the posterior that are printed."""
SCORES = ("crps", "energy", "log", "log_together")


def present_fit(fit: "Fit", out: Path | None, as_json: bool) -> None:
    """Save a fit if a folder is given, and print it with its scores."""
    from sim.fitting.fitting import TELLING_STORMS  # noqa: PLC0415 (pandas is slow to load)

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
        decay = fit.described.rename(index=lambda name: say(f"decay_{name}"))
        show_spans(say("decay", storm=fit.storm.name), say("head_fitted"), decay)
    if fit.joint is not None:
        halves = fit.joint.halves.rename(index=lambda side: say(f"side_{side}"))
        show_spans(say("joint"), "", halves)
        print(say("later", share=spoken.percent(fit.joint.later)))
    if len(fit.scores):
        show_scores(say("scored_from", day=fit.trained), fit.scores)
    best_known = fit.table.sort_values("width").head(SHOWN)
    show_spans(say("most_said"), say("head_value"), best_known)
    stock = spoken.thousands(len(fit.posterior.stock))
    print(
        say("covered", share=spoken.percent(fit.covered), stock=stock,
            n=spoken.whole(fit.counting))
    )  # fmt: skip
    if fit.counting < TELLING_STORMS:
        print(say("few_count", least=spoken.whole(TELLING_STORMS)))
    say_where(out, spoken.language())


def say(name: str, /, **values: object) -> str:
    """Return a text of fits and forecasts in the language that is spoken."""
    return spoken.say(f"fitting.{name}", **values)


def called(forecaster: str) -> str:
    """Return what a forecaster is called."""
    known = FORECASTERS.get(forecaster)
    return say(f"forecaster_{known}") if known else forecaster


def show_scores(title: str, scores: "pd.DataFrame") -> None:
    """Print the scores of every forecaster."""
    rows = [
        (called(str(name)), *(spoken.figure(row[score]) for score in SCORES))
        for name, row in scores.iterrows()
    ]
    headings = (say("head_by"), *(say(f"head_{score}") for score in SCORES))
    show(say("scored_how", title=title), headings, rows, range(1, len(headings)))


def fit_as_values(fit: "Fit") -> dict[str, Any]:
    """Return a fit as plain values."""
    weighed = fit.posterior
    values: dict[str, Any] = {
        "storm": fit.storm.name,
        "scenario": weighed.stock.label,
        "simulated_storms": len(weighed.stock),
        "settings_tried": weighed.stock.tried,
        "storms_that_count": fit.counting,
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
    names = [str(name) for name in table.columns]
    headings = (index, *(QUANTILES.get(name) or say(f"head_{name}") for name in names))
    rows = [(str(name), *map(spoken.figure, row)) for name, row in table.iterrows()]
    show(title, headings, rows, range(1, len(headings)))


def write_json(file: Path, values: dict[str, Any]) -> None:
    """Write plain values as JSON, NaN included."""
    write(file, json.dumps(values, indent=2, allow_nan=True) + "\n")
