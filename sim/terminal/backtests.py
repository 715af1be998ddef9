"""Show backtests on real storms in the terminal, and save them."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.files import write
from sim.terminal.fits import fit_as_values, write_json
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.backtest import Backtest

MEASURES = {
    "crps": "CRPS, day by day",
    "energy": "CRPS, all days together",
    "log": "log score, day by day",
    "log_together": "log score, all days together",
}


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
            halves = " and ".join(
                f"{side} {row['data']:.1f} days (model {row['low']:.1f} to {row['high']:.1f})"
                for side, row in fitted.joint.halves.iterrows()
            )
            print(f"{pair.label}, fitted jointly: T50 of {halves}; "
                  f"later for defenders in {fitted.joint.later:.0%}")  # fmt: skip
    print(f"{backtest.calibrated():.0%} of the forecast figures lay in their 80 % intervals.")
    say_where(out)


def show_forecasts(calibration: "pd.DataFrame") -> None:
    """Print how often intervals held, weights, and who was better, a line per hours seen."""
    records = calibration.to_dict("records")
    held = ("peak_day", "duration", "total", "days", "model_days")
    rows: list[tuple[str, ...]] = [
        (f"{row['hours']:g}", f"{row['storms']}", *(f"{row[f'{n}_covered']:.0%}" for n in held))
        for row in records
    ]
    headings = ("hours seen", "storms", "peak", "duration", "total", "days", "days, model alone")
    show("Share of what came in the 80 % intervals of the forecast", headings, rows, range(7))
    names = [str(c).removeprefix("weight_") for c in calibration if str(c).startswith("weight_")]
    weights = [
        (f"{row['hours']:g}", *(f"{row[f'weight_{name}']:.0%}" for name in names))
        for row in records
    ]
    show("Weights in the forecast, as all storms teach them", ("hours seen", *names), weights,
         range(1 + len(names)))  # fmt: skip
    for measure, words in MEASURES.items():
        lines: list[tuple[str, ...]] = [
            (f"{row['hours']:g}", f"{row['storms']}",
             *(f"{row[f'{measure}_better_than_{name}']}" for name in names))
            for row in records
        ]  # fmt: skip
        show(f"Storms that the forecast foretold better than … ({words})",
             ("hours seen", "storms", *names), lines, range(2 + len(names)))  # fmt: skip
    relative = [
        (f"{row['hours']:g}", *(f"{row[f'crps_against_{name}']:.2f}" for name in names))
        for row in records
    ]
    show("CRPS of the forecast relative to …, geometric mean (under 1 is better)",
         ("hours seen", *names), relative, range(1 + len(names)))  # fmt: skip


def show_fits(table: "pd.DataFrame") -> None:
    """Print coverage and scores, a line per storm."""
    names = [str(n) for n in table.columns[3:] if not str(n).endswith("_log")]
    rows = [
        (str(row["storm"]), f"{row['days_trained']:.0f}", f"{row['covered']:.0%}",
         *(figure_of(row[name]) for name in names))
        for row in table.to_dict("records")
    ]  # fmt: skip
    headings = ("storm", "days seen", "in band", *names)
    title = "Fits: share of stretches in the 80 % band; CRPS per day after those seen"
    show(title, headings, rows, right=range(1, len(headings)))
