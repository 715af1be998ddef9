"""Show fits, forecasts and backtests in the terminal, and save them."""

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

QUANTILES = {"low": "10 %", "median": "50 %", "high": "90 %"}
SHOWN = 6
"""Values of the posterior that are printed."""
WELL = 0.7
"""Share of days from which the 80 % band of a storm counts as holding."""
DESCRIBED = {
    "t50_days": "days to half of the volume (T50)",
    "t90_days": "days to 90 % of it (T90)",
    "day_after_peak": "day after the peak ÷ peak day",
    "days_to_tenth": "days from the peak to a tenth of it",
}
FORECAST = {
    "peak_day": "busiest day",
    "duration": "duration, days",
    "total": "total volume",
    "severity": "severity, 0–6",
}
CAVEAT = (
    "These are intervals of simulated storms that begin alike. How often such intervals have held "
    "for real storms: shitstorm backtest."
)


def present_fit(fit: "Fit", out: Path | None, as_json: bool) -> None:
    """Save a fit if a folder is given, and print it with its scores."""
    values = fit_as_values(fit)
    if out is not None:
        from sim.charts.fitting import fitting  # noqa: PLC0415 (matplotlib is slow to load)

        _write_json(out / "fit.json", values)
        write(out / "posterior.csv", fit.posterior.to_csv(index_label="value"))
        save_charts({"fit": fitting(fit)}, out)
    if as_json:
        show_json(values)
        return
    decay = fit.described.rename(index=DESCRIBED)
    _show(f"{fit.storm.name}: how it decays, in data and model", "figure", decay)
    if fit.joint is not None:
        _show("T50 in days, fitted jointly", "", fit.joint.halves)
        print(f"In {fit.joint.later:.0%} of the storms like it the defenders' T50 comes later.")
    scores = [(str(name), *(f"{v:.2f}" for v in row)) for name, row in fit.scores.iterrows()]
    title = f"Log score per day after day {fit.trained}, higher is better"
    headings = ("predicted by", "all days together", "day by day", "scatter open")
    show(title, headings, scores, (1, 2, 3))
    best_known = fit.posterior.sort_values("width").head(SHOWN)
    _show("What the data say most about (width 1: nothing)", "value", best_known)
    print(
        f"{fit.covered:.0%} of the days lie in the 80 % band. {fit.storms} of "
        f"{len(fit.candidates.settings):,} settings count."
    )
    say_where(out)


def fit_as_values(fit: "Fit") -> dict[str, Any]:
    """Return a fit as plain values."""
    values: dict[str, Any] = {
        "storm": fit.storm.name,
        "scenario": fit.candidates.label,
        "settings": len(fit.candidates.settings),
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
    if fit.joint is not None:
        values["t50_days"] = fit.joint.halves.to_dict("index")
        values["defenders_later_in_share_of_storms"] = fit.joint.later
    return values


def present_forecast(forecast: "Forecast", out: Path | None, as_json: bool) -> None:
    """Save a forecast if a folder is given, and print its intervals."""
    values = {
        "storm": forecast.storm.name,
        "scenario": forecast.candidates.label,
        "hours_seen": forecast.hours,
        "figures": forecast.figures.to_dict("index"),
        "plans": forecast.plans.to_dict("records"),
        "notes": list(forecast.storm.notes),
    }
    if out is not None:
        from sim.charts.fitting import forecasting  # noqa: PLC0415 (matplotlib is slow to load)

        _write_json(out / "forecast.json", values)
        save_charts({"forecast": forecasting(forecast)}, out)
    if as_json:
        show_json(values)
        return
    figures = forecast.figures.rename(index=FORECAST)
    _show(f"{forecast.storm.name}: after {forecast.hours:g} h", "forecast", figures)
    for figure, group in forecast.plans.groupby("figure", sort=False):
        lines = [_plan_row(row) for row in group.to_dict("records")]
        headings = ("plan from now on", *QUANTILES.values(), "against the first")
        show(FORECAST[str(figure)], headings, lines, (1, 2, 3))
    print(CAVEAT)
    say_where(out)


def _plan_row(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the cells of a plan: its interval, and its difference to the first plan."""
    difference = ""
    if row["difference_low"] != row["difference_high"]:
        low, high = (figure_of(row[f"difference_{end}"], sign=True) for end in ("low", "high"))
        difference = f"{figure_of(row['difference'], sign=True)} ({low} to {high})"
    return (row["plan"], *(figure_of(row[q]) for q in QUANTILES), difference)


def present_backtest(backtest: "Backtest", out: Path | None, as_json: bool) -> None:
    """Save fits and forecasts of all real storms if a folder is given, and print their scores."""
    table, calibration = backtest.table(), backtest.calibration()
    if out is not None:
        from sim.charts.fitting import fitting, real_storms  # noqa: PLC0415 (matplotlib is slow)

        write(out / "fits.csv", table.to_csv(index=False))
        write(out / "forecasts.csv", backtest.forecasts.to_csv(index=False))
        write(out / "calibration.csv", calibration.to_csv(index=False))
        fits = [*backtest.fits, *backtest.pairs]
        labels = [f.storm.name for f in backtest.fits] + [p.label for p in backtest.study.pairs]
        by_label = {label: fit_as_values(f) for label, f in zip(labels, fits, strict=True)}
        _write_json(out / "fits.json", by_label)
        charts = {f"fit-{f.storm.name}{'-pair' if f.joint else ''}": fitting(f) for f in fits}
        save_charts({"real-storms": real_storms(backtest), **charts}, out)
    if as_json:
        show_json({"fits": table.to_dict("records"), "forecasts": calibration.to_dict("records")})
        return
    show_fits(table)
    show_forecasts(calibration)
    for pair, fitted in zip(backtest.study.pairs, backtest.pairs, strict=True):
        if fitted.joint is not None:
            halves = " and ".join(
                f"{side} {row['data']:.1f} days (model {row['low']:.1f} to {row['high']:.1f})"
                for side, row in fitted.joint.halves.iterrows()
            )
            print(f"{pair.label}, fitted jointly: T50 of {halves}; "
                  f"later for defenders in {fitted.joint.later:.0%}")  # fmt: skip
    together, daily, loose = (
        int((table[f"model{ours}"] > table[f"power law{law}"]).sum())
        for ours, law in (("", ""), ("_day_by_day", ""), ("_open_scatter", "_open_scatter"))
    )
    print(
        f"The 80 % band holds at least 70 % of the days in {(table['covered'] >= WELL).sum()} of "
        f"{len(table)} storms. A day after the peak the model predicts {together} of {len(table)} "
        f"better than the power law ({daily} day by day, {loose} with the scatter left open to "
        f"both). {backtest.calibrated():.0%} of the forecast figures lay in their 80 % intervals."
    )
    say_where(out)


def show_fits(table: "pd.DataFrame") -> None:
    """Print coverage and scores, a line per storm."""
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
    """Print how often intervals held, and who was better, a line per number of hours seen."""
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
    title = "Forecasts: share of what came in the 80 % intervals; storms predicted better"
    show(title, headings, rows, right=range(len(headings)))


def _show(title: str, index: str, table: "pd.DataFrame") -> None:
    """Print a table of figures, with its quantiles in per cent."""
    headings = (index, *(QUANTILES.get(str(name), str(name)) for name in table.columns))
    rows = [(str(name), *map(figure_of, row)) for name, row in table.iterrows()]
    show(title, headings, rows, range(1, len(headings)))


def _write_json(file: Path, values: dict[str, Any]) -> None:
    """Write plain values as JSON, NaN included."""
    write(file, json.dumps(values, indent=2, allow_nan=True) + "\n")
