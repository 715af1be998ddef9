"""Show backtests on real storms in the terminal, and save them."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.language import spoken
from sim.language.spoken import figure, fixed, language, percent, written
from sim.terminal.fits import SCORES, called, fit_as_values, write_json
from sim.terminal.showing import save_charts, say_where, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.backtest import Backtest


def present_backtest(backtest: "Backtest", out: Path | None, as_json: bool) -> None:
    """Save a backtest if a folder is given, and print its scores."""
    calibration = backtest.calibration()
    table = backtest.table()
    if out is not None:
        from sim.charts.fitting import fitting  # noqa: PLC0415 (matplotlib is slow to load)
        from sim.charts.forecasts import real_storms  # noqa: PLC0415

        write(out / "fits.csv", table.to_csv(index=False))
        write(out / "forecasts.csv", backtest.forecasts.to_csv(index=False))
        write(out / "calibration.csv", calibration.to_csv(index=False))
        write(out / "weights-by-log-score.csv", backtest.by_log.to_csv(index_label="hours"))
        fits = [*backtest.fits, *backtest.pairs]
        labels = [f.storm.name for f in backtest.fits] + [p.label for p in backtest.study.pairs]
        by_label = {label: fit_as_values(f) for label, f in zip(labels, fits, strict=True)}
        write_json(out / "fits.json", by_label)
        charts = {f"fit-{f.storm.name}{'-pair' if f.joint else ''}": fitting(f) for f in fits}
        save_charts({"real-storms": real_storms(backtest), **charts}, out)
    if as_json:
        show_json({"fits": table.to_dict("records"), "forecasts": calibration.to_dict("records"),
                   "weights_by_log_score": backtest.by_log.to_dict("index")})  # fmt: skip
        return
    show_forecasts(calibration)
    show_fits(table)
    for pair, fitted in zip(backtest.study.pairs, backtest.pairs, strict=True):
        if fitted.joint is not None:
            halves = say("and").join(
                say(f"half_{side}", days=fixed(row["data"], 1), low=fixed(row["low"], 1),
                    high=fixed(row["high"], 1))
                for side, row in fitted.joint.halves.iterrows()
            )  # fmt: skip
            print(say("pair", pair=pair.label, halves=halves, share=percent(fitted.joint.later)))
    print(say("figures_held", share=percent(backtest.calibrated())))
    say_where(out, language())


def say(name: str, /, **values: object) -> str:
    """Return a text of backtests in the language that is spoken."""
    return spoken.say(f"backtest.{name}", **values)


def show_forecasts(calibration: "pd.DataFrame") -> None:
    """Print how often intervals held, weights, and who was better, a line per hours seen."""
    records = calibration.to_dict("records")
    held = ("peak_day", "duration", "total", "days", "model_days")
    rows: list[tuple[str, ...]] = [
        (_hours(row), f"{row['storms']}", *(percent(row[f"{n}_covered"]) for n in held))
        for row in records
    ]
    columns = ("hours", "storms", "peak", "duration", "total", "days", "days_model")
    headings = [say(f"head_{column}") for column in columns]
    show(say("held"), headings, rows, range(7))
    names = [str(c).removeprefix("weight_") for c in calibration if str(c).startswith("weight_")]
    by_hours = (headings[0], *map(called, names))
    weights = [
        (_hours(row), *(percent(row[f"weight_{name}"]) for name in names)) for row in records
    ]
    show(say("weights"), by_hours, weights, range(1 + len(names)))
    for measure in SCORES:
        lines: list[tuple[str, ...]] = [
            (_hours(row), f"{row['storms']}",
             *(f"{row[f'{measure}_better_than_{name}']}" for name in names))
            for row in records
        ]  # fmt: skip
        better = say("better", measure=say(f"measure_{measure}"))
        show(better, (*headings[:2], *by_hours[1:]), lines, range(2 + len(names)))
    relative = [
        (_hours(row), *(fixed(row[f"crps_against_{name}"]) for name in names)) for row in records
    ]
    show(say("relative"), by_hours, relative, range(1 + len(names)))


def _hours(row: Mapping[Hashable, Any]) -> str:
    return written(row["hours"], f"{row['hours']:g}")


def show_fits(table: "pd.DataFrame") -> None:
    """Print coverage and scores, a line per storm."""
    names = [str(n) for n in table.columns[3:] if not str(n).endswith("_log")]
    rows = [
        (str(row["storm"]), f"{row['days_trained']:.0f}", percent(row["covered"]),
         *(figure(row[name]) for name in names))
        for row in table.to_dict("records")
    ]  # fmt: skip
    columns = [say(f"head_{column}") for column in ("storm", "days_seen", "in_band")]
    headings = (*columns, *map(called, names))
    show(say("fits"), headings, rows, right=range(1, len(headings)))
