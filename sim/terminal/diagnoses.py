"""Show the checks of a fit in the terminal, and save them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.charts.wording import quantity
from sim.files import write
from sim.language import spoken
from sim.language.spoken import figure, fixed, percent, thousands, written
from sim.terminal.fits import write_json
from sim.terminal.showing import save_charts, show, show_json

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.checks.diagnosing import Diagnosis


WORLDS = {
    "plain SIR": "world_sir",
    "pure Hawkes": "world_hawkes",
    "two triggers": "world_triggers",
}
"""Texts of the wrong worlds on which the alarm is tried."""


def present_diagnosis(diagnosis: "Diagnosis", name: str, out: Path | None, as_json: bool) -> None:
    """Save a diagnosis if a folder is given, and print it."""
    table = diagnosis.calibration.table()
    if out is not None:
        from sim.charts.diagnoses import calibration_chart  # noqa: PLC0415 (slow to load)

        write_json(out / "diagnosis.json", diagnosis_as_values(diagnosis))
        write(out / "ranks.csv", diagnosis.calibration.ranks.to_csv(index=False))
        save_charts({"diagnosis": calibration_chart(diagnosis, name)}, out)
    if as_json:
        show_json({"diagnosis": diagnosis_as_values(diagnosis)})
        return
    levels = [str(column) for column in table if str(column).startswith("in_")][1:]
    rows = [
        (quantity(str(what)), yes_or_no(row["in_bands"]), fixed(row["furthest"], 3),
         *(percent(row[level]) for level in levels))
        for what, row in table.iterrows()
    ]  # fmt: skip
    number = thousands(len(diagnosis.calibration.ranks))
    headings = (*(say(f"head_{name}") for name in ("of", "in_bands", "furthest")),
                *map(level_of, levels))  # fmt: skip
    title = say("ranks", n=number, hours=written(diagnosis.hours, f"{diagnosis.hours:g}"))
    show(title, headings, rows, range(2, len(headings)))
    for sentence in sentences(diagnosis):
        print(sentence)
    rows = [
        (quantity(str(what)), figure(row["data"]), span_of(row, "posterior"), span_of(row, "prior"),
         figure(row["as_high"]))
        for what, row in diagnosis.not_fitted.iterrows()
    ]  # fmt: skip
    columns = [say(f"column_{column}") for column in ("data", "posterior", "prior", "as_high")]
    show(say("not_fitted"), ("", *columns), rows, range(1, 1 + len(columns)))
    told = diagnosis.sensitivity.sort_values("likelihood", ascending=False).head(8)
    rows = [
        (quantity(str(what)), fixed(row["prior"]), fixed(row["likelihood"]),
         say(f"told_{row['told_by']}"))
        for what, row in told.iterrows()
    ]  # fmt: skip
    headings = tuple(say(f"head_{name}") for name in ("value", "prior", "counts", "told_by"))
    show(say("moved"), headings, rows, (1, 2))


def say(name: str, /, **values: object) -> str:
    """Return a text of the checks in the language that is spoken."""
    return spoken.say(f"checks.{name}", **values)


def span_of(row: "pd.Series[Any]", part: str) -> str:
    """Return a median with the ends between which most values lie."""
    low, middle, high = (figure(row[f"{part}_{end}"]) for end in ("low", "median", "high"))
    return f"{middle} ({low}–{high})"


def yes_or_no(inside: object) -> str:
    """Say whether ranks stay in their bands, loudly if they do not."""
    return say("yes" if inside else "no")


def level_of(column: str) -> str:
    """Return the heading of a column of intervals: 50%, or 50 %."""
    return percent(float(column.removeprefix("in_").removesuffix("%")) / 100)


def sentences(diagnosis: "Diagnosis") -> list[str]:
    """Say what the checks found, one sentence each."""
    table, alarm = diagnosis.calibration.table(), diagnosis.alarm
    days = diagnosis.calibration.day_coverage()
    covered = [
        say("of_intervals", share=percent(share), level=level_of(level))
        for level, share in days.items()
    ]
    power = [f"{say(WORLDS[world])} {percent(share)}" for world, share in alarm.power.items()]
    state = "alarm" if alarm.goes_off else "no_alarm"
    return [
        say("ranks_even", inside=int(table["in_bands"].sum()), all=len(table)),
        say("days_in", parts=", ".join(covered)),
        say("few_or_failed", invalid=diagnosis.calibration.invalid, failed=diagnosis.failed_runs),
        say("local_test", p=fixed(diagnosis.local[1])),
        say(state, n=thousands(alarm.learned_from), chance=percent(alarm.chance),
            power=", ".join(power), false=percent(alarm.false_alarms)),
    ]  # fmt: skip


def diagnosis_as_values(diagnosis: "Diagnosis") -> dict[str, Any]:
    """Return a diagnosis as plain values."""
    alarm = diagnosis.alarm
    return {
        "hours": diagnosis.hours,
        "made_storms": len(diagnosis.calibration.ranks),
        "ranks": diagnosis.calibration.table().to_dict("index"),
        "days_in_intervals": diagnosis.calibration.day_coverage(),
        "invalid_fits": diagnosis.calibration.invalid,
        "failed_runs": diagnosis.failed_runs,
        "local_test": {"statistic": diagnosis.local[0], "p": diagnosis.local[1]},
        "not_fitted": diagnosis.not_fitted.to_dict("index"),
        "sensitivity": diagnosis.sensitivity.to_dict("index"),
        "alarm": {"goes_off": alarm.goes_off, "score": alarm.score, "threshold": alarm.threshold,
                  "share_as_high": alarm.chance, "power": alarm.power,
                  "false_alarms": alarm.false_alarms},
    }  # fmt: skip
