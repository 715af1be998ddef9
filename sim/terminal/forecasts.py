"""Show forecasts and the ranking of plans in the terminal, and save them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.charts.wording import plan_title
from sim.files import write
from sim.language import spoken
from sim.language.spoken import language
from sim.terminal.fits import QUANTILES, called, say, show_spans, write_json
from sim.terminal.showing import plan_cell, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.decisions import Advice
    from sim.fitting.forecasting import Forecast
    from sim.scenario import Scenario

FIGURES = ("peak_day", "duration", "total")
SIGNS = {
    "posts in the next three hours": "sign_posts",
    "defenders' share of them": "sign_defenders",
}
STEPS_SHOWN = 6
"""Coming steps of the file that are printed."""
MOST_BEATEN = 4
"""Plans compared in pairs that are printed."""


def present_forecast(
    forecast: "Forecast", advice: "Advice | None", out: Path | None, as_json: bool
) -> None:
    """Save a forecast if a folder is given, and print its intervals and the ranking of plans.

    Both are in the language that is spoken, what is printed as JSON or saved as values in English.
    """
    from sim.fitting.forecasting import next_steps  # noqa: PLC0415 (pandas is slow to load)

    steps = next_steps(forecast)
    values: dict[str, Any] = {
        "storm": forecast.seen.storm.name,
        "scenario": forecast.posterior.stock.label,
        "hours_seen": forecast.seen.hours,
        "zone": forecast.seen.clock.zone,
        "zone_was": forecast.seen.clock.why,
        "mixture": forecast.shares,
        "storms_that_count": round(forecast.posterior.effective),
        "figures": forecast.figures.to_dict("index"),
        "days": _bands(forecast),
        "next_steps": [{"hour": hour, **row} for hour, row in steps.to_dict("index").items()],
        "plans": None if advice is None else advice_as_values(advice),
        "notes": list(forecast.seen.storm.notes),
    }
    if out is not None:
        from sim.charts.forecasts import forecasting, plan_ranking  # noqa: PLC0415 (slow to load)

        write_json(out / "forecast.json", values)
        charts = {"forecast": forecasting(forecast)}
        if advice is not None:
            write(out / "plans.csv", advice.table.to_csv(index_label="plan"))
            charts["plans"] = plan_ranking(advice, forecast)
        save_charts(charts, out)
    if as_json:
        show_json(values)
        return
    _show_figures(forecast, steps)
    if advice is not None:
        show_advice(advice, forecast.posterior.stock.told)
    print(say("backtested"))
    say_where(out, language())


def _show_figures(forecast: "Forecast", steps: "pd.DataFrame") -> None:
    """Print the figures of the whole storm, those of the coming steps, and what was mixed."""
    seen = forecast.seen
    figures = forecast.figures.rename(index={name: say(f"figure_{name}") for name in FIGURES})
    title = say("after", storm=seen.storm.name, hours=_plain(seen.hours))
    show_spans(title, say("head_figure"), figures)
    if len(steps):
        rows = [(say("ahead", hours=_plain(float(str(hour)) - seen.hours)),
                 *map(spoken.figure, row.values()))
                for hour, row in steps.head(STEPS_SHOWN).to_dict("index").items()]  # fmt: skip
        headings = (say("head_from", step=_plain(seen.storm.step)), *QUANTILES.values())
        show(say("coming"), headings, rows, (1, 2, 3))
    print(say("mixture", parts=_shares(forecast.shares)))


def said_of_settings(forecast: "Forecast") -> str:
    """Say that a forecast is spread over settings of the assumptions by construction."""
    posterior = forecast.posterior
    count = float(round(posterior.effective))
    return say("holds_ignorance", settings=float(len(posterior.stock)), count=count)


def _shares(shares: dict[str, float]) -> str:
    """Return the parts of a mixture in words, the largest first."""
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{called(name)} {spoken.percent(share)}" for name, share in ordered)


def _plain(number: float) -> str:
    """Return a number of hours."""
    return spoken.written(number, f"{number:g}")


def _called(plan: object) -> str:
    """Return a plan's title, in English the name that ``--plans`` takes."""
    return str(plan) if language() == "en" else plan_title(str(plan))


def _bands(forecast: "Forecast") -> list[dict[str, float]]:
    """Return the 80 % band of each day."""
    low, high = forecast.band
    return [
        {"day": day, "low": float(a), "high": float(b)}
        for day, (a, b) in enumerate(zip(low, high, strict=True))
    ]


def show_advice(advice: "Advice", scenario: "Scenario") -> None:
    """Print the ranking of plans, what waiting is worth, and what would change the ranking."""
    cells = {
        name: name if language() == "en" else plan_cell(plan, language())
        for name, plan in scenario.plans.items()
    }
    rows = [
        (cells.get(str(plan), str(plan)), *(spoken.figure(row[name]) for name in QUANTILES),
         spoken.figure(row["mean"]), spoken.percent(row["best"]),
         spoken.written(round(row["severity"], 1), f"{row['severity']:.1f}"))
        for plan, row in advice.table.iterrows()
    ]  # fmt: skip
    ends = (say(f"head_{name}") for name in ("mean", "best", "severity"))
    show(say("ranked"), (say("head_plan"), *QUANTILES.values(), *ends), rows, range(1, 7))
    first, *others = advice.table.index
    beaten = ", ".join(
        say("beats_one", share=spoken.percent(advice.better.loc[first, other]), plan=_called(other))
        for other in others[:MOST_BEATEN]
    )
    print(say("beats", plan=_called(first), parts=beaten))
    print(waiting_in_words(advice))
    for sign in advice.signs["sign"].unique():
        print(sign_in_words(advice, str(sign)))
    print(say("rules_alone"))


def waiting_in_words(advice: "Advice") -> str:
    """Say what deciding three hours later is worth."""
    waiting = "waiting_saves" if advice.waiting > 0 else "waiting_costs"
    told = say(waiting, posts=spoken.figure(abs(advice.waiting)))
    return f"{told} {say('knowing', posts=spoken.figure(advice.perfect))}"


def sign_in_words(advice: "Advice", sign: str) -> str:
    """Say at which values of a sign which plan is best."""
    rows = advice.signs[advice.signs["sign"] == sign].to_dict("records")
    watched = say(SIGNS[sign]) if sign in SIGNS else sign
    if len(rows) == 1:
        return say("watch_none", sign=watched, plan=_called(rows[0]["plan"]))
    told = []
    for row in rows:
        ends = {"since": spoken.figure(row["from"]), "to": spoken.figure(row["to"])}
        where = "under" if row is rows[0] else "above" if row is rows[-1] else "between"
        told.append(say(f"watch_{where}", plan=_called(row["plan"]), **ends))
    parts = spoken.SPEECH.get().set_apart(told)
    return say("watch", sign=watched, parts=parts)


def advice_as_values(advice: "Advice") -> dict[str, Any]:
    """Return an advice as plain values."""
    return {
        "ranking": [{"plan": plan, **row} for plan, row in advice.table.to_dict("index").items()],
        "fewer_posts_than": advice.better.to_dict("index"),
        "posts_saved_by_deciding_three_hours_later": advice.waiting,
        "posts_saved_by_knowing_the_storm": advice.perfect,
        "signs": advice.signs.to_dict("records"),
    }
