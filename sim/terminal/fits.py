"""What the command line shows of fits and forecasts, and where it was written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.backtest import Backtest
    from sim.fitting.fitting import Fit
    from sim.fitting.forecasting import Forecast
    from sim.fitting.observed import Observed

DESCRIBED = {
    "t50_days": "days to half of the volume (T50)",
    "t90_days": "days to 90 % of it (T90)",
    "day_after_peak": "day after the peak ÷ peak day",
    "days_to_tenth": "days from the peak to a tenth of it",
}
FORETOLD = {
    "peak_day": "busiest day",
    "duration": "duration, days",
    "total": "total volume",
    "severity": "severity, 0–6",
}
UNSURE = (
    "Weights are those of simulated storms that begin alike. How often such intervals have held "
    "for real storms: shitstorm backtest."
)


def present_fit(fit: "Fit", out: Path | None, as_json: bool) -> None:
    """Save a fit if asked to, and show what it says and how well it foretells."""
    said = fit_as_values(fit)
    if out is not None:
        from sim.charts.fitting import fitting  # noqa: PLC0415 (matplotlib is slow to load)

        write(out / "fit.json", json.dumps(said, indent=2, allow_nan=True) + "\n")
        write(out / "posterior.csv", fit.posterior.to_csv(index_label="value"))
        save_charts({"fit": fitting(fit)}, out)
    if as_json:
        show_json(said)
        return
    tell_notes(fit.storm)
    show_decay(fit)
    if fit.pair is not None:
        rows = [(name, *map(figure_of, row)) for name, row in _rows(fit.pair.halves)]
        show(
            "T50 in days, fitted jointly", ("", "data", "10 %", "50 %", "90 %"), rows, (1, 2, 3, 4)
        )
        print(f"In {fit.pair.later:.0%} of the storms like it the defenders' T50 comes later.")
    scores = [(name, *(f"{v:.2f}" for v in row)) for name, row in _rows(fit.scores)]
    title = f"Log score per day after day {fit.trained}, higher is better"
    show(
        title, ("foretold by", "all days together", "day by day", "scatter open"), scores, (1, 2, 3)
    )
    show_posterior(fit)
    print(
        f"{fit.covered:.0%} of the days lie in the 80 % band. {fit.storms} of "
        f"{len(fit.tried.settings):,} settings count."
    )
    say_where(out)


def show_decay(fit: "Fit") -> None:
    """How the storm decays, in data and model."""
    rows = [(DESCRIBED[name], *map(figure_of, row)) for name, row in _rows(fit.described)]
    headings = ("figure", "data", "10 %", "50 %", "90 %")
    show(f"{fit.storm.name}: how it decays, in data and model", headings, rows, (1, 2, 3, 4))


def show_posterior(fit: "Fit") -> None:
    """The values of which the data tell something, the best told first."""
    told = fit.posterior.sort_values("width").head(6)
    rows = [(name, *map(figure_of, row)) for name, row in _rows(told)]
    headings = ("value", "10 %", "50 %", "90 %", "width")
    show("What the data tell most of (width 1: nothing)", headings, rows, (1, 2, 3, 4))


def fit_as_values(fit: "Fit") -> dict[str, Any]:
    """A fit as plain values."""
    said: dict[str, Any] = {
        "storm": fit.storm.name,
        "scenario": fit.tried.story,
        "settings": len(fit.tried.settings),
        "storms_that_count": fit.storms,
        "counted": fit.counted,
        "quiet_per_hour": fit.storm.quiet,
        "days_trained": fit.trained,
        "share_of_days_in_80_percent_band": fit.covered,
        "log_score_per_day": fit.scores.to_dict("index"),
        "decay": fit.described.to_dict("index"),
        "posterior": fit.posterior.to_dict("index"),
        "notes": list(fit.storm.notes),
    }
    if fit.pair is not None:
        said["t50_days"] = fit.pair.halves.to_dict("index")
        said["defenders_later_in_share_of_storms"] = fit.pair.later
    return said


def present_forecast(forecast: "Forecast", out: Path | None, as_json: bool) -> None:
    """Save a forecast if asked to, and show its bands."""
    said = {
        "storm": forecast.storm.name,
        "scenario": forecast.tried.story,
        "hours_seen": forecast.hours,
        "figures": forecast.figures.to_dict("index"),
        "plans": forecast.plans.to_dict("records"),
        "notes": list(forecast.storm.notes),
    }
    if out is not None:
        from sim.charts.fitting import forecasting  # noqa: PLC0415 (matplotlib is slow to load)

        write(out / "forecast.json", json.dumps(said, indent=2, allow_nan=True) + "\n")
        save_charts({"forecast": forecasting(forecast)}, out)
    if as_json:
        show_json(said)
        return
    tell_notes(forecast.storm)
    rows = [(FORETOLD[name], *map(figure_of, row)) for name, row in _rows(forecast.figures)]
    title = f"{forecast.storm.name}: after {forecast.hours:g} h"
    show(title, ("foretold", "10 %", "50 %", "90 %"), rows, (1, 2, 3))
    for figure, group in forecast.plans.groupby("figure", sort=False):
        lines = [_plan_row(row) for row in group.to_dict("records")]
        headings = ("plan from now on", "10 %", "50 %", "90 %", "against the first")
        show(FORETOLD[str(figure)], headings, lines, (1, 2, 3))
    print(UNSURE)
    say_where(out)


def _plan_row(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """A plan's band, and its difference to the first plan."""
    apart = ""
    if row["difference_low"] != row["difference_high"]:
        low, high = (figure_of(row[f"difference_{end}"], sign=True) for end in ("low", "high"))
        apart = f"{figure_of(row['difference'], sign=True)} ({low} to {high})"
    return (row["plan"], *(figure_of(row[q]) for q in ("low", "median", "high")), apart)


def present_backtest(backtest: "Backtest", out: Path | None, as_json: bool) -> None:
    """Save fits and forecasts of all real storms if asked to, and show how good they were."""
    table, calibration = backtest.table(), backtest.calibration()
    if out is not None:
        from sim.charts.fitting import fitting, real_storms  # noqa: PLC0415 (matplotlib is slow)

        write(out / "fits.csv", table.to_csv(index=False))
        write(out / "forecasts.csv", backtest.forecasts.to_csv(index=False))
        write(out / "calibration.csv", calibration.to_csv(index=False))
        fits = [*backtest.fits, *backtest.pairs]
        told = {f.storm.name: fit_as_values(f) for f in backtest.fits}
        pairs = zip(backtest.study.pairs, backtest.pairs, strict=True)
        told |= {pair.label: fit_as_values(found) for pair, found in pairs}
        write(out / "fits.json", json.dumps(told, indent=2, allow_nan=True) + "\n")
        charts = {f"fit-{f.storm.name}{'-pair' if f.pair else ''}": fitting(f) for f in fits}
        save_charts({"real-storms": real_storms(backtest), **charts}, out)
    if as_json:
        show_json({"fits": table.to_dict("records"), "forecasts": calibration.to_dict("records")})
        return
    show_fits(table)
    show_forecasts(calibration)
    for pair, found in zip(backtest.study.pairs, backtest.pairs, strict=True):
        if found.pair is not None:
            halves = found.pair.halves
            said = " and ".join(
                f"{name} {row['data']:.1f} days (model {row['low']:.1f} to {row['high']:.1f})"
                for name, row in _rows(halves)
            )
            print(f"{pair.label}, fitted jointly: T50 of {said}; "
                  f"later for defenders in {found.pair.later:.0%}")  # fmt: skip
    won = int((table["model"] > table["power law"]).sum())
    held = int((table["covered"] >= 0.7).sum())
    daily = int((table["model_day_by_day"] > table["power law"]).sum())
    loose = int((table["model_open_scatter"] > table["power law_open_scatter"]).sum())
    print(
        f"The 80 % band holds at least 70 % of the days in {held} of {len(table)} storms; a day "
        f"after the peak the model foretells {won} of {len(table)} better than the power law "
        f"({daily} day by day, {loose} with the scatter left open to both); "
        f"{backtest.calibrated():.0%} of the figures foretold lay in their 80 % intervals."
    )
    say_where(out)


def show_fits(table: "pd.DataFrame") -> None:
    """Coverage and scores, a line per storm."""
    laws = [name for name in table.columns[4:] if "_" not in name]
    rows = [
        (row["storm"], f"{row['days_trained']:.0f}", f"{row['covered']:.0%}",
         *(f"{row[name]:.2f}" for name in (*laws, "model_day_by_day")))
        for row in table.to_dict("records")
    ]  # fmt: skip
    headings = ("storm", "days seen", "in band", *laws, "model, day by day")
    title = "Fits: share of days in the 80 % band; log score per day after those seen"
    show(title, headings, rows, right=range(1, len(headings)))


def show_forecasts(calibration: "pd.DataFrame") -> None:
    """How often intervals held, and who was better, a line per number of hours seen."""
    rivals = [name for name in calibration if str(name).startswith("better_than_")]
    rows = [
        (f"{row['hours']:g}", f"{row['storms']}", f"{row['peak_day_covered']:.0%}",
         f"{row['duration_covered']:.0%}", f"{row['total_covered']:.0%}",
         f"{row['days_covered']:.0%}", *(f"{row[rival]}" for rival in rivals))
        for row in calibration.to_dict("records")
    ]  # fmt: skip
    against = [str(rival).removeprefix("better_than_") for rival in rivals]
    headings = ("hours seen", "storms", "peak", "duration", "total", "days",
                *(f"beats {name}" for name in against))  # fmt: skip
    title = "Forecasts: share of what came in the 80 % intervals; storms foretold better"
    show(title, headings, rows, right=range(len(headings)))


def tell_notes(storm: "Observed") -> None:
    """What was done to the file's figures."""
    for note in storm.notes:
        print(f"Note: {note}")


def _rows(table: "pd.DataFrame") -> list[tuple[str, Any]]:
    """The rows of a table by their names."""
    return [(str(name), row) for name, row in table.iterrows()]
