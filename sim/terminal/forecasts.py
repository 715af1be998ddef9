"""Show forecasts and the ranking of plans in the terminal, and save them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.terminal.fits import QUANTILES, show_spans, write_json
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    from sim.fitting.decisions import Advice
    from sim.fitting.forecasting import Forecast

FORECAST = {
    "peak_day": "busiest day",
    "duration": "duration, days",
    "total": "total volume",
}
CAVEAT = (
    "How often such intervals have held for real storms, and who was forecast better by whom: "
    "shitstorm backtest."
)
PLANS_CAVEAT = (
    "Differences between plans rest on the model's rules alone: no count of a real storm tells "
    "what another answer would have done."
)
STEPS_SHOWN = 6
"""Coming steps of the file that are printed."""
MOST_BEATEN = 4
"""Plans compared in pairs that are printed."""


def present_forecast(
    forecast: "Forecast", advice: "Advice | None", out: Path | None, as_json: bool
) -> None:
    """Save a forecast if a folder is given, and print its intervals and the ranking of plans."""
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
    seen = forecast.seen
    figures = forecast.figures.rename(index=FORECAST)
    show_spans(f"{seen.storm.name}: after {seen.hours:g} h", "forecast", figures)
    if len(steps):
        rows = [(f"+{float(str(hour)) - seen.hours:g} h", *map(figure_of, row.values()))
                for hour, row in steps.head(STEPS_SHOWN).to_dict("index").items()]  # fmt: skip
        headings = (f"from, for {seen.storm.step:g} h", *QUANTILES.values())
        show("What comes next", headings, rows, (1, 2, 3))
    print(f"A mixture: {_shares(forecast.shares)}.")
    if advice is not None:
        show_advice(advice)
    print(CAVEAT)
    say_where(out)


def said_of_settings(forecast: "Forecast") -> str:
    """Say that a forecast is spread over settings of the assumptions by construction."""
    posterior = forecast.posterior
    return (
        "Note: a forecast holds ignorance as well as luck, with or without --uncertain: it weighs "
        f"{len(posterior.stock):,} settings of the assumptions by the counts seen, of which "
        f"{posterior.effective:,.0f} count, and plans are ranked over these too."
    )


def _shares(shares: dict[str, float]) -> str:
    """Return the parts of a mixture in words, the largest first."""
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {share:.0%}" for name, share in ordered)


def _bands(forecast: "Forecast") -> list[dict[str, float]]:
    """Return the 80 % band of each day."""
    low, high = forecast.band
    return [
        {"day": day, "low": float(a), "high": float(b)}
        for day, (a, b) in enumerate(zip(low, high, strict=True))
    ]


def show_advice(advice: "Advice") -> None:
    """Print the ranking of plans, what waiting is worth, and what would change the ranking."""
    rows = [
        (str(plan), *(figure_of(row[name]) for name in QUANTILES), figure_of(row["mean"]),
         f"{row['best']:.0%}", f"{row['severity']:.1f}")
        for plan, row in advice.table.iterrows()
    ]  # fmt: skip
    headings = ("plan from now on", *QUANTILES.values(), "mean", "is best in", "severity")
    show("Critical posts to come, the best plan first", headings, rows, range(1, 7))
    first, *others = advice.table.index
    beaten = ", ".join(f"{advice.better.loc[first, other]:.0%} over {other}"
                       for other in others[:MOST_BEATEN])  # fmt: skip
    print(f"Probability that {first} brings fewer posts: {beaten}.")
    print(waiting_in_words(advice))
    for sign in advice.signs["sign"].unique():
        print(sign_in_words(advice, str(sign)))
    print(PLANS_CAVEAT)


def waiting_in_words(advice: "Advice") -> str:
    """Say what deciding three hours later is worth."""
    posts = figure_of(abs(advice.waiting))
    knowing = f"Knowing exactly which storm this is would save {figure_of(advice.perfect)}."
    if advice.waiting > 0:
        return f"Deciding three hours later, with their counts, saves {posts} posts. {knowing}"
    return f"Deciding three hours later costs {posts} posts more than deciding now. {knowing}"


def sign_in_words(advice: "Advice", sign: str) -> str:
    """Say at which values of a sign which plan is best."""
    rows = advice.signs[advice.signs["sign"] == sign].to_dict("records")
    if len(rows) == 1:
        return f"Watch {sign}: no value of it would change the choice ({rows[0]['plan']})."
    told = []
    for row in rows:
        if row is rows[0]:
            told.append(f"under {figure_of(row['to'])}: {row['plan']}")
        elif row is rows[-1]:
            told.append(f"above {figure_of(row['from'])}: {row['plan']}")
        else:
            told.append(f"{figure_of(row['from'])} to {figure_of(row['to'])}: {row['plan']}")
    return f"Watch {sign}; best is then, {'; '.join(told)}."


def advice_as_values(advice: "Advice") -> dict[str, Any]:
    """Return an advice as plain values."""
    return {
        "ranking": [{"plan": plan, **row} for plan, row in advice.table.to_dict("index").items()],
        "fewer_posts_than": advice.better.to_dict("index"),
        "posts_saved_by_deciding_three_hours_later": advice.waiting,
        "posts_saved_by_knowing_the_storm": advice.perfect,
        "signs": advice.signs.to_dict("records"),
    }
